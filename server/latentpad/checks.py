"""Type and range checks of values from JSON or OSC; True and False do not count as numbers."""

from typing import TypeGuard


def is_number(value: object, low: float = float("-inf"), high: float = float("inf")) -> TypeGuard[int | float]:
    """Return whether a value is an int or float in [low, high]; NaN is not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def is_integer(value: object, low: float = float("-inf"), high: float = float("inf")) -> TypeGuard[int]:
    """Return whether a value is an int in [low, high]; floats without a fraction are not."""
    return isinstance(value, int) and is_number(value, low, high)
