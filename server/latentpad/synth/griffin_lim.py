"""Magnitude to waveform: initial phase from the phase gradient, then a few iterations of fast Griffin-Lim.

References
----------
Průša, Balazs and Søndergaard, "A Noniterative Method for Reconstruction of Phase from STFT Magnitude", IEEE/ACM
Transactions on Audio, Speech and Language Processing 25(5), 2017.
Perraudin, Balazs and Søndergaard, "A fast Griffin-Lim algorithm", WASPAA 2013.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.buffers import page_array
from latentpad.synth.kernels.griffin_lim import BLOCK, Estimate, add_squared_windows, griffin_lim
from latentpad.synth.kernels.onsets import frame_powers, quieten_before_onsets
from latentpad.synth.kernels.phase import LEVELS_SHIFT, Slopes, integrate_phase, measure_slopes

TOLERANCE = 2.8e-4
"""Bins this far below the loudest (-71 dB) keep a random phase: a tenth of the time of a render, at no cost in ODG."""

MIN_WINDOW = np.float32(1e-3)
"""Lower bound of the sum of squared windows that samples are divided by; only the very ends are below."""


@dataclass(frozen=True)
class Buffers:
    """Working arrays of one reconstruction at a time."""

    slopes: Slopes
    estimate: Estimate
    power: NDArray[np.float32]
    """[n_frames]."""

    weight: NDArray[np.float32]
    """[n_samples]."""


class PhaseReconstruction:
    """Reconstructs signals from the magnitudes of one STFT."""

    def __init__(self, n_fft: int, hop_length: int, n_iter: int = 8, momentum: float = 0.99) -> None:
        """Prepare the window.

        Parameters
        ----------
        n_fft : int
            Window length, a power of two.
        hop_length : int
            Samples between frames, at most n_fft / 2.
        n_iter : int
            Iterations after the initial phase; 0 leaves it as it is.
        momentum : float in [0, 1]
            0 is the original Griffin-Lim; above 1 it may not converge.
        """
        self.n_fft, self.hop_length, self.n_iter = n_fft, hop_length, n_iter
        self.alpha = np.float32(momentum / (1 + momentum))
        self.window = hann(n_fft)
        self.tail = np.concatenate([[0.0], np.cumsum(np.square(self.window[::-1], dtype=np.float64))])

    def make_buffers(self, n_frames: int) -> Buffers:
        """Allocate arrays for magnitudes of up to `n_frames` frames."""
        n_bins, n_samples = self.n_fft // 2 + 1, self._n_samples(n_frames)
        padded = (n_frames + 2, n_bins + 1)
        n_levels = (_bits(4.0) >> LEVELS_SHIFT) - (_bits(TOLERANCE) >> LEVELS_SHIFT)  # two octaves to spare
        return Buffers(
            slopes=Slopes(
                phase=page_array(padded, np.int32),
                along_time=page_array(padded, np.int32),
                along_frequency=page_array(padded, np.int32),
                level=page_array(padded, np.int32),
                following=page_array(padded, np.int32),
                first=np.zeros(n_levels, dtype=np.int32),
            ),
            estimate=Estimate(
                signal=page_array((n_samples,), np.float32),
                earlier=page_array((n_samples,), np.float32),
                previous=page_array((n_frames, n_bins), np.complex64),
                spectrum=np.empty((BLOCK, n_bins), dtype=np.complex64),
                frames=np.empty((BLOCK, self.n_fft), dtype=np.float32),
            ),
            power=np.empty(n_frames, dtype=np.float32),
            weight=np.empty(n_samples, dtype=np.float32),
        )

    def __call__(
        self, magnitude: NDArray[np.float32], rng: np.random.Generator, buffers: Buffers | None = None
    ) -> NDArray[np.float32]:
        """Find a signal whose STFT has these magnitudes.

        Parameters
        ----------
        magnitude : np.ndarray [shape=(n_frames, n_bins), float32, non-negative]
            Of a centred STFT whose signal is silent before its first sample.
        rng : np.random.Generator
            Draws the phases that nothing else determines.
        buffers : Buffers, optional
            Working arrays, which also hold the result until they are used again; new ones where they are too short.

        Returns
        -------
        np.ndarray [shape=(hop_length * (n_frames - 1),), float32]
        """
        n_frames = len(magnitude)
        if buffers is None or len(buffers.power) < n_frames:
            buffers = self.make_buffers(n_frames)
        n_samples = self._n_samples(n_frames)
        weight = buffers.weight[:n_samples]
        self.weigh(weight, magnitude, buffers.power[:n_frames])
        self.initial_phase(magnitude, rng, buffers)
        estimate = buffers.estimate._replace(
            signal=buffers.estimate.signal[:n_samples], earlier=buffers.estimate.earlier[:n_samples]
        )
        griffin_lim(
            estimate, magnitude, buffers.slopes.phase, self.window, weight, self.hop_length, self.n_iter, self.alpha
        )
        return estimate.signal[self.n_fft // 2 : n_samples - self.n_fft // 2]

    def initial_phase(
        self, magnitude: NDArray[np.float32], rng: np.random.Generator, buffers: Buffers
    ) -> NDArray[np.int32]:
        """Integrate the phase gradient (PGHI); quiet bins get a random phase.

        Returns
        -------
        np.ndarray [shape=(n_frames, n_bins), int32]
            In 2⁻³² turns, relative to the first sample of each frame; a view of `buffers`.
        """
        n_frames = len(magnitude)
        slopes, seed = buffers.slopes, np.uint32(rng.integers(2**32))
        quietest = np.float32(max(float(np.max(magnitude)) * TOLERANCE, float(np.finfo(np.float32).tiny)))
        measure_slopes(slopes, magnitude, self.hop_length, quietest, seed)
        slopes.level[n_frames + 1] = 0  # a longer sound may have left something here
        integrate_phase(slopes, n_frames)
        phase: NDArray[np.int32] = slopes.phase[1 : n_frames + 1, :-1]
        return phase

    def weigh(self, weight: NDArray[np.float32], magnitude: NDArray[np.float32], power: NDArray[np.float32]) -> None:
        """Compute one over the sum of the squared windows; zero before the first sample, and less before an onset.

        Parameters
        ----------
        weight : np.ndarray [shape=(n_samples,), float32]
            The result, half a window longer than the sound on both sides.
        magnitude : np.ndarray [shape=(n_frames, n_bins), float32]
        power : np.ndarray [shape=(n_frames,), float32]
            Filled with the power of each frame.
        """
        add_squared_windows(weight, self.window, len(magnitude), self.hop_length)
        np.reciprocal(np.maximum(weight, MIN_WINDOW, out=weight), out=weight)
        weight[: self.n_fft // 2] = 0
        frame_powers(power, magnitude)
        quieten_before_onsets(weight, power, self.tail, self.hop_length)

    def _n_samples(self, n_frames: int) -> int:
        """Return the length of the signal with half a window before and after it."""
        return self.n_fft + self.hop_length * (n_frames - 1)


def hann(n_fft: int) -> NDArray[np.float32]:
    """Return a periodic Hann window."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)).astype(np.float32)


def _bits(number: float) -> int:
    """Return the bits of a float32 as an integer."""
    return int(np.float32(number).view(np.int32))
