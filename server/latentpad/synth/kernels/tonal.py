"""The part of a signal that lies between its partials, by frames that are long enough to resolve these.

Conventions as in `griffin_lim`; levels are binary logarithms of powers.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.elementary import log2
from latentpad.synth.kernels.fft import c2r, r2c
from latentpad.synth.kernels.griffin_lim import LAST_AXIS, cut_frames, overlap_add
from latentpad.synth.kernels.jit import kernel
from latentpad.synth.kernels.levels import peak


class Surroundings(NamedTuple):
    """The bins around each bin whose mean level a partial stands out from."""

    first: NDArray[np.int32]
    """[n_bins]."""

    end: NDArray[np.int32]
    """[n_bins]."""


class Limits(NamedTuple):
    """What is noise."""

    faintest: np.float32
    """Frames whose peak is lower are left out."""

    above: np.float32
    """Level over the mean of its surroundings up to which a bin is noise."""

    full: np.float32
    """Level over the mean of its surroundings from which a bin is part of a partial."""


class Blocks(NamedTuple):
    """Working arrays of one frame."""

    spectrum: NDArray[np.complex64]
    """[1, n_bins]."""

    frames: NDArray[np.float32]
    """[1, n_fft]."""

    level: NDArray[np.float32]
    """[n_bins]."""

    total: NDArray[np.float64]
    """[n_bins + 1] sums of the levels of the bins below each."""


@kernel(fastmath=True)
def measure_levels(level: Any, spectrum: Any) -> None:
    """Compute the level of each bin of a frame."""
    for k in range(level.size):
        re, im = spectrum[k].real, spectrum[k].imag
        level[k] = log2(re * re + im * im + np.float32(1e-20))


@kernel()
def sum_up(total: Any, level: Any) -> None:
    """Sum the levels of the bins below each."""
    total[0] = 0.0
    for k in range(level.size):
        total[k + 1] = total[k] + np.float64(level[k])


@kernel(fastmath=True)
def remove_partials(spectrum: Any, level: Any, total: Any, around: Surroundings, limits: Limits) -> None:
    """Attenuate the bins of a frame by how far they stand out of their surroundings."""
    for k in range(level.size):
        first, end = around.first[k], around.end[k]
        over = level[k] - np.float32((total[end] - total[first]) / (end - first))
        share = (limits.full - over) / (limits.full - limits.above)
        share = min(max(share, np.float32(0)), np.float32(1))
        spectrum[k] = complex(spectrum[k].real * share, spectrum[k].imag * share)


@kernel()
def add_noise(
    target: Any, source: Any, window: Any, hop_length: int, around: Surroundings, limits: Limits, blocks: Blocks
) -> None:
    """Add what lies between the partials of a signal, weighted by the sum of the squared windows."""
    spectrum, frames = blocks.spectrum, blocks.frames
    for start in range(0, source.size - window.size + 1, hop_length):
        cut_frames(frames, source[start:], window, hop_length)
        if peak(frames[0]) < limits.faintest:
            continue
        r2c(frames, spectrum, LAST_AXIS, True, 1.0, 1)
        measure_levels(blocks.level, spectrum[0])
        sum_up(blocks.total, blocks.level)
        remove_partials(spectrum[0], blocks.level, blocks.total, around, limits)
        c2r(spectrum, frames, LAST_AXIS, False, 1.0 / window.size, 1)
        overlap_add(target[start:], frames, window, hop_length)
