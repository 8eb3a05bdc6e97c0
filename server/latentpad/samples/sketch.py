"""Sketches of one-shots: sixteen levels, to recognise a sound when its file is read again."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

PARTS = 16

STEPS_PER_DB = 2.5
"""255 steps are 102 dB."""

AUDIBLE = 255 - round(60 * STEPS_PER_DB)
"""Quieter parts (-60 dB) are not compared: decoders dither."""

TOLERANCE = 3
"""Steps (1.2 dB) by which the same file may differ if it is decoded or resampled by another version."""

CODED_AUDIBLE, CODED_TOLERANCE = 255 - round(20 * STEPS_PER_DB), 25
"""The same for a sound coded as Vorbis, which smears noise: above -20 dB, 2,686 one-shots differed by up to 7.6 dB."""


def sketch(signal: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Return the level of each sixteenth of a sound.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,)]
        A prepared one-shot, of any peak.

    Returns
    -------
    np.ndarray [shape=(16,), uint8]
        RMS: 255 for the loudest part, 2.5 steps less per decibel below it, 0 for silence.
    """
    bounds = np.arange(PARTS + 1) * len(signal) // PARTS
    energies = [np.square(signal[start:end], dtype=np.float64).sum() for start, end in pairwise(bounds)]
    power = energies / np.maximum(np.diff(bounds), 1)
    decibels = 10 * np.log10(np.maximum(power / max(power.max(), 1e-30), 1e-30))
    levels: NDArray[np.uint8] = np.clip(np.round(255 + STEPS_PER_DB * decibels), 0, 255).astype(np.uint8)
    return levels


def is_same_sound(one: NDArray[np.uint8], other: NDArray[np.uint8], coded: bool = False) -> bool:
    """Return whether two sketches [16] may be of the same sound, one of them `coded` as Vorbis or none."""
    audible, tolerance = (CODED_AUDIBLE, CODED_TOLERANCE) if coded else (AUDIBLE, TOLERANCE)
    one, other = np.maximum(one, audible).astype(int), np.maximum(other, audible).astype(int)
    return bool(np.abs(one - other).max() <= tolerance)
