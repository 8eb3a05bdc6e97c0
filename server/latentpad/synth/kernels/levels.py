"""The level of a signal: peak, true peak, onset and weighted energy."""

from typing import Any

import numpy as np

from latentpad.synth.kernels.jit import kernel

N_TAPS = 12
"""Samples that a value between two samples is interpolated from, half of them on each side."""

NEAR_PEAK = 0.7
"""Only between samples above this share of the peak can the signal exceed it noticeably."""


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


@kernel()
def first_rise(signal: Any, length: int, share: float) -> int:
    """Return the first sample at which the energy of the `length` samples up to it has risen to a share of its maximum.

    The energy is the difference of two running sums, as it would be between two elements of a cumulative sum.
    """
    largest = 0.0
    for is_known in (False, True):
        ahead, behind = 0.0, 0.0
        for n in range(signal.size):
            ahead += np.float64(signal[n]) ** 2
            if n >= length:
                behind += np.float64(signal[n - length]) ** 2
            if is_known and ahead - behind >= share * largest:
                return n
            largest = max(largest, ahead - behind)
    return 0


@kernel()
def spent_at(signal: Any, remaining: float) -> int:
    """Return the index of the first sample after which no more than a share of the energy remains, 0 for silence."""
    total, after = 0.0, 0.0
    for n in range(signal.size):
        total += np.float64(signal[n]) * np.float64(signal[n])
    for n in range(signal.size - 1, -1, -1):
        after += np.float64(signal[n]) * np.float64(signal[n])
        if after > remaining * total:
            return n
    return 0


@kernel(fastmath=True)
def interpolate(signal: Any, first: int, taps: Any) -> Any:
    """Return the value between samples ``first + N_TAPS / 2 - 1`` and the next; zeros surround the signal."""
    total = np.float32(0)
    if first >= 0 and first + N_TAPS <= signal.size:
        for k in range(N_TAPS):
            total += taps[k] * signal[first + k]
        return total
    for k in range(max(0, -first), min(N_TAPS, signal.size - first)):
        total += taps[k] * signal[first + k]
    return total


@kernel()
def peak_between(signal: Any, taps: Any, largest: Any) -> Any:
    """Return the largest absolute value of the signal and of its interpolation next to its highest local maxima.

    ``taps`` is [n_between, N_TAPS]: the interpolation filter of each position between a sample and the next.
    `largest` is the peak of the signal. The interpolation is computed on the side of the higher neighbour.
    """
    found, size = largest, signal.size
    bound = np.float32(NEAR_PEAK) * largest
    for n in range(size):
        if abs(signal[n]) < bound:
            continue
        sign = np.float32(1) if signal[n] > 0 else np.float32(-1)
        level = sign * signal[n]
        before = sign * signal[n - 1] if n > 0 else np.float32(0)
        after = sign * signal[n + 1] if n + 1 < size else np.float32(0)
        if before > level or after > level or before == after == level:
            continue
        first = (n - 1 if before > after else n) - N_TAPS // 2 + 1
        for p in range(taps.shape[0]):
            found = max(found, abs(interpolate(signal, first, taps[p])))
    return found


@kernel(fastmath={"contract"})
def weighted_energies(energies: Any, signal: Any, sections: Any, step: int) -> None:
    """Compute the energy of each `step` samples of a signal after two filters of second order.

    ``sections`` is float64 [2, 5]: b0, b1, b2, a1, a2 of each. Recursions are written so that the sample before enters
    last: the next one waits for a single multiplication and addition.
    """
    b0, b1, b2, a1, a2 = sections[0]
    c0, c1, c2, d1, d2 = sections[1]
    x1 = x2 = y1 = y2 = z1 = z2 = 0.0
    for s in range(energies.size):
        total = 0.0
        for n in range(s * step, min((s + 1) * step, signal.size)):
            x = np.float64(signal[n])
            y = (b0 * x + b1 * x1 + b2 * x2 - a2 * y2) - a1 * y1
            z = (c0 * y + c1 * y1 + c2 * y2 - d2 * z2) - d1 * z1
            x1, x2, y1, y2, z1, z2 = x, x1, y, y1, z, z1
            total += z * z
        energies[s] = total
