"""Output of commands to stdout: names of files, lines, and a line for each of several things, as text or as JSON.

Foreign text is escaped, so that no name can act on a terminal or add a line. Only a path that is alone in its line, as
that of a new sample, is printed byte for byte where the output is not a terminal: ``f=$(latentpad render 0.5 0.5)``.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from latentpad.cli.messages import complain
from latentpad.errors import LatentpadError
from latentpad.printable import printable
from latentpad.progress import ProgressLine
from latentpad.request import Rendered

WORTH_PROGRESS = 8
"""Samples of a batch of which the progress is printed."""


def print_path(path: Path) -> None:
    """Print the path of a file that was made."""
    print(printable(str(path)) if sys.stdout.isatty() else path, flush=True)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        print(printable(line))


class Results:
    """Prints results.

    Parameters
    ----------
    task : str
        The command.
    as_json : bool
        Whether each line is a JSON object.
    """

    def __init__(self, task: str, as_json: bool) -> None:
        self._as_json, self._progress = as_json, ProgressLine(task)

    def add(self, values: dict[str, Any], text: str | Path) -> None:
        """Print a result; a path is that of what was made."""
        if self._as_json:
            print(json.dumps(values), flush=True)
        elif isinstance(text, Path):
            print_path(text)
        else:
            print(printable(text), flush=True)

    def add_sample(self, rendered: Rendered) -> None:
        """Print a sample: its path, in JSON all that is known of it."""
        request = rendered.request
        values = {
            "path": str(rendered.path),
            **{"x": request.x, "y": request.y, **request.settings},
            **{"sample_rate": rendered.sample_rate, "n_samples": rendered.n_samples},
            **{"confidence": rendered.confidence, "pitch_hz": rendered.pitch_hz, "parents": list(rendered.parents)},
        }
        self.add(values, rendered.path)

    def add_step(self, step: Rendered | LatentpadError, done: int, total: int, is_quiet: bool = False) -> None:
        """Print a step of a batch and, if there are many, how far it is; quietly, only in JSON."""
        if isinstance(step, LatentpadError):
            complain(step)
        elif self._as_json or not is_quiet:
            self.add_sample(step)
        if total >= WORTH_PROGRESS:
            self._progress(done, total)
