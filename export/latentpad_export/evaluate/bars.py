"""Progress of an evaluation: bars on a terminal, and elsewhere a line per half minute of what takes longer."""

import sys
from collections.abc import Iterable
from typing import Any, TextIO

from tqdm import tqdm

SECONDS_PER_LINE = 30.0


class Lines:
    """Writes each state of a bar on a line of its own.

    Parameters
    ----------
    stream : file
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write a state; what only moves the cursor or clears the line is left out."""
        if line := text.strip():
            self._stream.write(f"{line}\n")

    def flush(self) -> None:
        """Flush the stream."""
        self._stream.flush()


def bar(items: Iterable[Any] | None, title: str, total: int | None = None, unit: str = "sound") -> tqdm:
    """Return items, whose progress is shown on standard error.

    Parameters
    ----------
    items : iterable, optional
        None: the bar is updated by hand.
    title : str
    total : int, optional
        Number of items; by default, their length.
    unit : str
        What an item is.
    """
    if sys.stderr.isatty():
        return tqdm(items, title, total, unit=unit)
    return tqdm(
        items,
        title,
        total,
        unit=unit,
        file=Lines(sys.stderr),
        mininterval=SECONDS_PER_LINE,
        maxinterval=2 * SECONDS_PER_LINE,
        delay=SECONDS_PER_LINE,
        leave=False,
        bar_format="{desc}: {n_fmt} of {total_fmt} ({elapsed})",
    )
