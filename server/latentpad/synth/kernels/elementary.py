"""Elementary functions that compile to vector instructions; numba's own are called for each number.

Each is a near-minimax polynomial over its interval, in float32. The docstrings state the largest error;
tools/fit_elementary.py compares it with the smallest possible.
A phase is an integer in units of 2⁻³² turns, so that addition wraps by itself: -2³¹ is minus half a turn.
"""

from typing import Any

import numpy as np

from latentpad.compiler import numba

TURN = 2.0**32
QUARTER_TURN = 2**30

_inlined = numba.njit(inline="always")


@_inlined
def log2(x: Any) -> Any:
    """Return the binary logarithm of a positive float32; within 4e-7 plus rounding."""
    bits = np.float32(x).view(np.int32)
    exponent = np.float32((bits >> 23) - 127)
    m = np.int32((bits & 0x7FFFFF) | 0x3F800000).view(np.float32) - np.float32(1)
    p = np.float32(-0.0126709524)
    p = p * m + np.float32(0.0648388208)
    p = p * m + np.float32(-0.157045636)
    p = p * m + np.float32(0.257165583)
    p = p * m + np.float32(-0.353799827)
    p = p * m + np.float32(0.480131292)
    p = p * m + np.float32(-0.721314321)
    p = p * m + np.float32(1.4426948)
    return exponent + p * m


@_inlined
def exp2(x: Any) -> Any:
    """Return 2 to the power of a float32, clipped to [-126, 126]; within 3.1e-7 of its value."""
    x = min(max(x, np.float32(-126)), np.float32(126))
    whole = np.floor(x + np.float32(0.5))
    r = x - whole
    p = np.float32(0.00134099835)
    p = p * r + np.float32(0.00967603637)
    p = p * r + np.float32(0.0555029737)
    p = p * r + np.float32(0.240221074)
    p = p * r + np.float32(0.693147225)
    p = p * r + np.float32(1)
    return p * np.int32((np.int32(whole) + 127) << 23).view(np.float32)


@_inlined
def sine(phase: Any) -> Any:
    """Return the sine of a phase, an int32 in 2⁻³² turns; within 2.1e-7."""
    turns = np.float32(phase) * np.float32(1 / TURN)
    half = np.float32(0.5) if turns > 0 else np.float32(-0.5)
    t = half - turns if abs(turns) > np.float32(0.25) else turns
    s = t * t
    p = np.float32(39.536704)
    p = p * s + np.float32(-76.549782)
    p = p * s + np.float32(81.6010041)
    p = p * s + np.float32(-41.341655)
    p = p * s + np.float32(6.28318516)
    return p * t


@_inlined
def arctangent(y: Any, x: Any) -> Any:
    """Return the angle of the point (x, y), y >= 0, in turns from 0 to 1/2; within 1e-7. (0, 0) has 1/4."""
    wide = abs(x)
    steep = y >= wide
    h = (wide if steep else y) / (max(y, wide) + np.float32(1e-30))
    s = h * h
    p = np.float32(0.00681143917)
    p = p * s + np.float32(-0.0336030826)
    p = p * s + np.float32(0.0796222693)
    p = p * s + np.float32(-0.132332593)
    p = p * s + np.float32(0.19807792)
    p = p * s + np.float32(-0.333173652)
    p = p * s + np.float32(0.999996111)
    angle = p * h * np.float32(1 / (2 * np.pi))
    angle = np.float32(0.25) - angle if steep else angle
    return np.float32(0.5) - angle if x < 0 else angle
