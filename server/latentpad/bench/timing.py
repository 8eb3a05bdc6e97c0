"""Timing of calls, and its summary."""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Times(NamedTuple):
    """Milliseconds."""

    p50: float
    p99: float


def summary(seconds: list[float]) -> Times:
    """Return median and 99th percentile."""
    p50, p99 = np.percentile(seconds, [50, 99]) * 1000
    return Times(float(p50), float(p99))


def time_calls(call: Callable[[], object], n: int) -> Times:
    """Call twice to warm up, then time `n` calls."""
    for _ in range(2):
        call()
    return summary([time_call(call) for _ in range(n)])


def time_call(call: Callable[[], object]) -> float:
    """Return the seconds of one call."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
