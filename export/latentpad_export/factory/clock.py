"""The time axis of all voices: sample rate, maximum length, signal type."""

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 44_100
"""Samples per second of all factory sounds."""

MAX_SECONDS = 2.0
"""Maximum length of a sound."""

Signal = NDArray[np.float64]
"""A mono waveform or envelope, float64 [n_samples]."""


def times(seconds: float) -> Signal:
    """Return the time in seconds of each sample of a sound of ``seconds`` (at most ``MAX_SECONDS``)."""
    n_samples = max(1, round(min(seconds, MAX_SECONDS) * SAMPLE_RATE))
    return np.arange(n_samples) / SAMPLE_RATE
