"""Loops whose names do not say so: several strong onsets of different sounds, on a grid, as loud at the end as before.

One sound again and again is not taken for a loop: rolls, flams, tremolos, echoes, shakes and patterns of a hi-hat alone
remain one-shots. Of 5,593 recorded one-shots, 0.2 % are taken for loops, most of them engines, shakes and the like; of
600 drum loops of one to four bars that were made of them, with and without swing, 83 % are found. It takes 1 to 2 ms.
"""

import numpy as np
from numpy.typing import NDArray

MIN_SECONDS = 1.25
"""One bar at 192 beats per minute."""

MIN_ONSETS = 6

FRAME = 0.005
"""Seconds between two values of an envelope."""

RANGE_DB = 60.0
FAINTEST_DB, STRONG_DB = -30.0, -20.0
"""Relative to the peak: fainter rises are no onsets, fainter onsets are not counted."""

RISE_DB = 9.0
"""By how much an envelope rises at an onset, above its least level ..."""

BEFORE = (10, 3)
"""... in these frames before it, from first to last."""

APART = 10
"""Frames between two onsets, at least."""

HIT = 8
"""Frames in which the level and the brightness of a hit are measured."""

LATE_DB = -4.0
"""Peak of the loudest onset of the second half, relative to that of all."""

LAST = 0.6
"""Share of the length after which the last onset is."""

CONTRAST_DB = 6.0
"""Difference in brightness between dull hits and bright ones (10 and 90 % quantile)."""

ON_GRID = 0.5
"""How well the onsets fit the grid that fits best: 0 random, 1 exactly."""

GRIDS = np.arange(0.08, 0.5, 0.001)
"""Seconds between the lines of grids: sixteenths and eighths."""


def is_loop_by_sound(signal: NDArray[np.float32], sample_rate: int) -> bool:
    """Return whether a sound is a loop, judging by its onsets.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        From its onset, not silent; some seconds of it are enough.
    sample_rate : int
        In hertz.
    """
    if len(signal) < MIN_SECONDS * sample_rate:
        return False
    loud, bright = _envelopes(signal, round(FRAME * sample_rate))
    onsets = _onsets(loud, bright)
    n = len(loud)
    if len(onsets) < MIN_ONSETS or onsets[-1] <= LAST * n:
        return False
    hits = [slice(onset, onset + HIT) for onset in onsets]
    levels = np.array([loud[hit].max() for hit in hits])
    if (levels > STRONG_DB).sum() < MIN_ONSETS or levels[onsets > n / 2].max() < LATE_DB:
        return False
    brightness = np.array([bright[hit].max() for hit in hits]) - levels
    dull, sharp = np.percentile(brightness, [10, 90])
    return bool(sharp - dull >= CONTRAST_DB and _fit(FRAME * onsets, levels - FAINTEST_DB) >= ON_GRID)


def _envelopes(signal: NDArray[np.float32], n: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the peaks of `n` samples each, of the signal and of its steps, in decibels relative to the largest."""
    whole = signal[: len(signal) // n * n]
    return _decibels(whole, n), _decibels(np.diff(whole, prepend=whole[:1]), n)


def _decibels(signal: NDArray[np.float32], n: int) -> NDArray[np.float32]:
    """Return the peaks of `n` samples each in decibels relative to the largest."""
    peaks = np.abs(signal).reshape(-1, n).max(axis=1)
    faintest = 10 ** (-RANGE_DB / 20)
    decibels: NDArray[np.float32] = 20 * np.log10(np.maximum(peaks / max(float(peaks.max()), 1e-9), faintest))
    return decibels


def _onsets(*envelopes: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the frames where any envelope rises."""
    rises = np.zeros(len(envelopes[0]), dtype=bool)
    first, last = BEFORE
    for envelope in envelopes:
        padded = np.pad(envelope, (first, 0), constant_values=-RANGE_DB)
        before = np.lib.stride_tricks.sliding_window_view(padded, first - last + 1)[: len(envelope)].min(axis=1)
        rises |= (envelope > FAINTEST_DB) & (envelope - before >= RISE_DB)
    onsets: list[int] = []
    for frame in np.flatnonzero(rises).tolist():
        if not onsets or frame - onsets[-1] >= APART:
            onsets.append(frame)
    return np.array(onsets, dtype=np.int64)


def _fit(seconds: NDArray[np.floating], weights: NDArray[np.floating]) -> float:
    """Return how well onsets fit the grid that fits best, in [0, 1]; weights below 0 count as 0."""
    weights = np.maximum(weights, 0)
    turns = np.exp(2j * np.pi * seconds / GRIDS[:, None])
    return float(np.abs(turns @ weights).max() / weights.sum())
