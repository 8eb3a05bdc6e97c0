"""Metallic sounds of hi-hats, cymbals and bells: dense or inharmonic partials without an envelope."""

import numpy as np

from latentpad_export.factory.clock import Signal
from latentpad_export.factory.draw import around
from latentpad_export.factory.oscillators import BAND_LIMIT, damped_sines, squares

OSCILLATORS = (205.3, 304.4, 369.6, 522.7, 540.0, 800.0)
"""Frequencies, in Hz, of the six square-wave oscillators of the TR-808's cymbal and hi-hats."""


def inharmonic_squares(rng: np.random.Generator, t: Signal, tuning: float) -> Signal:
    """Return the six oscillators of the TR-808, all tuned by a ratio, and each detuned at random."""
    frequencies = [tuning * frequency * around(rng, 120.0) for frequency in OSCILLATORS]
    return squares(t, frequencies, rng.uniform(0.0, 2.0 * np.pi, len(frequencies)))


def ring_modulated(rng: np.random.Generator, t: Signal, tuning: float) -> Signal:
    """Return the product of two pairs of squares: sums and differences of all their harmonics, without aliasing."""
    low = [tuning * around(rng, 300.0) * frequency for frequency in OSCILLATORS[:2]]
    high = [tuning * around(rng, 300.0) * frequency for frequency in (1_047.0, 1_481.0)]
    half = 0.5 * BAND_LIMIT
    return squares(t, low, rng.uniform(0.0, 6.28, 2), half) * squares(t, high, rng.uniform(0.0, 6.28, 2), half)


def plate(rng: np.random.Generator, t: Signal, n_partials: int, low: float, high: float, seconds: float) -> Signal:
    """Return the partials of a struck plate, denser towards the top, where they also decay faster.

    Parameters
    ----------
    rng : np.random.Generator
    t : float64 [n_samples]
        Times in seconds.
    n_partials : int
    low, high : float
        Range of the partials in Hz.
    seconds : float
        Time in which the lowest partial falls by 60 dB; about three times that of the highest.

    Returns
    -------
    float64 [n_samples]
    """
    position = rng.uniform(0.0, 1.0, n_partials)
    frequencies = low * (high / low) ** (position**0.7)
    amplitudes = rng.rayleigh(1.0, n_partials) * (frequencies / low) ** -0.3
    lengths = seconds * (frequencies / low) ** (-np.log(3.0) / np.log(high / low)) * rng.uniform(0.5, 1.2, n_partials)
    return damped_sines(t, frequencies, amplitudes, lengths, rng.uniform(0.0, 2.0 * np.pi, n_partials))
