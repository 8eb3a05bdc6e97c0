"""The periodic part of what the model makes alone, at a pitch that is given: `latentpad.synth.excitation`."""

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad.synth.excitation import HIGHEST, Excitation, group_of
from latentpad.synth.griffin_lim import PhaseReconstruction
from latentpad.synth.kernels.griffin_lim import BLOCK
from latentpad.synth.kernels.harmonics import (
    Filter,
    Regions,
    filter_wave,
    play_period,
    smooth_over_time,
    take_partials,
    to_gains,
)

LOBE = 3.0
"""Bins on each side of a partial over which its power spreads: two by the window, the rest by the decoder."""

FAINT = 1e-5
"""Power by which a bin belongs to the nearest partial even so, relative to the strongest; 50 dB below it."""

PERIOD_SAMPLES = 16_384
"""Of the period that is repeated."""

MOST_POWER = 4.0
"""Factor of a group's power up to which its partials are made as strong as in the real sound; 6 dB."""

TINY = 1e-30
"""Power below which nothing is divided."""

N_PERIODS, SHORTEST, LONGEST = 6, 2_048, 8_192
"""Periods in the window in which phases are found, and its length in samples."""


class PartialSynthesis:
    """Makes the periodic part of sounds from magnitudes of one representation."""

    def __init__(self, representation: Representation, reconstruct: PhaseReconstruction) -> None:
        self._rate, self._hop = representation.sample_rate, representation.hop_length
        self._n_fft, self._n_bins = representation.n_fft, representation.n_bins
        self._reconstruct = reconstruct
        squares = np.square(reconstruct.window, dtype=np.float64)
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
        """Take the periodic part of a sound out of its magnitudes, and render it.

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
        seed = int(rng.integers(2**63))  # one draw, whatever the pitch
        if n_partials:
            weight, power = np.empty_like(signal), np.empty(n_frames, dtype=np.float32)
            self._reconstruct.weigh(weight, magnitude, power)
            amplitudes, gains = self._find_partials(magnitude, excitation, n_partials)
            drawn = 2 * np.pi * np.random.default_rng(seed).random(n_partials) if phases is None else phases
            wave = np.zeros_like(signal)
            play_period(wave[half:], _period(amplitudes, drawn), PERIOD_SAMPLES * excitation.hertz / self._rate)
            spectrum = np.empty((BLOCK, self._n_bins), dtype=np.complex64)
            frames = np.empty((BLOCK, self._n_fft), dtype=np.float32)
            shape = self._filter(excitation.hertz, n_partials)
            filter_wave(signal, wave, gains, shape, self._reconstruct.window, self._hop, spectrum, frames)
            signal *= weight
        return signal[half : len(signal) - half]

    def _find_partials(
        self, magnitude: NDArray[np.float32], excitation: Excitation, n_partials: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """Take the partials out of the magnitudes.

        Returns
        -------
        amplitudes : np.ndarray [shape=(n_partials,)]
            Over the whole sound. A filter of bins cannot tell low partials apart, so that they differ before it.
        gains : np.ndarray [shape=(n_frames, n_partials), float32]
            Relative to these.
        """
        n_frames = len(magnitude)
        rise = np.minimum(1, np.arange(n_frames, dtype=np.float32) * (self._hop / self._n_fft))
        powers = np.empty((n_frames, n_partials), dtype=np.float32)
        regions = self._regions(excitation, n_partials)
        total = take_partials(powers, magnitude, regions, rise, np.empty(self._n_bins + 1))
        frames_per_period = self._rate / excitation.hertz / self._hop
        if frames_per_period > 1:  # then, single frames hold different parts of it
            weights = np.hanning(2 * (int(np.ceil(frames_per_period)) // 2) + 3)[1:-1]
            smooth_over_time(powers, (weights / weights.sum()).astype(np.float32), np.empty(n_frames, dtype=np.float32))
        whole = powers.sum(axis=0, dtype=np.float64)
        groups = group_of(np.arange(1, n_partials + 1))
        found = excitation.shares[groups] * whole
        wanted = max(total, TINY) * 10 ** (excitation.levels.astype(np.float64) / 10)
        factors = wanted / np.maximum(np.bincount(groups, found, len(wanted)), TINY)
        amplitudes = np.sqrt(np.minimum(factors, MOST_POWER)[groups] * found / self._sine_power)
        first = np.maximum(0, self._n_fft // 2 - self._hop * np.arange(n_frames))  # that is not before the sound
        of_frames = (1 / self._heard[first]).astype(np.float32)
        to_gains(powers, of_frames, (1 / np.maximum(whole, TINY)).astype(np.float32))
        return amplitudes, powers

    def _regions(self, excitation: Excitation, n_partials: int) -> Regions:
        """Return the bins around each partial, half of the way to its neighbours."""
        spacing = excitation.hertz * self._n_fft / self._rate
        lowest = max(0.0, spacing - max(spacing / 2, LOBE))
        edges = np.concatenate([[lowest], (np.arange(1, n_partials + 1) + 0.5) * spacing])
        return Regions(np.clip(edges + 0.5, 0, self._n_bins), self._moved(excitation, spacing, n_partials))

    def _moved(self, excitation: Excitation, spacing: float, n_partials: int) -> NDArray[np.float32]:
        """Return the share of each bin's power that is moved: that of the partials which the power comes from.

        That is the nearest one, unless a stronger one is so near that the bin lies in its lobe.
        """
        bins = np.arange(self._n_bins)
        nearest = np.round(bins / spacing).astype(int)
        reach = int(np.ceil(LOBE / spacing)) + 1
        numbers = nearest[:, None] + np.arange(-reach, reach + 1)
        exists = (numbers >= 1) & (numbers <= n_partials)
        groups = group_of(np.clip(numbers, 1, n_partials))
        sizes = np.bincount(group_of(np.arange(1, n_partials + 1)), minlength=len(excitation.levels))
        strength = 10 ** (excitation.levels.astype(np.float64) / 10) / np.maximum(sizes, 1)
        power = np.where(exists, strength[groups] * _lobe(bins[:, None] - spacing * numbers), 0)
        power[:, reach] += FAINT * strength.max() + TINY
        shares = np.where(exists, excitation.shares[groups], 0)
        moved: NDArray[np.float32] = ((power * shares).sum(axis=1) / power.sum(axis=1)).astype(np.float32)
        return moved

    def _filter(self, hertz: float, n_partials: int) -> Filter:
        """Return how the gains of bins follow from those of the partials."""
        numbers = np.clip(np.arange(self._n_bins) * self._rate / self._n_fft / hertz - 1, 0, n_partials - 1)
        lower = np.minimum(numbers.astype(np.int32), n_partials - 1)
        upper = np.minimum(lower + 1, n_partials - 1).astype(np.int32)
        return Filter(lower, upper, (numbers - lower).astype(np.float32))


def _lobe(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the power of a Hann window's main lobe, widened to `LOBE` bins, at distances in bins from its middle."""
    d = distance * (2 / LOBE)
    lobe = np.sinc(d) + 0.5 * np.sinc(d - 1) + 0.5 * np.sinc(d + 1)
    return np.where(np.abs(d) < 2, np.square(lobe), 0)


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


def _period(amplitudes: NDArray[np.float64], phases: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return a period [16384] with partials of these amplitudes and phases, from the fundamental on."""
    n_partials = min(len(amplitudes), len(phases))
    spectrum = np.zeros(PERIOD_SAMPLES // 2 + 1, dtype=np.complex128)
    partials = amplitudes[:n_partials] * np.exp(1j * phases[:n_partials])
    spectrum[1 : n_partials + 1] = PERIOD_SAMPLES / 2 * partials
    return np.fft.irfft(spectrum, PERIOD_SAMPLES).astype(np.float32)
