"""Bands, with noise as their texture, to magnitudes of bins.

Conventions: a decoder's bands are ``[n_bands, n_frames]`` in units of the feature, magnitudes ``[n_frames, n_bins]``.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.elementary import exp2, log2
from latentpad.synth.kernels.fft import r2c
from latentpad.synth.kernels.griffin_lim import BLOCK, LAST_AXIS, cut_frames
from latentpad.synth.kernels.jit import kernel


class Mix(NamedTuple):
    """Bands to bins: bin ``k`` is the sum over ``j`` of band ``bands[j, k]`` times ``weight[j, k]``."""

    bands: NDArray[np.int32]
    """[n_mixed, n_bins]."""

    weight: NDArray[np.float32]
    """[n_mixed, n_bins]."""


class Limits(NamedTuple):
    """Constants of the texture."""

    silence: np.float32
    """Means up to this are silent."""

    largest_scale: np.float32
    """Scales are clipped to this."""

    octaves: np.float32
    """Octaves of magnitude between a feature of 0 and of 1."""

    log_power_mean: np.float32
    """Of the noise in a bin; binary logarithm."""

    log_power_deviation: np.float32
    """Of the noise in a bin; binary logarithm."""


class Blocks(NamedTuple):
    """Working arrays of a block of frames."""

    mean: NDArray[np.float32]
    """[BLOCK, n_bands]."""

    scale: NDArray[np.float32]
    """[BLOCK, n_bands]."""

    bins: NDArray[np.float32]
    """[3, n_bins] mean, scale and texture of a frame."""

    spectrum: NDArray[np.complex64]
    """[BLOCK, n_bins]."""

    frames: NDArray[np.float32]
    """[BLOCK, n_fft]."""


@kernel()
def transpose(rows: Any, columns: Any, first: int) -> None:
    """Copy the columns from `first` on into rows."""
    for b in range(rows.shape[1]):
        for t in range(rows.shape[0]):
            rows[t, b] = columns[b, first + t]


@kernel(fastmath=True)
def expand(bins: Any, bands: Any, mix: Mix) -> None:
    """Compute the bins of a frame."""
    bins[:] = 0
    for j in range(mix.bands.shape[0]):
        index, weight = mix.bands[j], mix.weight[j]
        for k in range(bins.size):
            bins[k] += weight[k] * bands[index[k]]


@kernel(fastmath=True)
def log_power(power: Any, spectrum: Any) -> None:
    """Compute the binary logarithm of the power of each bin."""
    for k in range(power.size):
        c = spectrum[k]
        power[k] = log2(c.real * c.real + c.imag * c.imag + np.float32(1e-12))


@kernel(fastmath=True)
def to_magnitude(magnitude: Any, mean: Any, scale: Any, power: Any, limits: Limits) -> None:
    """Add the texture to the mean of a frame and convert to linear magnitude; silent means stay silent."""
    slope = np.float32(1) / limits.log_power_deviation
    for k in range(magnitude.size):
        texture = (power[k] - limits.log_power_mean) * slope
        level = min(mean[k] + min(scale[k], limits.largest_scale) * texture, np.float32(1.2))
        value = exp2((level - np.float32(1)) * limits.octaves)
        magnitude[k] = value if mean[k] > limits.silence else np.float32(0)


@kernel()
def draw(
    magnitude: Any,
    mean: Any,
    scale: Any,
    noise: Any,
    window: Any,
    hop_length: int,
    tables: tuple[Mix, Limits],
    blocks: Blocks,
) -> None:
    """Draw magnitudes around a mean; the texture is the log spectrum of noise through the same STFT."""
    mix, limits = tables
    n_frames = magnitude.shape[0]
    for first in range(0, n_frames, BLOCK):
        n = min(BLOCK, n_frames - first)
        transpose(blocks.mean[:n], mean, first)
        transpose(blocks.scale[:n], scale, first)
        cut_frames(blocks.frames[:n], noise[first * hop_length :], window, hop_length)
        r2c(blocks.frames[:n], blocks.spectrum[:n], LAST_AXIS, True, 1.0, 1)
        for t in range(n):
            expand(blocks.bins[0], blocks.mean[t], mix)
            expand(blocks.bins[1], blocks.scale[t], mix)
            log_power(blocks.bins[2], blocks.spectrum[t])
            to_magnitude(magnitude[first + t], blocks.bins[0], blocks.bins[1], blocks.bins[2], limits)
