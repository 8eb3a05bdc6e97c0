"""How far something long is: one line that changes on a terminal, a few lines elsewhere."""

import sys
import time
from typing import TextIO

STEPS = 4
"""Lines where there is no terminal."""


class ProgressLine:
    """Says ``what: done of total``; made for what takes seconds.

    Parameters
    ----------
    what : str
        What goes on, in words.
    stream : file, optional
        The error stream where none is given.
    """

    def __init__(self, what: str, stream: TextIO | None = None) -> None:
        self._what = what
        self._stream = sys.stderr if stream is None else stream
        self._started = time.monotonic()
        self._said = 0

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` are done."""
        text = f"{self._what}: {done} of {total} ({time.monotonic() - self._started:.0f} s)"
        if self._stream.isatty():
            print(f"\r{text}", end="\n" if done >= total else "", file=self._stream, flush=True)
        elif done * STEPS // total > self._said or done >= total:
            self._said = done * STEPS // total
            print(text, file=self._stream, flush=True)
