"""Excerpts of decoded means: every few bands at a few frames, to compare many sounds.

The mean of a place of the map changes along every step; how much of it can be heard is the mean difference over what is
audible of either. Averages over patches (`latentpad.bundle.outline`) would hide it where partials or short sounds
differ: on pairs of neighbours, they correlate with it by 0.83, excerpts of about the same size by 0.98.

Frames are as far apart as they are late, and count for the time between them.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BAND_STEP, N_TIMES = 4, 16

RANGE_DB = 80.0
"""Range in which sounds are compared. Of the steps across a map of 2,674 sounds, 4 % changed what is heard by over
12 dB; with the 100 dB of the preset, 10 % did."""

AUDIBLE = 64
"""A quarter of this range, in bytes; anything lower is inaudible."""

BLOCK = 4_096
"""Pairs compared at once."""


@dataclass(frozen=True)
class Excerpts:
    """Some of the values of the decoded mean of each sound."""

    values: NDArray[np.uint8]
    """[n, n_times, n_bands], 255 = 1."""

    spans: NDArray[np.float32]
    """[n_times] frames that each time stands for."""

    def take(self, indices: NDArray[np.integer]) -> "Excerpts":
        """Return the excerpts of some of the sounds."""
        return Excerpts(self.values[indices], self.spans)

    def differences(self, pairs: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the mean difference [k] of pairs [k, 2] over what is audible of either; 0 where nothing is."""
        parts = [self._differences(pairs[start : start + BLOCK]) for start in range(0, len(pairs), BLOCK)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _differences(self, pairs: NDArray[np.integer]) -> NDArray[np.float64]:
        """Compare the pairs of a block."""
        a, b = self.values[pairs[:, 0]], self.values[pairs[:, 1]]
        louder = np.maximum(a, b)
        audible = louder > AUDIBLE
        total = ((louder - np.minimum(a, b)) * audible).sum(axis=2, dtype=np.float32) @ self.spans
        found: NDArray[np.float64] = total / np.maximum(audible.sum(axis=2, dtype=np.float32) @ self.spans, 1) / 255
        return found


class Decoded(NamedTuple):
    """The decoded means of latents, reduced to what a layout compares."""

    outlines: NDArray[np.uint8]
    """[n, n_times, n_places] of the means in RANGE_DB, 255 = 1: `latentpad.bundle.outline`."""

    excerpts: Excerpts
    """Of the means."""


def heard(means: NDArray[np.float32], top_db: float) -> NDArray[np.float32]:
    """Return means of a range of `top_db` on the scale of RANGE_DB, in [0, 1]."""
    scaled: NDArray[np.float32] = np.clip(1 + (means - 1) * np.float32(top_db / RANGE_DB), 0, 1)
    return scaled


def excerpt_frames(n_frames: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the frames of an excerpt [n_times], and how many frames each stands for."""
    bounds = np.unique(np.round(np.geomspace(1, n_frames + 1, N_TIMES + 1)).astype(np.int64)) - 1
    return (bounds[:-1] + bounds[1:]) // 2, np.diff(bounds).astype(np.float32)


def excerpt(means: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the values of an excerpt [..., n_times, n_bands] of means [..., n_bands, n_frames]."""
    n_bands, n_frames = means.shape[-2:]
    bands = np.arange(min(BAND_STEP // 2, n_bands - 1), n_bands, BAND_STEP)
    values = means[..., bands, :][..., excerpt_frames(n_frames)[0]].swapaxes(-1, -2)
    return np.round(255 * np.clip(values, 0, 1)).astype(np.uint8)
