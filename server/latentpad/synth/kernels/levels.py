"""The level of a signal."""

from typing import Any

import numpy as np

from latentpad.synth.kernels.jit import kernel


@kernel()
def peak(signal: Any) -> Any:
    """Return the largest absolute value, NaN if any value is not finite."""
    largest, not_finite = np.float32(0), np.float32(0)
    for n in range(signal.size):
        largest = max(largest, abs(signal[n]))
        not_finite += signal[n] - signal[n]
    return largest + not_finite


@kernel()
def last_above(signal: Any, bound: Any) -> int:
    """Return the index of the last sample whose absolute value exceeds the bound, -1 for none."""
    for n in range(signal.size - 1, -1, -1):
        if abs(signal[n]) > bound:
            return n
    return -1
