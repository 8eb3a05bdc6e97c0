"""Prominence of partials: how far the partials of a tone stand out of what lies between them.

A tone whose partials are smeared, or buried in noise, has less of it than the original.
"""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.descriptors import COMPARISON

START, WINDOW = 0.02, 16_384
"""Seconds of the attack that are left out; samples of the window (0.37 s), whose resolution is 11 Hz."""

N_FFT = 2 * WINDOW

N_PARTIALS = 10
"""Loudest peaks that are averaged."""

RANGE = 40.0
"""Decibels below the loudest peak; quieter peaks are no partials."""

LOWEST = 20.0
"""Hertz."""

HALF_OCTAVE = 2**0.5

NARROWEST = 16 * N_FFT // WINDOW
"""Bins on each side of a peak that its surroundings hold at least: twice the main lobe of the window."""

FLOOR = 1e-6
"""Power relative to the loudest bin (-60 dB) below which all is inaudible, however quiet it is."""

BLACKMAN_HARRIS = (0.35875, -0.48829, 0.14128, -0.01168)
"""Coefficients of a window whose side lobes, at -92 dB, are no peaks."""


def prominence(signal: NDArray[np.float32]) -> float:
    """Measure the prominence of the partials of a tone.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        At 44.1 kHz, starting at its onset.

    Returns
    -------
    float
        In dB, at most 60: mean over the loudest partials of the level of the peak minus the median level within half an
        octave to each side. For noise about 12; NaN without any peak.
    """
    start = min(round(START * COMPARISON.sample_rate), len(signal) // 8)
    part = signal[start : start + WINDOW].astype(np.float64)
    power = np.square(np.abs(np.fft.rfft(part * _window(len(part)), N_FFT)))
    loudest = power.max(initial=0.0)
    if not loudest > 0:
        return float("nan")
    level = 10 * np.log10(np.maximum(power / loudest, FLOOR))
    peaks = _partials(level)
    return float(np.mean([level[k] - _surroundings(level, k) for k in peaks])) if len(peaks) else float("nan")


def _partials(level: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the bins of the loudest peaks."""
    middle = level[1:-1]
    peaks = 1 + np.flatnonzero((middle > level[:-2]) & (middle >= level[2:]))
    peaks = peaks[peaks >= LOWEST * N_FFT / COMPARISON.sample_rate]
    loudest = peaks[np.argsort(-level[peaks], kind="stable")[:N_PARTIALS]]
    partials: NDArray[np.intp] = loudest[level[loudest] >= level[loudest].max(initial=-np.inf) - RANGE]
    return partials


def _surroundings(level: NDArray[np.float64], k: int) -> float:
    """Return the median level within half an octave of a bin."""
    first = min(round(k / HALF_OCTAVE), k - NARROWEST)
    last = max(round(k * HALF_OCTAVE), k + NARROWEST)
    return float(np.median(level[max(0, first) : last + 1]))


def _window(n: int) -> NDArray[np.float64]:
    """Return a Blackman-Harris window."""
    angles = 2 * np.pi * np.outer(np.arange(len(BLACKMAN_HARRIS)), np.arange(n) + 0.5) / n
    window: NDArray[np.float64] = BLACKMAN_HARRIS @ np.cos(angles)
    return window
