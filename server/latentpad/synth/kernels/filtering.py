"""A signal through a filter that changes with time: its frames weighted in frequency and added up again.

Conventions as in `griffin_lim`; gains are binary logarithms of factors on the magnitude.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.elementary import exp2
from latentpad.synth.kernels.fft import c2r, r2c
from latentpad.synth.kernels.griffin_lim import BLOCK, LAST_AXIS, cut_frames, overlap_add
from latentpad.synth.kernels.jit import kernel


class Filter(NamedTuple):
    """The gain of each bin and frame."""

    gain: NDArray[np.float32]
    """[n_times, n_places]; the last one lasts."""

    frames_per_time: np.float32
    """Frames between two times, the first of which is in the middle of its frames."""

    position: NDArray[np.float32]
    """[n_bins] position of each bin among the places."""

    tilt: NDArray[np.float32]
    """[n_bins] gain that is the same in all frames."""


class Blocks(NamedTuple):
    """Working arrays of a block of frames."""

    spectrum: NDArray[np.complex64]
    """[BLOCK, n_bins]."""

    frames: NDArray[np.float32]
    """[BLOCK, n_fft]."""

    gain: NDArray[np.float32]
    """[n_places + 1] gain of one frame; the last is repeated."""


@kernel()
def gain_at(row: Any, gain: Any, frame: Any) -> None:
    """Interpolate the gain at a position in time, in rows."""
    n_times, n_places = gain.shape
    position = min(max(frame, np.float32(0)), np.float32(n_times - 1))
    first = int(position)
    second = min(first + 1, n_times - 1)
    share = position - np.float32(first)
    for b in range(n_places):
        row[b] = gain[first, b] + share * (gain[second, b] - gain[first, b])
    row[n_places] = row[n_places - 1]


@kernel(fastmath=True)
def weigh_bins(spectrum: Any, row: Any, position: Any, tilt: Any) -> None:
    """Multiply the bins of a frame by its gain, interpolated between places."""
    for k in range(spectrum.size):
        b = int(position[k])
        share = position[k] - np.float32(b)
        factor = exp2(row[b] + share * (row[b + 1] - row[b]) + tilt[k])
        spectrum[k] = complex(spectrum[k].real * factor, spectrum[k].imag * factor)


@kernel()
def add_filtered(target: Any, source: Any, window: Any, hop_length: int, bins: Filter, blocks: Blocks) -> None:
    """Add a filtered signal to the target, weighted by the sum of the squared windows.

    Both begin half a window before the sound's first sample.
    """
    n_frames = (source.size - window.size) // hop_length + 1
    for first in range(0, n_frames, BLOCK):
        n = min(BLOCK, n_frames - first)
        spectrum, frames = blocks.spectrum[:n], blocks.frames[:n]
        cut_frames(frames, source[first * hop_length :], window, hop_length)
        r2c(frames, spectrum, LAST_AXIS, True, 1.0, 1)
        for t in range(n):
            gain_at(blocks.gain, bins.gain, np.float32(first + t) / bins.frames_per_time - np.float32(0.5))
            weigh_bins(spectrum[t], blocks.gain, bins.position, bins.tilt)
        c2r(spectrum, frames, LAST_AXIS, False, 1.0 / window.size, 1)
        overlap_add(target[first * hop_length :], frames, window, hop_length)


@kernel()
def measure_magnitudes(magnitude: Any, source: Any, starts: Any, window: Any, blocks: Blocks) -> None:
    """Compute the magnitudes of the frames that begin at given samples."""
    n_frames, n_fft = magnitude.shape[0], window.size
    for first in range(0, n_frames, BLOCK):
        n = min(BLOCK, n_frames - first)
        spectrum, frames = blocks.spectrum[:n], blocks.frames[:n]
        for t in range(n):
            start = starts[first + t]
            for i in range(n_fft):
                frames[t, i] = source[start + i] * window[i]
        r2c(frames, spectrum, LAST_AXIS, True, 1.0, 1)
        for t in range(n):
            for k in range(magnitude.shape[1]):
                re, im = spectrum[t, k].real, spectrum[t, k].imag
                magnitude[first + t, k] = np.sqrt(re * re + im * im)
