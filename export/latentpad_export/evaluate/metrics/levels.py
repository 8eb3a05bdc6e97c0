"""Levels of the parts of a sound: the loudness of its body, and the punch of its attack.

References
----------
Recommendation ITU-R BS.1770-5, "Algorithms to measure audio programme loudness and true-peak audio level", 2023.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from latentpad_export.evaluate.metrics.descriptors import onset

BLOCK = 0.4
"""Seconds over which the recommendation measures loudness; shorter sounds are followed by silence."""

PUNCH = 0.01
"""Seconds after the onset that make the punch."""

SHELF, HIGH_PASS = (1681.974450955533, 3.999843853973347, 0.7071752369554196), (38.13547087602444, 0.5003270373238773)
"""Hertz, dB and Q of the shelf of K-weighting; hertz and Q of its high-pass. At 48 kHz they give its coefficients."""

OFFSET = -0.691
"""Decibels; makes a full-scale sine of 997 Hz measure -3.01 LUFS."""


def loudness(signal: NDArray[np.float32], sample_rate: int) -> float:
    """Measure the loudness of the loudest 400 ms.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        Mono, not all zero.
    sample_rate : int
        Samples per second.

    Returns
    -------
    float
        Momentary loudness at its maximum, in LUFS.
    """
    weighted = k_weighted(np.pad(signal, (0, round(BLOCK * sample_rate))), sample_rate)
    return OFFSET + _decibels(_loudest_power(weighted, sample_rate))


def punch(signal: NDArray[np.float32], sample_rate: int) -> float:
    """Measure the level of the first 10 ms after the onset relative to the loudest 400 ms.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        Mono, not all zero.
    sample_rate : int
        Samples per second.

    Returns
    -------
    float
        In dB, at most 16: all of the energy within the 10 ms.
    """
    n = round(PUNCH * sample_rate)
    start = onset(signal, sample_rate)
    first = np.square(signal[start : start + n], dtype=np.float64).sum() / n
    return _decibels(first) - _decibels(_loudest_power(signal, sample_rate))


def k_weighted(signal: NDArray[np.floating], sample_rate: int) -> NDArray[np.float64]:
    """Filter a signal as the recommendation does: a shelf for the head, then a high-pass."""
    filtered: NDArray[np.float64] = np.asarray(signal, dtype=np.float64)
    for numerator, denominator in k_weighting(sample_rate):
        filtered = lfilter(numerator, denominator, filtered)
    return filtered


def k_weighting(sample_rate: int) -> tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]:
    """Return numerator and denominator [3] of both filters at a sample rate."""
    hertz, gain, q = SHELF
    k, high = np.tan(np.pi * hertz / sample_rate), 10 ** (gain / 20)
    band = high**0.4996667741545416
    shelf = np.array([high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k])
    shelf_poles = np.array([1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k])
    hertz, q = HIGH_PASS
    k = np.tan(np.pi * hertz / sample_rate)
    poles = np.array([1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k])
    return (shelf / shelf_poles[0], shelf_poles / shelf_poles[0]), (np.array([1.0, -2.0, 1.0]), poles / poles[0])


def _loudest_power(signal: NDArray[np.floating], sample_rate: int) -> float:
    """Return the mean square of the loudest block."""
    n = round(BLOCK * sample_rate)
    sums = np.concatenate([[0.0], np.cumsum(np.square(signal, dtype=np.float64))])
    blocks = sums[n:] - sums[:-n] if len(sums) > n else sums[-1:]
    return float(blocks.max() / n)


def _decibels(power: float) -> float:
    """Return a power in decibels."""
    return float(10 * np.log10(max(power, 1e-30)))
