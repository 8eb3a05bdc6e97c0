"""Checks of values from JSON, OSC or a table; True and False do not count as numbers."""

import reprlib
from pathlib import PureWindowsPath
from typing import NamedTuple, TypeGuard


def is_number(value: object, low: float = float("-inf"), high: float = float("inf")) -> TypeGuard[int | float]:
    """Return whether a value is an int or float in [low, high]; NaN is not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def is_integer(value: object, low: float = float("-inf"), high: float = float("inf")) -> TypeGuard[int]:
    """Return whether a value is an int in [low, high]; floats without a fraction are not."""
    return isinstance(value, int) and is_number(value, low, high)


def leads_outside(name: str) -> bool:
    """Return whether a path, to be joined to a folder, is absolute or leads upwards, on any operating system."""
    path = PureWindowsPath(name)
    return bool(path.anchor) or ".." in path.parts


class Scale(NamedTuple):
    """A scale by its name."""

    name: str
    """As it is written in recipes, such as ``F# minor``; ``off`` is none."""

    notes: tuple[int, ...]
    """Semitones above C, ascending, in [0, 11]; none for ``off``."""


ROOTS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
"""Semitones above C."""

MODES = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
}
"""Semitones above the root."""

SCALES = f"off, chromatic, a note such as F# or Bb, or a note and {', '.join(MODES)}"
"""The names of scales, in words."""


def read_scale(name: object) -> Scale:
    """Return the scale with a name, in upper or lower case; a note alone is a scale of that note.

    Raises
    ------
    ValueError
        There is no such scale.
    """
    words = str(name).replace("♯", "#").replace("♭", "b").lower().split()
    text = " ".join(words) if isinstance(name, str) else ""
    if text in ("off", "chromatic"):
        return Scale(text, tuple(range(12)) if text == "chromatic" else ())
    note, _, mode = text.partition(" ")
    accidental = {"": 0, "#": 1, "b": -1}.get(note[1:])
    if note[:1] not in ROOTS or accidental is None or mode not in ("", *MODES):
        raise ValueError(f"must be {SCALES}, not {reprlib.repr(name)}")
    root = ROOTS[note[0]] + accidental
    notes = sorted((root + step) % 12 for step in MODES.get(mode, (0,)))
    return Scale(f"{note.capitalize()} {mode}".strip(), tuple(notes))
