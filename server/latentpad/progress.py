"""Progress of long work: one line that is updated on a terminal, a few lines elsewhere."""

import sys
import time
from typing import TextIO

from latentpad.printable import printable

STEPS = 4
"""Lines printed when stderr is not a terminal."""


class ProgressLine:
    """Prints ``task: done of total``, for work that takes seconds or longer.

    Parameters
    ----------
    task : str
        Name of the work.
    stream : file, optional
        Default: stderr.
    """

    def __init__(self, task: str, stream: TextIO | None = None) -> None:
        self._task = printable(task)
        self._stream = sys.stderr if stream is None else stream
        self._started = time.monotonic()
        self._printed = 0

    def __call__(self, done: int, total: int) -> None:
        """Report that `done` of `total` are done."""
        text = f"{self._task}: {done} of {total} ({time.monotonic() - self._started:.0f} s)"
        if self._stream.isatty():
            print(f"\r{text}", end="\n" if done >= total else "", file=self._stream, flush=True)
        elif done * STEPS // total > self._printed or done >= total:
            self._printed = done * STEPS // total
            print(text, file=self._stream, flush=True)
