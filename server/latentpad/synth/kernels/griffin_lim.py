"""Fast Griffin-Lim, in one pass over blocks of frames that stay in the cache.

Conventions: spectra are ``[n_frames, n_bins]``, frames ``[n_frames, n_fft]``; frame ``t`` starts at sample
``t * hop_length`` of the signal.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.elementary import QUARTER_TURN, sine
from latentpad.synth.kernels.fft import c2r, r2c
from latentpad.synth.kernels.jit import kernel

LAST_AXIS = np.array([1])

BLOCK = 16
"""Frames per block, whose spectra and samples fit into the second-level cache together."""


class Estimate(NamedTuple):
    """Working arrays of the iterations."""

    signal: NDArray[np.float32]
    """[n_samples] the result."""

    earlier: NDArray[np.float32]
    """[n_samples] the signal before this iteration."""

    previous: NDArray[np.complex64]
    """[n_frames, n_bins] the spectrum of the signal before `earlier`."""

    spectrum: NDArray[np.complex64]
    """[BLOCK, n_bins]."""

    frames: NDArray[np.float32]
    """[BLOCK, n_fft]."""


@kernel()
def cut_frames(frames: Any, signal: Any, window: Any, hop_length: int) -> None:
    """Cut a signal into windowed frames."""
    n_frames, n_fft = frames.shape
    for t in range(n_frames):
        start = t * hop_length
        for n in range(n_fft):
            frames[t, n] = signal[start + n] * window[n]


@kernel()
def overlap_add(signal: Any, frames: Any, window: Any, hop_length: int) -> None:
    """Add windowed frame ``t`` to the signal at sample ``t * hop_length``."""
    n_frames, n_fft = frames.shape
    for t in range(n_frames):
        start = t * hop_length
        for n in range(n_fft):
            signal[start + n] += frames[t, n] * window[n]


@kernel()
def add_squared_windows(total: Any, window: Any, n_frames: int, hop_length: int) -> None:
    """Sum the squared windows over each sample."""
    total[:] = 0
    for t in range(n_frames):
        start = t * hop_length
        for n in range(window.size):
            total[start + n] += window[n] * window[n]


@kernel(fastmath=True)
def from_polar(spectrum: Any, magnitude: Any, phase: Any) -> None:
    """Combine magnitude and phase (in 2⁻³² turns, with one more column) into complex numbers."""
    n_frames, n_bins = magnitude.shape
    for t in range(n_frames):
        for k in range(n_bins):
            cosine = sine(np.int32(phase[t, k] + QUARTER_TURN))
            spectrum[t, k] = complex(magnitude[t, k] * cosine, magnitude[t, k] * sine(phase[t, k]))


@kernel(fastmath=True)
def project(spectrum: Any, previous: Any, magnitude: Any, alpha: Any) -> None:
    """Subtract `alpha` times the previous spectrum, then impose the magnitudes; the spectrum becomes the previous."""
    n_frames, n_bins = magnitude.shape
    for t in range(n_frames):
        for k in range(n_bins):
            re, im = spectrum[t, k].real, spectrum[t, k].imag
            ahead_re = re - alpha * previous[t, k].real
            ahead_im = im - alpha * previous[t, k].imag
            previous[t, k] = complex(re, im)
            gain = magnitude[t, k] / np.sqrt(ahead_re * ahead_re + ahead_im * ahead_im + np.float32(1e-20))
            spectrum[t, k] = complex(ahead_re * gain, ahead_im * gain)


@kernel()
def griffin_lim(
    estimate: Estimate, magnitude: Any, phase: Any, window: Any, weight: Any, hop_length: int, n_iter: int, alpha: Any
) -> None:
    """Iterate fast Griffin-Lim (Perraudin, Balazs and Søndergaard 2013).

    `phase` is that of `phase.Slopes`. `weight` is one over the sum of the squared windows, zero where the signal is
    known to be silent.
    """
    n_frames = magnitude.shape[0]
    source, target = estimate.earlier, estimate.signal
    estimate.previous[:n_frames] = 0
    for i in range(n_iter + 1):
        target[:] = 0
        for first in range(0, n_frames, BLOCK):
            last = min(first + BLOCK, n_frames)
            spectrum, frames = estimate.spectrum[: last - first], estimate.frames[: last - first]
            if i == 0:
                from_polar(spectrum, magnitude[first:last], phase[first + 1 : last + 1])
            else:
                cut_frames(frames, source[first * hop_length :], window, hop_length)
                r2c(frames, spectrum, LAST_AXIS, True, 1.0, 1)
                project(spectrum, estimate.previous[first:last], magnitude[first:last], alpha)
            c2r(spectrum, frames, LAST_AXIS, False, 1.0 / window.size, 1)
            overlap_add(target[first * hop_length :], frames, window, hop_length)
        for n in range(weight.size):
            target[n] *= weight[n]
        source, target = target, source
    if n_iter % 2 == 1:
        estimate.signal[:] = estimate.earlier
