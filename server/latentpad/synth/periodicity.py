"""The periodic part of a sound: how much of the power around its partials repeats, and how strong these are.

It is kept by the map for the excitation of what the model makes alone (`latentpad.synth.excitation`). The flank of a
strong partial is none: it does not stand out.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from latentpad.bundle.map import N_PARTIAL_GROUPS
from latentpad.synth.excitation import BYTES_PER_DB, HIGHEST, group_of

FIRST, LAST = 0.01, 0.8
"""Seconds after the onset between which the periodicity is measured."""

PERIODS, SHORTEST, LONGEST = 6, 2_048, 16_384
"""Periods in a window of the measurement, and its length in samples at 44.1 kHz."""

CENTS = np.linspace(-12, 12, 9)
"""Around the pitch of the map, which is a median: the sound repeats best at one of them."""

STANDS_OUT = 4.0
"""Power of a partial, relative to that half-way to its neighbours: the flank of another partial has less."""

NEAR = 0.15
"""Share of the pitch within which a partial is looked for."""


def measure_partials(signal: NDArray[np.float32], sample_rate: int, hertz: float) -> NDArray[np.uint8]:
    """Measure what of a sound repeats at its pitch.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        From its onset, of any peak, finite.
    sample_rate : int
        Samples per second.
    hertz : float
        Its pitch; 0 = none.

    Returns
    -------
    np.ndarray [shape=(2, 8), uint8]
        For groups of partials: 255 times the share of the power around them that repeats, by the autocorrelation at the
        period, and the level of those that stand out, 255 for that of the whole sound, 4 less per decibel below it.
        Zero without a pitch.
    """
    found = np.zeros((2, N_PARTIAL_GROUPS), dtype=np.uint8)
    scale = sample_rate / 44_100
    if not hertz > 0:
        return found
    size = round(np.clip(PERIODS * sample_rate / hertz, SHORTEST * scale, LONGEST * scale))
    part = signal[round(FIRST * sample_rate) : round(LAST * sample_rate) + size].astype(np.float64)
    part = np.pad(part, (0, max(0, size - len(part))))
    window = np.hanning(size + 1)[:-1]
    frames = sliding_window_view(part, size)[:: size // 2] * window
    n_fft = 2 << (size - 1).bit_length()
    spectra = np.fft.rfft(frames, n_fft)
    power = (np.square(spectra.real) + np.square(spectra.imag)).sum(axis=0)
    if not power.sum() > 0:
        return found
    frequencies = np.arange(len(power)) * sample_rate / n_fft
    near = hertz * 2 ** (CENTS / 1200)
    waves = np.cos(2 * np.pi * frequencies / near[:, None])
    best = int(np.argmax(waves @ power))
    period = round(sample_rate / hertz)
    overlap = float(window[period:] @ window[: size - period] / (window @ window)) if period < size else 1.0
    numbers = np.round(frequencies / near[best]).astype(int)
    partial = numbers > 0
    groups = group_of(numbers[partial])
    stands_out = _stands_out(power, frequencies, near[best], numbers, sample_rate)
    parts = power, power * waves[best] / overlap, power * waves[best] * stands_out / overlap
    whole, repeats, partials = (np.bincount(groups, values[partial], N_PARTIAL_GROUPS) for values in parts)
    found[0] = np.round(255 * np.clip(repeats / np.maximum(whole, power.max() * 1e-12), 0, 1))
    decibels = 10 * np.log10(np.maximum(partials / power.sum(), 1e-12))
    found[1] = np.round(np.clip(255 + BYTES_PER_DB * decibels, 0, 255))
    return found


def _stands_out(
    power: NDArray[np.float64],
    frequencies: NDArray[np.float64],
    hertz: float,
    numbers: NDArray[np.int64],
    sample_rate: int,
) -> NDArray[np.bool_]:
    """Return which frequencies [n] belong to a partial that stands out, given the number of each one's partial."""
    n_partials = max(1, int(HIGHEST * sample_rate / hertz))
    is_near = (np.abs(frequencies / hertz - numbers) < NEAR) & (numbers <= n_partials)
    highest = np.zeros(n_partials + 1)
    np.maximum.at(highest, numbers[is_near], power[is_near])
    between = np.interp((np.arange(n_partials + 1) + 0.5) * hertz, frequencies, power)
    stands_out = np.zeros(n_partials + 1, dtype=bool)
    stands_out[1:] = highest[1:] > STANDS_OUT * np.maximum(between[:-1], between[1:])
    found: NDArray[np.bool_] = (numbers <= n_partials) & stands_out[np.minimum(numbers, n_partials)]
    return found
