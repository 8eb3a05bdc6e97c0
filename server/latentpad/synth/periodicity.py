"""How much of a sound repeats at its pitch, by band: the autocorrelation, at its period, of what lies at partials.

It is kept by the map as part of the excitation (`latentpad.synth.excitation`). The aperiodicity of vocoders is the
same, subtracted from 1.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from latentpad.bundle.map import PERIODICITY_BANDS
from latentpad.synth.excitation import HIGHEST, band_of

FIRST, LAST = 0.01, 0.8
"""Seconds after the onset between which the periodicity is measured."""

PERIODS, SHORTEST, LONGEST = 6, 2_048, 8_192
"""Periods in a window of the measurement, and its length in samples at 44.1 kHz."""

CENTS = np.linspace(-12, 12, 9)
"""Around the pitch of the map, which is a median: the sound repeats best at one of them."""

STANDS_OUT = 4.0
"""Power of a partial, relative to that half-way to its neighbours: the flank of another partial has less."""

NEAR = 0.15
"""Share of the pitch within which a partial is looked for."""


def measure_periodicities(signal: NDArray[np.float32], sample_rate: int, hertz: float) -> NDArray[np.uint8]:
    """Measure how much of a sound repeats at its pitch.

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
    np.ndarray [shape=(8,), uint8]
        255 times the share of each band's power that lies at partials of the pitch, by the autocorrelation at its
        period; zero without a pitch. What is nearer to a partial than to the others is in that partial's band.
    """
    found = np.zeros(PERIODICITY_BANDS, dtype=np.uint8)
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
    repeats = power * waves[best] * _stands_out(power, frequencies, near[best], numbers, sample_rate)
    bands = band_of(numbers * near[best])
    whole, periodic = (np.bincount(bands, part, PERIODICITY_BANDS) for part in (power, repeats))
    shares = np.clip(periodic / np.maximum(whole, whole.max() * 1e-12) / overlap, 0, 1)
    found[:] = np.round(255 * shares)
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
