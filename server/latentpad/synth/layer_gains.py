"""The gains of a place's parents: filtered as the decoder says, and damped.

Each parent is filtered by how the outline of the decoder's mean changes from the parent's own latent to that of the
place, half as far and without amplification: what a parent lacks, another one has. Measured half-way between
neighbours, then on random points, 220 drums and 200 pitched sounds (told from real by a random forest, 0.5 = never; way
over two parents relative to the straight way, pitched):

| share of the filter | told, drums | told, pitched | off the way |
| --- | --- | --- | --- |
| 0 | 0.57, 0.59 | 0.64, 0.67 | 1.28, 1.28 |
| 0.5 (used) | 0.58, 0.58 | 0.66, 0.64 | 1.26, 1.22 |
| 1 | 0.61, 0.57 | 0.69, 0.67 | 1.26, 1.19 |

Beyond sounds, where a blend takes something away, no parent has what the others lack. There, all of the filter is
applied, with amplification. Of 60 pairs of different kinds, the blend 1.5, -0.5 is 0.12 of their distance away from the
first, and 1, -1 is 0.21; with half of the filter and no amplification, 0.02 and 0.07, which is hardly heard. Told from
real: 0.63 and 0.60, in place of 0.55 and 0.52. The decoder itself goes 0.22 and 0.26 of the way.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.bundle.outline import patch_sizes
from latentpad.synth.decay import damping, mean_decay
from latentpad.synth.parents import Parent

FOLLOWED = 0.5
"""Share of the filter that is applied."""

MAX_CUT_DB = 40.0
"""Largest attenuation before that."""

MAX_BOOST_DB = 12.0
"""Largest amplification, where a place goes beyond its sounds."""

MAX_DAMPED_DB = 100.0
"""Largest attenuation by damping."""


class Layer(NamedTuple):
    """A parent and how it is played."""

    parent: Parent
    weight: float

    share: float
    """Its part in what the layers have in common."""

    ratio: float
    """Speed at which it is played."""

    is_tone: bool = False
    """Whether it has a certain pitch."""

    is_own: bool = False
    """Whether it is not of the map."""

    beyond: float = 0.0
    """How far the place goes beyond its sounds: `Place.beyond`."""


class LayerGains:
    """Computes the gains of layers."""

    def __init__(self, bundle: Bundle) -> None:
        shape = bundle.representation
        n_bands, n_frames = patch_sizes(shape.n_bands, shape.n_frames)
        self.seconds_per_time, self._top_db = n_frames * shape.hop_length / shape.sample_rate, shape.top_db
        self.centres = patch_centres(bundle, n_bands)

    def __call__(self, layers: list[Layer], wanted: NDArray[np.float32], begin: float) -> list[NDArray[np.float32]]:
        """Return the gain [n_times, n_places] of each layer, as binary logarithms; sounds begin at `begin` seconds."""
        top_db, wanted = self._top_db, np.clip(wanted, 0, 1)
        decays = np.array([layer.parent.decay / layer.ratio for layer in layers])
        decay = mean_decay(decays, np.array([layer.share for layer in layers]))
        after = np.maximum((np.arange(len(wanted)) + 0.5) * self.seconds_per_time - begin, 0.0)[:, None]
        gains = []
        for layer, own in zip(layers, decays, strict=True):
            change = top_db * (wanted - self._played(layer.parent.outline, layer.ratio))
            followed = FOLLOWED + (1 - FOLLOWED) * layer.beyond
            decibels = followed * np.clip(change, -MAX_CUT_DB, layer.beyond * MAX_BOOST_DB)
            decibels -= np.minimum(damping(own, decay) * after, MAX_DAMPED_DB)
            gains.append(np.ascontiguousarray(decibels / (20 * np.log10(2)), dtype=np.float32))
        return gains

    def _played(self, outline: NDArray[np.float32], ratio: float) -> NDArray[np.float32]:
        """Return the outline of a sound that is played `ratio` times as fast: earlier, and at higher frequencies."""
        if ratio == 1.0:
            return outline
        times = (np.arange(len(outline)) + 0.5) * ratio - 0.5
        places = np.interp(self.centres / ratio, self.centres, np.arange(len(self.centres)))
        return _take(_take(outline, times).T, places).T


def patch_centres(bundle: Bundle, n_bands: int) -> NDArray[np.float64]:
    """Return the centre frequency in hertz of each patch of `n_bands` bands, strictly rising."""
    hertz = np.linspace(0, bundle.representation.sample_rate / 2, bundle.representation.n_bins)
    centres = (bundle.analysis @ hertz) / np.maximum(bundle.analysis.sum(axis=1), 1e-12)
    patches = centres[: len(centres) // n_bands * n_bands].reshape(-1, n_bands).mean(axis=1)
    rising: NDArray[np.float64] = np.maximum.accumulate(patches) + 1e-6 * np.arange(len(patches))
    return rising


def _take(rows: NDArray[np.float32], positions: NDArray[np.floating]) -> NDArray[np.float32]:
    """Interpolate rows [n, m] at positions, the first and last lasting."""
    clipped = np.clip(positions, 0, len(rows) - 1)
    first = np.minimum(clipped.astype(np.int64), max(len(rows) - 2, 0))
    second = np.minimum(first + 1, len(rows) - 1)
    share = (clipped - first)[:, None].astype(np.float32)
    taken: NDArray[np.float32] = rows[first] + share * (rows[second] - rows[first])
    return taken
