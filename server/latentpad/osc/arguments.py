"""What an OSC argument must be; each check returns the value in its Python type or raises OscError."""

import math

from latentpad.errors import OscError
from latentpad.osc.wire import Argument


def whole(value: Argument, name: str, low: int = -(2**31), high: int = 2**31 - 1) -> int:
    """Take an integer of whatever tag, or a float without a fraction (many senders know floats only)."""
    number = real(value, name)
    if number != int(number):
        raise OscError("number", f"{name} must be a whole number, not {number:g}")
    if not low <= number <= high:
        raise OscError("number", f"{name} must be {low} to {high}, not {shown(value)}")
    return int(number)


def real(value: Argument, name: str) -> float:
    """Take a finite number; True and False are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise OscError("number", f"{name} must be a number, not {shown(value)}")
    if not math.isfinite(value):
        raise OscError("number", f"{name} must be a finite number, not {value}")
    return float(value)


def text(value: Argument, name: str) -> str:
    """Take a string."""
    if not isinstance(value, str):
        raise OscError("arguments", f"{name} must be a string, not {shown(value)}")
    return value


def shown(value: Argument) -> str:
    """Show a value in an error, cut where it is long."""
    if isinstance(value, bytes):
        return f"{len(value)} raw bytes"
    return repr(value[:40] if isinstance(value, str) else value)
