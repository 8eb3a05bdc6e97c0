"""The periodic part of what the model makes alone, at a pitch that is given: `latentpad.synth.excitation`."""

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad.synth.excitation import HIGHEST, Excitation, band_of
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

LOBE = 2.5
"""Bins around the first partial that are its own, even where these are more than half of the way to 0 Hz."""

PERIOD_SAMPLES = 16_384
"""Of the period that is repeated."""

N_PERIODS, SHORTEST, LONGEST = 6, 2_048, 8_192
"""Periods in the window in which phases are found, and its length in samples."""


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
        self,
        magnitude: NDArray[np.float32],
        excitation: Excitation,
        rng: np.random.Generator,
        phases: NDArray[np.float64] | None = None,
    ) -> NDArray[np.float32]:
        """Move the periodic part of a sound out of its magnitudes, and render it.

        Parameters
        ----------
        magnitude : np.ndarray [shape=(n_frames, n_bins), float32]
            Of a centred STFT whose signal is silent before its first sample; what repeats is taken out of it.
        excitation : Excitation
        rng : np.random.Generator
            Draws the phases that are not given.
        phases : np.ndarray [shape=(n,)], optional
            Phase of each partial at the first sample, in radians, from the fundamental on.

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
            period = _period(n_partials, rng, phases)
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
        shares = excitation.periodicities[band_of(excitation.hertz * np.arange(1, n_partials + 1))]
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


def find_phases(signal: NDArray[np.float32], sample_rate: int, hertz: float) -> NDArray[np.float64]:
    """Return the phases [8191] at a sound's first sample of partials of a pitch, in radians, from the fundamental on.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
    sample_rate : int
        Samples per second.
    hertz : float
        Above 0.
    """
    size = round(np.clip(N_PERIODS * sample_rate / hertz, SHORTEST, LONGEST))
    part = signal[:size]
    position = (np.arange(len(part)) * (hertz / sample_rate) % 1 * PERIOD_SAMPLES).astype(int)
    folded = np.bincount(position, part * np.hanning(size + 2)[1 : len(part) + 1], PERIOD_SAMPLES)
    phases: NDArray[np.float64] = np.angle(np.fft.rfft(folded)[1:-1])
    return phases


def _period(
    n_partials: int, rng: np.random.Generator, phases: NDArray[np.float64] | None = None
) -> NDArray[np.float32]:
    """Return a period [16384] with partials of amplitude 1, and random phases where none are given."""
    n_partials = min(n_partials, PERIOD_SAMPLES // 2 - 1)
    spectrum = np.zeros(PERIOD_SAMPLES // 2 + 1, dtype=np.complex128)
    phases = 2 * np.pi * rng.random(n_partials) if phases is None else phases[:n_partials]
    spectrum[1 : n_partials + 1] = PERIOD_SAMPLES / 2 * np.exp(1j * phases)
    return np.fft.irfft(spectrum, PERIOD_SAMPLES).astype(np.float32)
