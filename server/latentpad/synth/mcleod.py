"""The McLeod pitch method, for many windows of a sound at once.

The normalised square difference function of a window is 1 at lag 0 and at each period of a periodic signal. Its
numerator, a correlation, is interpolated at short lags, so that a period of three samples is found as exactly as one of
three hundred.

References
----------
McLeod and Wyvill, "A smarter way to find pitch", ICMC 2005.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

KEY = 0.93
"""Share of the highest maximum that the first maximum must reach to be the period; McLeod and Wyvill's k."""

FINE_LAG, FINE_STEP, KERNEL = 128, 0.125, 32
"""Samples: lags up to which the correlation is interpolated, in what steps, and from how many samples on each side."""

Signal = NDArray[np.float64]


def periods(frames: Signal, shortest: float, longest: int) -> tuple[Signal, Signal]:
    """Find the period of each window.

    Parameters
    ----------
    frames : np.ndarray [shape=(n_windows, n_samples), float64]
        Windows, each with a mean of 0.
    shortest, longest : float, int
        Periods looked for, in samples; none is longer than three quarters of the window.

    Returns
    -------
    periods : np.ndarray [shape=(n_windows,)]
        In samples; 0 where there is none.
    clarities : np.ndarray [shape=(n_windows,)]
        In [0, 1]; 1 if the window is periodic, 0 if no period was found.
    """
    lags, similarity = _normalised_difference(frames, min(longest, 3 * frames.shape[1] // 4))
    inner = similarity[:, 1:-1]
    peaks = (inner > similarity[:, :-2]) & (inner >= similarity[:, 2:]) & (inner > 0) & (lags[1:-1] >= shortest)
    peaks &= np.logical_or.accumulate(inner < 0, axis=1)  # beyond the maximum around lag 0
    highest = np.where(peaks, inner, 0).max(axis=1)
    key = 1 + np.argmax(peaks & (inner >= KEY * highest[:, None]), axis=1)
    rows, near = np.arange(len(frames)), (key - 1, key, key + 1)
    period, clarity = vertex([lags[i] for i in near], [similarity[rows, i] for i in near])
    return np.where(highest > 0, period, 0), np.where(highest > 0, np.clip(clarity, 0, 1), 0)


def _normalised_difference(frames: Signal, longest: int) -> tuple[Signal, Signal]:
    """Return lags [n_lags] in samples, finer at first, and the normalised square difference function at them."""
    n = frames.shape[1]
    spectra = np.fft.rfft(frames, 1 << (2 * n - 1).bit_length())
    correlation = np.fft.irfft(np.square(spectra.real) + np.square(spectra.imag))
    sums = np.concatenate([np.zeros((len(frames), 1)), np.cumsum(np.square(frames), axis=1)], axis=1)
    energy = sums[:, n : n - longest - 1 : -1] + sums[:, -1:] - sums[:, : longest + 1]
    border = min(FINE_LAG, longest)
    fine, sinc = _interpolation(border)
    near = np.concatenate([correlation[:, -KERNEL:], correlation[:, : border + KERNEL + 1]], axis=1) @ sinc
    lower = np.minimum(fine.astype(int), border - 1)
    near_energy = energy[:, lower] + (fine - lower) * (energy[:, lower + 1] - energy[:, lower])
    far = slice(border + 1, longest + 1)
    shared = np.concatenate([near, correlation[:, far]], axis=1)
    total = np.concatenate([near_energy, energy[:, far]], axis=1)
    return np.concatenate([fine, np.arange(border + 1, longest + 1)]), 2 * shared / np.maximum(total, 1e-12)


@cache
def _interpolation(longest: int) -> tuple[Signal, Signal]:
    """Return fine lags from 0 to the longest, and the windowed sinc [n_samples, n_lags] that interpolates at them."""
    lags = np.arange(0, longest + FINE_STEP / 2, FINE_STEP)
    distance = lags - np.arange(-KERNEL, longest + KERNEL + 1)[:, None]
    taper = np.where(np.abs(distance) < KERNEL, np.cos(np.pi / 2 * distance / KERNEL) ** 2, 0)
    sinc: Signal = np.sinc(distance) * taper
    return lags, sinc


def vertex(x: Sequence[Signal], y: Sequence[Signal]) -> tuple[Signal, Signal]:
    """Return the vertices of parabolas through three points each, the middle one of which is the highest."""
    left, right = (y[1] - y[0]) / (x[1] - x[0]), (y[2] - y[1]) / (x[2] - x[1])
    bend = np.minimum((right - left) / (x[2] - x[0]), -1e-30)
    slope = left + bend * (x[1] - x[0])
    shift = np.clip(-slope / (2 * bend), x[0] - x[1], x[2] - x[1])
    return x[1] + shift, y[1] + slope * shift / 2
