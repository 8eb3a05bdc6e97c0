"""Noise: white, and noise whose level and decay differ from band to band."""

from collections.abc import Sequence

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft, rfftfreq

from latentpad_export.factory.clock import SAMPLE_RATE, Signal
from latentpad_export.factory.envelopes import decay


def white(rng: np.random.Generator, t: Signal) -> Signal:
    """Return white noise of unit variance, as long as ``t``."""
    return rng.standard_normal(t.size)


def banded(rng: np.random.Generator, t: Signal, bands: Sequence[tuple[float, float, float]]) -> Signal:
    """Return noise that decays at a different rate in each band.

    The bands cross-fade linearly over the logarithm of the frequency, so that their gains add up to a smooth curve;
    the outer bands extend below the first and above the last centre.

    Parameters
    ----------
    rng : np.random.Generator
    t : float64 [n_samples]
        Times in seconds.
    bands : sequence of (centre, gain, seconds)
        Centre in Hz (ascending), gain, and time to fall by 60 dB.

    Returns
    -------
    float64 [n_samples]
    """
    n_fft = next_fast_len(t.size, real=True)
    spectrum = rfft(rng.standard_normal(n_fft))
    position = np.log(np.maximum(rfftfreq(n_fft, 1.0 / SAMPLE_RATE), 1.0))
    centres = np.log([centre for centre, _, _ in bands])
    total = np.zeros_like(t)
    for weights, (_, gain, seconds) in zip(np.eye(len(bands)), bands, strict=True):
        band = irfft(spectrum * np.interp(position, centres, weights), n_fft)[: t.size]
        total += gain * decay(t, seconds) * band
    return total
