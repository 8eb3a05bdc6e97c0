"""Checks of OSC arguments: each returns the value in its Python type or raises OscError."""

import math

from latentpad.errors import OscError
from latentpad.osc.wire import Argument


def as_integer(value: Argument, name: str, low: int = -(2**31), high: int = 2**31 - 1) -> int:
    """Return an integer of any tag, or of a float without a fraction (many senders only send floats)."""
    found = as_number(value, name)
    if found != int(found):
        raise OscError("number", f"{name} must be an integer, not {found:g}")
    if not low <= found <= high:
        raise OscError("number", f"{name} must be {low} to {high}, not {short_repr(value)}")
    return int(found)


def as_number(value: Argument, name: str) -> float:
    """Return a finite number; True and False are not numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise OscError("number", f"{name} must be a number, not {short_repr(value)}")
    if not math.isfinite(value):
        raise OscError("number", f"{name} must be a finite number, not {value}")
    return float(value)


def as_text(value: Argument, name: str) -> str:
    """Return a string."""
    if not isinstance(value, str):
        raise OscError("arguments", f"{name} must be a string, not {short_repr(value)}")
    return value


def short_repr(value: Argument) -> str:
    """Return a value as errors quote it, truncated if it is long."""
    if isinstance(value, bytes):
        return f"{len(value)} raw bytes"
    return repr(value[:40] if isinstance(value, str) else value)
