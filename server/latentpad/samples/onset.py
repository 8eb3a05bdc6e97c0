"""Where the sound starts in a recording, and the constant level that the recording lies on.

Converters, 8-bit files and some editors add a constant to every sample (a DC offset). It is no sound: it must not
count as the onset, and is removed. Only the first seconds of a file are looked at, so that they tell the same as all.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHARE = 0.01
"""The sound starts where it first passes this share of its peak (-40 dB)."""

REGION = 2.0
"""Seconds from the start of a file in which a constant level is looked for."""

BLOCK, MIN_BLOCKS = 0.05, 4
"""Seconds of a block, over which frequencies that are heard cancel out, and the fewest blocks of a short file."""

SMALLEST = 1e-3
"""Constant level, relative to the peak (-60 dB), below which a file is left as it is."""

QUANTISED = 1e-4
"""Level, relative to the peak, below which all blocks are equally quiet."""

DEVIATION = 0.25
"""Mean deviation of the blocks from a constant level, relative to it; quiet blocks count most."""

COMPARABLE, AGREEING = 10.0, 0.75
"""Blocks whose sound is up to so many times the constant level, and the share of them that have to be on its side."""

HEAD = 0.004
"""Seconds at the start of a file that are its level before the sound, where they are constant."""


class Start(NamedTuple):
    """Where the sound of a recording starts."""

    first: int
    """First sample of the sound."""

    offset: float
    """Constant level of the whole recording."""

    lead_level: float
    """What is left of it before the sound alone; 0 in nearly all files."""


def find_offset(signal: NDArray[np.float32], rate: int, peak: float) -> float:
    """Return the constant level of a recording, 0 if it has none.

    It is the median of the means of blocks, weighted by how quiet they are, and counts if all quiet blocks agree: low
    frequencies and the swing of a filter lift some blocks, but lower others.

    Parameters
    ----------
    signal : np.ndarray [shape=(n,), float32]
        At least the first `REGION` seconds, or the whole recording.
    rate : int
        In hertz.
    peak : float
        Of the whole recording.
    """
    region = signal[: round(REGION * rate)]
    length = min(round(BLOCK * rate), len(region) // MIN_BLOCKS)
    if not length or not peak:
        return 0.0
    blocks = region[: len(region) // length * length].reshape(-1, length) / np.float32(peak)
    means = blocks.mean(axis=1)
    loudness = np.sqrt(np.maximum(np.einsum("ij,ij->i", blocks, blocks) / length - means**2, 0.0))
    weights = 1.0 / (loudness + QUANTISED)
    order = np.argsort(means)
    added = np.cumsum(weights[order])
    level = float(means[order][np.searchsorted(added, added[-1] / 2)])
    if abs(level) < max(SMALLEST, loudness.min()):
        return 0.0
    deviation = (weights * np.abs(means - level)).sum() / weights.sum()
    agreeing = means[loudness < COMPARABLE * abs(level)] / level > 0.5
    return level * peak if deviation <= DEVIATION * abs(level) and agreeing.mean() >= AGREEING else 0.0


def find_start(signal: NDArray[np.float32], rate: int, peak: float, offset: float) -> Start | None:
    """Return where the sound starts; None if there is none in this part of the recording.

    Parameters
    ----------
    signal : np.ndarray [shape=(n,), float32]
        From the start of the recording.
    rate : int
        In hertz.
    peak : float
        Of the whole recording.
    offset : float
        Its constant level: `find_offset`.
    """
    level = offset + _lead_level(signal, rate, peak, offset)
    passed = np.abs(signal - np.float32(level) if level else signal) >= SHARE * (peak - abs(level))
    first = int(np.argmax(passed)) if len(signal) else 0
    return Start(first, offset, level - offset) if len(signal) and passed[first] else None


def _lead_level(signal: NDArray[np.float32], rate: int, peak: float, offset: float) -> float:
    """Return the level before the sound above the constant one, where it would count as the onset; else 0."""
    head = signal[: max(1, round(HEAD * rate))] - np.float32(offset)
    level = float(head.mean()) if len(head) else 0.0
    is_constant = abs(level) >= SHARE / 2 * peak and np.abs(head - np.float32(level)).max() < SHARE * peak
    return level if is_constant else 0.0
