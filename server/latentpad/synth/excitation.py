"""Partials: what the model makes of a tone is given the pitch that the map knows.

A decoder cannot place a partial within a bin of 43 Hz. What it decodes of a tone has smeared partials, so that the
phases found for it beat, and its pitch is off by 40 cents and more. But it knows how much power lies around each
partial. So, as in a multiband excitation vocoder (Griffin and Lim 1988), that power is given to a periodic sound of the
right pitch, in each band as much of it as repeats at that pitch in the real sound, which the map keeps; the rest
remains noise with phases of its own. Sounds of the default bundle's map by the model alone; *off* is by over a quarter
tone (McLeod's method, as the map), *clarity* that of the pitch, relative to the real sound's, *distance* and *texture*
as in docs/measures.md:

{table}

The phases of the partials are random: pulses, whose partials all begin at the same phase, make low tones rougher than
real ones (texture 1.65 in place of 1.16 with the phases found as before in both cases, of synthesised tones). Weighting
partials by how much they stand out in what is decoded, or taking away from them what the window and the decoder's blur
spread from their neighbours, by Richardson and Lucy's deconvolution, made no difference worth its time. Moving the
pitch of the whole sound by resampling it, once that pitch was measured, left 26 of 100 tones off, since a smeared one
has no single pitch.

References
----------
Griffin and Lim, "Multiband excitation vocoder", IEEE Transactions on Acoustics, Speech and Signal Processing 36, 1988.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from latentpad.bundle.map import PERIODICITY_BANDS
from latentpad.bundle.representation import Representation
from latentpad.synth.griffin_lim import MIN_WINDOW, hann
from latentpad.synth.kernels.griffin_lim import BLOCK, add_squared_windows
from latentpad.synth.kernels.harmonics import (
    Filter,
    Regions,
    filter_wave,
    move_partials,
    play_period,
    smooth_over_time,
    to_gains,
)
from latentpad.synth.tuning import common_pitch

FIRST_EDGE = 200.0
"""Hertz at which the first band ends; each of the others is an octave, and the last is open."""

HIGHEST = 0.48
"""Of the sample rate: above it are no partials."""

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

LOBE = 2.5
"""Bins around the first partial that are its own, even where these are more than half of the way to 0 Hz."""

MOST = 0.5
"""Share of the power around a fundamental that makes it heard as a pitch."""

PERIOD_SAMPLES = 16_384
"""Of the period that is repeated."""


@dataclass(frozen=True)
class Excitation:
    """What repeats in a sound."""

    hertz: float
    """Above 0."""

    periodicities: NDArray[np.float32]
    """[8] share of each band's power that repeats at this pitch, in [0, 1]."""

    @property
    def pitch(self) -> float:
        """The pitch that is heard in hertz; 0 where most of what is around the fundamental is noise."""
        return self.hertz if self.periodicities[_band_of(np.array([self.hertz]))[0]] >= MOST else 0.0


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
    bands = _band_of(numbers * near[best])
    whole, periodic = (np.bincount(bands, part, PERIODICITY_BANDS) for part in (power, repeats))
    shares = np.clip(periodic / np.maximum(whole, whole.max() * 1e-12) / overlap, 0, 1)
    found[:] = np.round(255 * shares)
    return found


def mix_excitations(
    octaves: NDArray[np.float64],
    periodicities: NDArray[np.uint8],
    shares: NDArray[np.float32],
    weights: NDArray[np.float32],
) -> Excitation | None:
    """Return what repeats between sounds; None where most of their weight has no pitch.

    Parameters
    ----------
    octaves : np.ndarray [shape=(k,)]
        Binary logarithms of their pitches; NaN = none.
    periodicities : np.ndarray [shape=(k, 8), uint8]
        As `measure_periodicities` returns them.
    shares, weights : np.ndarray [shape=(k,)]
        Of the pitch, and of what is heard; both sum to 1, and the sounds with the largest weights come first.
    """
    pitched = np.isfinite(octaves)
    most = 2 * float(weights[pitched].sum()) - 1
    hertz = common_pitch(octaves, shares, weights)
    if not (hertz and most > 0):
        return None
    mixed = np.where(pitched, shares, 0) @ periodicities.astype(np.float32) / 255
    return Excitation(hertz, (min(1.0, most) * mixed).astype(np.float32)) if mixed.any() else None


class PartialSynthesis:
    """Makes the periodic part of sounds from magnitudes of one representation."""

    def __init__(self, representation: Representation) -> None:
        self._rate, self._hop = representation.sample_rate, representation.hop_length
        self._n_fft, self._n_bins = representation.n_fft, representation.n_bins
        self.window = hann(self._n_fft)
        squares = np.square(self.window, dtype=np.float64)
        self._sine_power = self._n_fft * squares.sum() / 4
        """Of all bins for a sine of amplitude 1."""
        self._heard = np.cumsum(squares[::-1])[::-1] / squares.sum()
        """[n_fft] share of the window's power from a sample on."""

    def __call__(
        self, magnitude: NDArray[np.float32], excitation: Excitation, rng: np.random.Generator
    ) -> NDArray[np.float32]:
        """Move the periodic part of a sound out of its magnitudes, and render it.

        Parameters
        ----------
        magnitude : np.ndarray [shape=(n_frames, n_bins), float32]
            Of a centred STFT whose signal is silent before its first sample; what repeats is taken out of it.
        excitation : Excitation
        rng : np.random.Generator
            Draws the phases.

        Returns
        -------
        np.ndarray [shape=(hop_length * (n_frames - 1),), float32]
            Zero where no partial lies within the sound's range.
        """
        n_frames, half = len(magnitude), self._n_fft // 2
        signal = np.zeros(self._n_fft + self._hop * (n_frames - 1), dtype=np.float32)
        n_partials = int(HIGHEST * self._rate / excitation.hertz)
        if n_partials:
            gains = self._gains(magnitude, excitation, n_partials)
            wave = np.zeros_like(signal)
            period = _period(n_partials, rng)
            play_period(wave[half:], period, PERIOD_SAMPLES * excitation.hertz / self._rate)
            spectrum = np.empty((BLOCK, self._n_bins), dtype=np.complex64)
            frames = np.empty((BLOCK, self._n_fft), dtype=np.float32)
            shape = self._filter(excitation.hertz, n_partials)
            filter_wave(signal, wave, gains, shape, self.window, self._hop, spectrum, frames)
            weight = np.empty_like(signal)
            add_squared_windows(weight, self.window, n_frames, self._hop)
            signal /= np.maximum(weight, MIN_WINDOW, out=weight)
        return signal[half : len(signal) - half]

    def _gains(self, magnitude: NDArray[np.float32], excitation: Excitation, n_partials: int) -> NDArray[np.float32]:
        """Move the powers of the partials out of the magnitudes; return their amplitudes [n_frames, n_partials]."""
        n_frames = len(magnitude)
        rise = np.minimum(1, np.arange(n_frames, dtype=np.float32) * (self._hop / self._n_fft))
        powers = np.empty((n_frames, n_partials), dtype=np.float32)
        sums = np.empty(self._n_bins + 1)
        move_partials(powers, magnitude, self._regions(excitation, n_partials), rise, sums)
        frames_per_period = self._rate / excitation.hertz / self._hop
        if frames_per_period > 1:  # then, single frames hold different parts of it
            weights = np.hanning(2 * (int(np.ceil(frames_per_period)) // 2) + 3)[1:-1]
            smooth_over_time(powers, (weights / weights.sum()).astype(np.float32), np.empty(n_frames, dtype=np.float32))
        first = np.maximum(0, self._n_fft // 2 - self._hop * np.arange(n_frames))  # that is not before the sound
        to_gains(powers, (1 / (self._sine_power * self._heard[first])).astype(np.float32))
        return powers

    def _regions(self, excitation: Excitation, n_partials: int) -> Regions:
        """Return the bins around each partial, half of the way to its neighbours."""
        spacing = excitation.hertz * self._n_fft / self._rate
        lowest = max(0.0, spacing - max(spacing / 2, LOBE))
        edges = np.concatenate([[lowest], (np.arange(1, n_partials + 1) + 0.5) * spacing])
        shares = excitation.periodicities[_band_of(excitation.hertz * np.arange(1, n_partials + 1))]
        bins = np.arange(self._n_bins)
        of_bin = np.maximum(np.round(bins / spacing).astype(int), bins + 0.5 > lowest)
        moved = np.where((of_bin >= 1) & (of_bin <= n_partials), shares[np.clip(of_bin, 1, n_partials) - 1], 0)
        return Regions(np.clip(edges + 0.5, 0, self._n_bins), shares, moved.astype(np.float32))

    def _filter(self, hertz: float, n_partials: int) -> Filter:
        """Return how the gains of bins follow from those of the partials."""
        numbers = np.clip(np.arange(self._n_bins) * self._rate / self._n_fft / hertz - 1, 0, n_partials - 1)
        lower = np.minimum(numbers.astype(np.int32), n_partials - 1)
        upper = np.minimum(lower + 1, n_partials - 1).astype(np.int32)
        return Filter(lower, upper, (numbers - lower).astype(np.float32))


def _period(n_partials: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a period [16384] with partials of amplitude 1 and random phases."""
    n_partials = min(n_partials, PERIOD_SAMPLES // 2 - 1)
    spectrum = np.zeros(PERIOD_SAMPLES // 2 + 1, dtype=np.complex128)
    spectrum[1 : n_partials + 1] = PERIOD_SAMPLES / 2 * np.exp(2j * np.pi * rng.random(n_partials))
    return np.fft.irfft(spectrum, PERIOD_SAMPLES).astype(np.float32)


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


def _band_of(frequencies: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return the band of each frequency."""
    return np.searchsorted(_edges(), frequencies, side="right")


@lru_cache(maxsize=1)
def _edges() -> NDArray[np.float64]:
    """Return the frequencies [7] in hertz at which a band ends and the next one begins."""
    return FIRST_EDGE * 2.0 ** np.arange(PERIODICITY_BANDS - 1, dtype=np.float64)
