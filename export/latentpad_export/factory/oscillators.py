"""Oscillators: swept sines, vibrating bodies, band-limited squares and frequency modulation.

Frequencies are in Hz, times in seconds, signals float64 [n_samples]. No audible
aliasing: squares are sums of the harmonics below ``BAND_LIMIT``, and the depth of frequency modulation is limited.
"""

from collections.abc import Sequence

import numpy as np

from latentpad_export.factory.clock import SAMPLE_RATE, Signal
from latentpad_export.factory.envelopes import LN_60_DB, decay

BAND_LIMIT = 20_000.0
"""Partials above this frequency are left out."""

BLOCK = 256
"""Columns of the matrix product in ``damped_sines``; about the square root of a usual length."""


def swept_phase(t: Signal, start: float, end: float, seconds: float) -> Signal:
    """Return the phase in radians of a pitch that falls from ``start`` to ``end`` with time constant ``seconds``."""
    phase: Signal = 2.0 * np.pi * (end * t + (start - end) * seconds * (1.0 - np.exp(-t / seconds)))
    return phase


def swept_sine(t: Signal, start: float, end: float, seconds: float) -> Signal:
    """Return a sine whose pitch falls exponentially from ``start`` to ``end``."""
    return np.sin(swept_phase(t, start, end, seconds))


def bent_modes(phase: Signal, t: Signal, modes: Sequence[tuple[float, float, float]]) -> Signal:
    """Sum partials that bend together with one fundamental.

    Parameters
    ----------
    phase : float64 [n_samples]
        Phase of the fundamental in radians.
    t : float64 [n_samples]
        Times in seconds.
    modes : sequence of (ratio, amplitude, seconds)
        Frequency relative to the fundamental, amplitude, and time to fall by 60 dB.

    Returns
    -------
    float64 [n_samples]
    """
    total = np.zeros_like(t)
    for ratio, amplitude, seconds in modes:
        total += amplitude * decay(t, seconds) * np.sin(ratio * phase)
    return total


def damped_sines(t: Signal, frequencies: Signal, amplitudes: Signal, seconds: Signal, phases: Signal) -> Signal:
    """Sum many decaying sines of fixed frequency.

    Sample n = b * BLOCK + j of a damped sine is pole ** (b * BLOCK) times pole ** j, so that the sum over all partials
    is one matrix product: a hundred partials cost about as much as five calls of ``np.sin``.

    Parameters
    ----------
    t : float64 [n_samples]
        Times in seconds; only its length is used.
    frequencies, amplitudes, seconds, phases : float64 [n_partials]
        Hz, peak, time to fall by 60 dB (``np.inf`` for none), radians.

    Returns
    -------
    float64 [n_samples]
    """
    audible = frequencies < BAND_LIMIT
    poles = (2j * np.pi * frequencies[audible] - LN_60_DB / seconds[audible]) / SAMPLE_RATE
    gains = -1j * amplitudes[audible] * np.exp(1j * phases[audible])
    n_blocks = -(-t.size // BLOCK)
    starts = gains * np.exp(np.outer(np.arange(n_blocks) * BLOCK, poles))
    steps = np.exp(np.outer(poles, np.arange(BLOCK)))
    waveform: Signal = starts.real @ steps.real - starts.imag @ steps.imag
    return waveform.ravel()[: t.size]


def squares(t: Signal, frequencies: Sequence[float], phases: Signal, limit: float = BAND_LIMIT) -> Signal:
    """Sum square waves without harmonics above ``limit`` Hz; ``phases`` (radians) has one entry for each."""
    partials, amplitudes, starts = [], [], []
    for frequency, phase in zip(frequencies, phases, strict=True):
        odd = np.arange(1, limit / frequency, 2)
        partials.append(frequency * odd)
        amplitudes.append(4.0 / np.pi / odd)
        starts.append(phase * odd)
    together = np.concatenate(partials)
    forever = np.full(together.size, np.inf)
    return damped_sines(t, together, np.concatenate(amplitudes), forever, np.concatenate(starts))


def fm(t: Signal, carrier: float, ratio: float, index: Signal) -> Signal:
    """Modulate the phase of a sine by another of ``ratio`` times its frequency.

    Parameters
    ----------
    t : float64 [n_samples]
        Times in seconds.
    carrier : float
        Frequency in Hz of the modulated sine.
    ratio : float
        Frequency of the modulating sine relative to ``carrier``.
    index : float64 [n_samples]
        Depth in radians; reduced where the bandwidth by Carson's rule, 2 (index + 1) modulator, would alias.

    Returns
    -------
    float64 [n_samples]
    """
    phase = 2.0 * np.pi * carrier * t
    deepest = max((BAND_LIMIT - carrier) / (ratio * carrier) - 1.0, 0.0)
    modulated: Signal = np.sin(phase + np.minimum(index, deepest) * np.sin(ratio * phase))
    return modulated
