"""Notes of twelve-tone equal temperament, and tones with harmonics."""

import numpy as np

from latentpad_export.factory.clock import Signal
from latentpad_export.factory.draw import around
from latentpad_export.factory.oscillators import BAND_LIMIT, damped_sines

OUT_OF_TUNE = 20.0
"""Standard deviation in cents: samples from instruments and records are rarely in tune."""


def note(rng: np.random.Generator, lowest: int, highest: int) -> float:
    """Draw a frequency in Hz from a range of MIDI notes, inclusive."""
    midi = int(rng.integers(lowest, highest + 1))
    return float(440.0 * 2.0 ** ((midi - 69) / 12.0))


def pitch(rng: np.random.Generator, lowest: int, highest: int) -> float:
    """Draw a frequency in Hz near a MIDI note of a range, inclusive."""
    return note(rng, lowest, highest) * around(rng, OUT_OF_TUNE)


def harmonics(t: Signal, frequency: float, slope: float, seconds: float, closing: float, step: int = 1) -> Signal:
    """Sum harmonics; the higher ones are quieter and decay faster.

    Parameters
    ----------
    t : float64 [n_samples]
        Times in seconds.
    frequency : float
        Fundamental in Hz.
    slope : float
        Harmonic k starts at k ** -slope; 1 is a saw, or a square if there are only odd ones.
    seconds : float
        Time in which the fundamental falls by 60 dB.
    closing : float
        Time in which a harmonic at 4 kHz would fall by 60 dB if the fundamental did not; higher ones decay faster.
    step : int
        2 leaves out the even harmonics.

    Returns
    -------
    float64 [n_samples]
    """
    numbers = np.arange(1, max(2, int(0.9 * BAND_LIMIT / frequency)), step, dtype=np.float64)
    rate = 1.0 / seconds + (numbers - 1) * frequency / (4_000.0 * closing)
    return damped_sines(t, frequency * numbers, numbers**-slope, 1.0 / rate, np.zeros(len(numbers)))
