"""Novelty of sounds and near duplicates among them, by distances of features."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from latentpad_export.evaluate.metrics.bootstrap import Units, mean, median
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.metrics.pooling import pooled

DUPLICATE_SIMILARITY = 0.99
"""Cosine similarity of spectrograms above which two sounds are near duplicates."""


def flat(features: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Average features over a few frames and flatten them to [n, d]."""
    averaged = pooled(features)
    return averaged.reshape(len(features), averaged.shape[1] * averaged.shape[2])


def copy_distance(nearest: NDArray[np.floating]) -> float:
    """Return the distance below which a sound is a copy: nine of ten real sounds are farther from their nearest [n]."""
    return float(np.percentile(nearest, 10))


def median_rms_db(distances: NDArray[np.floating], n: int, units: Units | None = None) -> float | None:
    """Return the median root mean square difference in dB for Euclidean distances of n values, of some units."""
    return median(distances / np.sqrt(n) * COMPARISON.top_db, units)


def near_duplicate_share(features: NDArray[np.float32], within: NDArray[np.generic] | None = None) -> float | None:
    """Return the share of sounds [n, d] that have a near duplicate among the others, or `within` their group [n].

    Sounds that are duplicates of one another are one unit for the interval: none of them has one without the others.
    None with fewer than two sounds.
    """
    if len(features) < 2:
        return None
    alike = _alike(features) if within is None else _alike(features) & (within[:, None] == within)
    found: NDArray[np.bool_] = np.any(alike, axis=1)
    return mean(found, connected_components(alike)[1])


def near_duplicates(features: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which sounds [n, d] have a near duplicate among the others [n]."""
    found: NDArray[np.bool_] = np.any(_alike(features), axis=1)
    return found


def _alike(features: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which pairs of sounds [n, n] are near duplicates; no sound is one of itself."""
    unit = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-9)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -1)
    alike: NDArray[np.bool_] = cosine > DUPLICATE_SIMILARITY
    return alike
