"""Output of the commands that make or find several things: a line for each, as text or as JSON."""

import json
import sys
from typing import Any

from latentpad.errors import LatentpadError
from latentpad.progress import ProgressLine
from latentpad.request import Rendered

WORTH_PROGRESS = 8
"""Samples of a batch of which the progress is printed."""


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

    def add(self, values: dict[str, Any], text: str) -> None:
        """Print a result."""
        print(json.dumps(values) if self._as_json else text, flush=True)

    def add_sample(self, rendered: Rendered) -> None:
        """Print a sample: its path, in JSON all that is known of it."""
        request = rendered.request
        values = {
            "path": str(rendered.path),
            **{"x": request.x, "y": request.y, **request.settings},
            **{"sample_rate": rendered.sample_rate, "n_samples": rendered.n_samples},
            **{"confidence": rendered.confidence, "pitch_hz": rendered.pitch_hz, "parents": list(rendered.parents)},
        }
        self.add(values, str(rendered.path))

    def add_step(self, step: Rendered | LatentpadError, done: int, total: int, is_quiet: bool = False) -> None:
        """Print a step of a batch and, if there are many, how far it is; quietly, only in JSON."""
        if isinstance(step, LatentpadError):
            print(f"latentpad: {step}", file=sys.stderr)
        elif self._as_json or not is_quiet:
            self.add_sample(step)
        if total >= WORTH_PROGRESS:
            self._progress(done, total)
