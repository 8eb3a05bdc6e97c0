"""The time axis that all recipes share: sample rate, longest sound, type of a signal."""

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 44_100
"""Samples a second of everything the factory makes."""

MAX_SECONDS = 2.0
"""No sound is longer than this."""

Signal = NDArray[np.float64]
"""A mono waveform or envelope, float64 [n_samples]."""


def times(seconds: float) -> Signal:
    """Return the time of every sample, in seconds, of a sound that lasts ``seconds`` (at most ``MAX_SECONDS``)."""
    n_samples = max(1, round(min(seconds, MAX_SECONDS) * SAMPLE_RATE))
    return np.arange(n_samples) / SAMPLE_RATE
