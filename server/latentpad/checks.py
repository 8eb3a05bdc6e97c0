"""Checks of values from JSON, OSC or a table; True and False do not count as numbers."""

from pathlib import PureWindowsPath
from typing import TypeGuard


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
