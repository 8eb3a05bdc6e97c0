"""Rooms: short synthetic impulse responses of noise whose treble decays faster."""

import numpy as np
from scipy.signal import oaconvolve

from latentpad_export.factory.clock import MAX_SECONDS, SAMPLE_RATE, Signal, times
from latentpad_export.factory.draw import between
from latentpad_export.factory.noise import banded


def impulse_response(rng: np.random.Generator, seconds: float) -> Signal:
    """Return the reverberation of a room, without the direct sound, with unit energy.

    Parameters
    ----------
    rng : np.random.Generator
    seconds : float
        Reverberation time (60 dB) at 500 Hz.

    Returns
    -------
    float64 [n_samples]
        Starts after a predelay of 1 to 12 ms.
    """
    damping = between(rng, 0.25, 0.7)
    bands = [(120.0, 0.25, 0.8 * seconds), (500.0, 1.0, seconds), (2_000.0, 1.0, seconds * damping**0.5)]
    bands += [(8_000.0, damping, seconds * damping)]
    tail = banded(rng, times(seconds), bands)
    predelay = np.zeros(round(between(rng, 0.001, 0.012) * SAMPLE_RATE))
    response = np.concatenate([predelay, tail])
    return response / float(np.linalg.norm(response))


def add_reverb(signal: Signal, response: Signal, level: float) -> Signal:
    """Add reverberation to ``signal``, scaled by ``level``, and let it ring out."""
    wet: Signal = oaconvolve(signal, response)
    longest = round(MAX_SECONDS * SAMPLE_RATE)
    mixed = level * wet[:longest]
    mixed[: signal.size] += signal[: mixed.size]
    return mixed
