"""Initial phase from magnitudes: their slopes yield the phase's, which are integrated from loud bins to quiet ones.

Conventions: magnitudes are ``[n_frames, n_bins]``. The arrays of `Slopes` have an extra quiet frame at each end and an
extra quiet bin at the end of each frame, so that every bin has four neighbours in the flat array. Phases and slopes are
int32 in 2⁻³² turns, relative to the first sample of each frame.
"""

from math import cos, pi, sin, tan
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.elementary import TURN, arctangent
from latentpad.synth.kernels.jit import kernel

LEVELS_SHIFT = 18
"""Bits dropped from a float32 for its level, which leaves 32 levels per octave, in steps of 0.1 to 0.3 dB."""

HALF_TURN = -(2**31)
LARGEST = 2.0**32 - 256
"""A turn, less a margin so that half of it in float32 stays within int32."""


class Slopes(NamedTuple):
    """A phase and what it is computed from; all but `first` are [n_frames + 2, n_bins + 1]."""

    phase: NDArray[np.int32]
    along_time: NDArray[np.int32]
    """Step to the next frame."""

    along_frequency: NDArray[np.int32]
    """Step to the next bin, without the half turn common to all, so that it need not wrap."""

    level: NDArray[np.int32]
    """Loudness, as an index into `first`; 0 for bins that are quiet or have their phase already."""

    following: NDArray[np.int32]
    """Flat index of the next bin in the queue of its level."""

    first: NDArray[np.int32]
    """[n_levels] first bin in the queue of each level, -1 for none."""


@kernel(fastmath=True)
def measure_slopes(slopes: Slopes, magnitude: Any, hop_length: int, quietest: Any, seed: Any) -> None:
    """Compute levels, slopes and, for bins whose phase nothing else determines, a random phase.

    Průša et al. 2017 take the slopes through a Gaussian window. These are exact for a Hann window: along
    time for a sine, along frequency for an impulse.
    """
    n_frames, n_bins = magnitude.shape
    phi = pi * hop_length / (2 * (n_bins - 1))
    lowest = np.int32(np.float32(quietest).view(np.int32) >> LEVELS_SHIFT)
    for t in range(n_frames):
        here = magnitude[t]
        _levels(slopes.level[t + 1, :-1], here, lowest, slopes.first.size - 1)
        _scramble(slopes.phase[t + 1, :-1], np.uint32(seed + t * n_bins))
        _steps_in_time(slopes.along_time[t + 1, :-1], here, hop_length)
        to_bin = slopes.along_frequency[t + 1, :-1]
        if 0 < t < n_frames - 1:
            _steps_between(to_bin, magnitude[t - 1], magnitude[t + 1], phi)
        elif t > 0:
            _steps_at_end(to_bin, here, magnitude[t - 1], phi, 1)
        elif n_frames > 1:
            _steps_at_end(to_bin, here, magnitude[1], phi, -1)
        else:
            to_bin[:] = 0


@kernel()
def _levels(level: Any, magnitude: Any, lowest: Any, highest: int) -> None:
    """Compute the levels of bins of any content: the bits of a float rise with its logarithm."""
    for k in range(magnitude.size):
        bits = np.float32(magnitude[k]).view(np.int32)
        level[k] = min(max((bits >> LEVELS_SHIFT) - lowest, 0), highest)


@kernel()
def _scramble(phase: Any, seed: Any) -> None:
    """Fill with pseudo-random phases (the finaliser of MurmurHash3, A. Appleby)."""
    for k in range(phase.size):
        x = np.uint32(seed + np.uint32(k))
        x = np.uint32((x ^ (x >> np.uint32(16))) * np.uint32(0x85EBCA6B))
        x = np.uint32((x ^ (x >> np.uint32(13))) * np.uint32(0xC2B2AE35))
        phase[k] = np.int32(x ^ (x >> np.uint32(16)))


@kernel(fastmath=True)
def _steps_in_time(step: Any, magnitude: Any, hop_length: int) -> None:
    """Compute the step to the next frame from the frequency that the neighbours of a bin imply.

    A sine ``d`` bins above bin ``k`` has neighbours ``a`` and ``b`` with ``h = (b - a) / (b + a)`` and
    ``h d² - 3 d + 2 h = 0``, solved here without dividing by ``h``.
    """
    n_bins = magnitude.size
    a_bin = np.int32(int(TURN) // (2 * (n_bins - 1)) * hop_length)
    for k in range(1, n_bins - 1):
        a, b = magnitude[k - 1], magnitude[k + 1]
        h = (b - a) / (b + a + np.float32(1e-30))
        distance = np.float32(4) * h / (np.float32(3) + np.sqrt(np.float32(9) - np.float32(8) * h * h))
        step[k] = np.int32(np.int32(k) * a_bin + np.int32(np.float32(a_bin) * distance))
    step[0], step[n_bins - 1] = 0, np.int32((n_bins - 1) * a_bin)  # the spectrum is mirrored there


@kernel(fastmath=True)
def _steps_between(step: Any, before: Any, after: Any, phi: float) -> None:
    """Compute the step to the next bin from the time that the frames before and after imply.

    An impulse at an angle ``θ`` of the window, 0 at its first sample and π at its last, is weighted by ``sin² θ``,
    and in the frames before and after by ``sin² (θ ± φ)``; so their roots ``p`` and ``q`` have
    ``cot θ = (p - q) / (p + q) / tan φ``.
    """
    tangent = np.float32(tan(phi))
    for k in range(step.size):
        p, q = np.sqrt(before[k]), np.sqrt(after[k])
        theta = arctangent((p + q) * tangent, p - q)
        step[k] = np.int32(np.float32(LARGEST) * (np.float32(0.5) - np.float32(2) * theta))


@kernel(fastmath=True)
def _steps_at_end(step: Any, here: Any, other: Any, phi: float, way: int) -> None:
    """Compute the step to the next bin with only the frame before (way 1) or after (-1), by ``other / here``."""
    sine, cosine = np.float32(sin(phi)), np.float32(cos(phi))
    for k in range(step.size):
        c, p = np.sqrt(here[k]), np.sqrt(other[k])
        theta = arctangent(sine * c, np.float32(way) * (p - cosine * c))
        step[k] = np.int32(np.float32(LARGEST) * (np.float32(0.5) - np.float32(2) * theta))


@kernel()
def _summit(level: Any, start: int, width: int) -> int:
    """Climb from a bin to the nearest local maximum."""
    here = start
    while True:
        best = here
        for there in (here - 1, here + 1, here - width, here + width):
            if level[there] > level[best]:
                best = there
        if best == here:
            return here
        here = best


@kernel()
def integrate_phase(slopes: Slopes, n_frames: int) -> None:
    """Integrate the phase from loud bins to their neighbours, the loudest first (Průša et al. 2017, algorithm 1).

    A queue per level replaces the paper's heap: bins within a step of each other come in any order, which costs no
    accuracy and saves most of the time. Quiet bins keep the phase they have, as does the bin from which an island of
    loud ones is filled.
    """
    width = slopes.phase.shape[1]
    phase, level, following = slopes.phase.ravel(), slopes.level.ravel(), slopes.following.ravel()
    in_time, in_frequency = slopes.along_time.ravel(), slopes.along_frequency.ravel()
    first = slopes.first
    first[:] = -1
    for start in range(width, width * (n_frames + 1)):
        if level[start] == 0:
            continue
        here = _summit(level, start, width)
        top = level[here]
        level[here], first[top], following[here] = 0, here, -1
        while top > 0:
            here = first[top]
            if here < 0:
                top -= 1
                continue
            first[top] = following[here]
            for way in range(4):
                if way < 2:
                    there = here + width if way == 0 else here - width
                    step = in_time[here] + (np.int32(in_time[there] - in_time[here]) >> 1)
                else:
                    there = here + 1 if way == 2 else here - 1
                    step = (in_frequency[here] >> 1) + (in_frequency[there] >> 1) + HALF_TURN
                found = level[there]
                if found == 0:
                    continue
                phase[there] = np.int32(phase[here] + (step if way % 2 == 0 else -step))
                level[there], following[there], first[found] = 0, first[found], there
                top = max(top, found)
