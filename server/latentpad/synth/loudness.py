"""Loudness and true peak of a sound, by Recommendation ITU-R BS.1770-4, at any sample rate.

The recommendation has its filters as a table for 48 kHz. The curves behind the table, with which other rates are
computed, are those of libebur128 (Kleiser, Sylvester and others); they give the table to eight decimal places.
"""

from functools import lru_cache
from math import ceil, log10, pi, tan

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.levels import N_TAPS, peak_between, weighted_energies

STEPS_PER_SECOND, STEPS_PER_BLOCK = 100, 40
"""A block has 400 ms and begins every 10 ms."""

OFFSET_DB = -0.691
"""Cancels the gain of the filters at 1 kHz."""

SILENT = 1e-20
"""Smallest mean square (-200 dB)."""

TABLE_RATE = 48_000

SHELF_HZ, SHELF_DB, SHELF_Q, SHELF_MIDDLE = 1681.974450955533, 3.999843853973347, 0.7071752369554196, 0.4996667741545416
"""The first filter: acoustic effect of the head; its middle is the share of the gain at its frequency."""

HIGH_PASS_HZ, HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773
"""The second filter."""

KAISER_BETA = 5.0
"""Window of the interpolation."""


def momentary_loudness(signal: NDArray[np.float32], sample_rate: int) -> float:
    """Return the loudness of the loudest 400 ms of a sound, in LUFS; a shorter one counts as followed by silence.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
    sample_rate : int
        Samples per second.
    """
    return loudest_block(step_energies(signal, sample_rate), sample_rate)


def step_energies(signal: NDArray[np.float32], sample_rate: int) -> NDArray[np.float64]:
    """Return the energy of each step of a signal [n_samples], after the filters; those after its end are zero."""
    step = samples_per_step(sample_rate)
    energies = np.zeros(max(STEPS_PER_BLOCK, ceil(len(signal) / step)))
    weighted_energies(energies, signal, k_weighting(sample_rate), step)
    return energies


def loudest_block(energies: NDArray[np.float64], sample_rate: int) -> float:
    """Return the loudness of the loudest block in LUFS, from the energies of all steps."""
    sums = np.concatenate([[0.0], np.cumsum(energies)])
    loudest = float((sums[STEPS_PER_BLOCK:] - sums[:-STEPS_PER_BLOCK]).max())
    return OFFSET_DB + 10 * log10(max(loudest / (STEPS_PER_BLOCK * samples_per_step(sample_rate)), SILENT))


def samples_per_step(sample_rate: int) -> int:
    """Return the length of a step."""
    return max(1, round(sample_rate / STEPS_PER_SECOND))


def true_peak(signal: NDArray[np.float32], sample_rate: int, largest: float) -> float:
    """Return the true peak of a signal whose largest sample is known (annex 2 of the recommendation).

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
    sample_rate : int
        Samples per second.
    largest : float
        Largest absolute value of the samples.
    """
    return float(peak_between(signal, interpolation(oversampling(sample_rate)), np.float32(largest)))


def oversampling(sample_rate: int) -> int:
    """Return by how much a signal is oversampled for its true peak: four times, from 96 kHz on twice."""
    return 4 if sample_rate < 2 * TABLE_RATE else 2


@lru_cache(maxsize=8)
def k_weighting(sample_rate: int) -> NDArray[np.float64]:
    """Return b0, b1, b2, a1, a2 of the two filters of the K-weighting, [2, 5]."""
    k, q, high = tan(pi * SHELF_HZ / sample_rate), SHELF_Q, 10 ** (SHELF_DB / 20)
    middle, a0 = high**SHELF_MIDDLE, 1 + k / q + k * k
    shelf = [
        *((high + middle * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - middle * k / q + k * k) / a0),
        *(2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0),
    ]
    k, q = tan(pi * HIGH_PASS_HZ / sample_rate), HIGH_PASS_Q
    a0, a0_of_table = 1 + k / q + k * k, _high_pass_a0(TABLE_RATE)
    gain = a0_of_table / a0  # the table has b = 1, -2, 1: the same gain at every rate
    return np.array([shelf, [gain, -2 * gain, gain, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]])


def _high_pass_a0(sample_rate: int) -> float:
    k = tan(pi * HIGH_PASS_HZ / sample_rate)
    return 1 + k / HIGH_PASS_Q + k * k


@lru_cache(maxsize=4)
def interpolation(factor: int) -> NDArray[np.float32]:
    """Return the filters [factor - 1, N_TAPS] of the positions between a sample and the next: a windowed sinc."""
    position = np.arange(1, factor)[:, None] / factor
    distance = np.arange(1 - N_TAPS // 2, N_TAPS // 2 + 1) - position
    window = np.i0(KAISER_BETA * np.sqrt(1 - np.square(2 * distance / N_TAPS))) / np.i0(KAISER_BETA)
    return (np.sinc(distance) * window).astype(np.float32)
