"""The texts of a row: what is said below a title, and what of a text there is room for."""

import time
from collections.abc import Callable

from latentpad.shelf.entry import Entry
from latentpad.shelf.overview import MISSING, Overview

GONE = "deleted or moved"


def detail_text(entry: Entry, overview: Overview | None, now: float | None = None) -> str:
    """Return what is said below a title: its kind unless that is the title, its length, and when it was written.

    Parameters
    ----------
    entry : Entry
    overview : Overview or None
        None if its file has not been read yet.
    now : float, optional
        Seconds since 1970 (default: the clock's).
    """
    if overview is MISSING:
        return GONE
    kind = [] if entry.kit or entry.kind == entry.title else [entry.kind]
    when = [time_text(overview.modified, now)] if overview else []
    return " · ".join([*kind, f"{entry.seconds:.2f} s", *when])


def time_text(seconds: float, now: float | None = None) -> str:
    """Return a time of today as hours and minutes, another one as a date."""
    then, today = time.localtime(seconds), time.localtime(now)
    return time.strftime("%H:%M" if then[:3] == today[:3] else "%Y-%m-%d", then)


def fitted(text: str, room: int, measure: Callable[[str], int]) -> str:
    """Return as much of a text as there is room for, with an ellipsis if that is not all.

    Parameters
    ----------
    text : str
    room : int
        In pixels.
    measure : callable
        Returns the width of a text in pixels.
    """
    if measure(text) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle] + "…") <= room else (low, middle - 1)
    return text[:low].rstrip() + "…" if low else ""
