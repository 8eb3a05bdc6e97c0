"""Punch: the level of a sound's attack relative to its body."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.descriptors import onset

BLOCK = 0.4
"""Seconds of the loudest part; shorter sounds are followed by silence."""

PUNCH = 0.01
"""Seconds after the onset that make the punch."""


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


def _loudest_power(signal: NDArray[np.floating], sample_rate: int) -> float:
    """Return the mean square of the loudest block."""
    n = round(BLOCK * sample_rate)
    sums = np.concatenate([[0.0], np.cumsum(np.square(signal, dtype=np.float64))])
    blocks = sums[n:] - sums[:-n] if len(sums) > n else sums[-1:]
    return float(blocks.max() / n)


def _decibels(power: float) -> float:
    """Return a power in decibels."""
    return float(10 * np.log10(max(power, 1e-30)))
