"""A periodic sound through a filter that changes from frame to frame.

Conventions: magnitudes and spectra are ``[n_frames, n_bins]``, powers of partials ``[n_frames, n_partials]``.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.fft import c2r, r2c
from latentpad.synth.kernels.griffin_lim import BLOCK, LAST_AXIS, cut_frames, overlap_add
from latentpad.synth.kernels.jit import kernel


class Regions(NamedTuple):
    """The bins around each partial."""

    edges: NDArray[np.float64]
    """[n_partials + 1] where they begin and end, in bins from the lower edge of the first."""

    moved: NDArray[np.float32]
    """[n_bins] share of the power of each bin that repeats."""


class Filter(NamedTuple):
    """The gain of each bin, between those of the partials around it."""

    lower: NDArray[np.int32]
    """[n_bins] the partial below it."""

    upper: NDArray[np.int32]
    """[n_bins] the partial above it."""

    position: NDArray[np.float32]
    """[n_bins] from 0 at the lower one to 1 at the upper one."""


@kernel()
def play_period(wave: Any, period: Any, step: float) -> None:
    """Repeat a period [n], of which `step` samples are passed per sample of the wave."""
    size = period.size
    position = 0.0
    for n in range(wave.size):
        i = int(position)
        part = np.float32(position - i)
        following = i + 1 if i + 1 < size else 0
        wave[n] = period[i] + part * (period[following] - period[i])
        position += step
        if position >= size:
            position -= size


@kernel()
def take_partials(powers: Any, magnitude: Any, regions: Regions, rise: Any, sums: Any) -> float:
    """Measure the powers around partials, and take what repeats out of the magnitudes; return the power of all bins.

    `rise` [n_frames] is how much of each frame counts, and is taken.
    """
    n_frames, n_bins = magnitude.shape
    edges, moved = regions
    total = 0.0
    for t in range(n_frames):
        sums[0] = 0.0
        for k in range(n_bins):
            sums[k + 1] = sums[k] + np.float64(magnitude[t, k]) * np.float64(magnitude[t, k])
        below = _sum_up_to(sums, edges[0])
        for h in range(powers.shape[1]):
            up_to = _sum_up_to(sums, edges[h + 1])
            powers[t, h] = rise[t] * np.float32(max(0.0, up_to - below))
            below = up_to
        total += rise[t] * sums[n_bins]
        for k in range(n_bins):
            magnitude[t, k] *= np.sqrt(max(np.float32(0), np.float32(1) - rise[t] * moved[k]))
    return total


@kernel()
def _sum_up_to(sums: Any, edge: float) -> Any:
    """Return the sum up to an edge between or within bins."""
    k = min(int(edge), sums.size - 2)
    return sums[k] + (edge - k) * (sums[k + 1] - sums[k])


@kernel()
def smooth_over_time(powers: Any, weights: Any, column: Any) -> None:
    """Average each partial's power over an odd number of frames, by weights that sum to 1."""
    n_frames, half = powers.shape[0], weights.size // 2
    for h in range(powers.shape[1]):
        for t in range(n_frames):
            column[t] = powers[t, h]
        for t in range(n_frames):
            mean = np.float32(0)
            for i in range(max(0, half - t), min(weights.size, n_frames + half - t)):
                mean += weights[i] * column[t + i - half]
            powers[t, h] = mean


@kernel(fastmath=True)
def to_gains(powers: Any, frame_factors: Any, partial_factors: Any) -> None:
    """Turn powers into gains, by factors of each frame [n_frames] and of each partial [n_partials]."""
    for t in range(powers.shape[0]):
        for h in range(powers.shape[1]):
            powers[t, h] = np.sqrt(frame_factors[t] * partial_factors[h] * powers[t, h])


@kernel(fastmath=True)
def filter_wave(
    signal: Any, wave: Any, gains: Any, shape: Filter, window: Any, hop_length: int, spectrum: Any, frames: Any
) -> None:
    """Filter a wave by the gains of its partials and add it to the signal, weighted by the squared windows."""
    n_frames = gains.shape[0]
    for first in range(0, n_frames, BLOCK):
        n = min(BLOCK, n_frames - first)
        cut_frames(frames[:n], wave[first * hop_length :], window, hop_length)
        r2c(frames[:n], spectrum[:n], LAST_AXIS, True, 1.0, 1)
        for t in range(n):
            gain = gains[first + t]
            for k in range(shape.lower.size):
                low = gain[shape.lower[k]]
                spectrum[t, k] *= low + shape.position[k] * (gain[shape.upper[k]] - low)
        c2r(spectrum[:n], frames[:n], LAST_AXIS, False, 1.0 / window.size, 1)
        overlap_add(signal[first * hop_length :], frames[:n], window, hop_length)
