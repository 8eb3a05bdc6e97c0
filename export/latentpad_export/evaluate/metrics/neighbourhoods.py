"""Metrics of a map: how well it preserves neighbourhoods, and how far recovered latents are from the originals.

Conventions
-----------
Latents are ``[n, d]``, points of the map ``[n, 2]``; ``x`` is either of them. Every figure covers all sounds passed:
a map of more sounds is a harder one.

References
----------
Venna and Kaski, "Neighborhood preservation in nonlinear projection methods: An experimental study", ICANN 2001.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from latentpad.synth.inverse_map import N_NEIGHBORS
from latentpad_export.evaluate.metrics.bootstrap import Units, mean, units_of
from latentpad_export.evaluate.metrics.estimate import ratio

K = 5
"""Number of neighbours."""

BLOCK = 256
"""Sounds whose distances to all others are held in memory at once."""


def trustworthiness(
    latents: NDArray[np.floating], points: NDArray[np.floating], k: int = K, units: Units | None = None
) -> float:
    """Return how far neighbours on the map are neighbours as latents: 1 if all are, about 0.5 by chance.

    With fewer than twice as many sounds, fewer than `k` neighbours are used. The interval is over sounds, or their
    `units` [n], such as kits; the neighbours of each stay the same.
    """
    n = len(latents)
    k = min(k, (n - 1) // 2)
    beyond = np.concatenate([_beyond(latents, points, first, k) for first in range(0, n, BLOCK)])
    found = mean(1 - beyond * 2 / (k * (2 * n - 3 * k - 1)), units)
    return 1.0 if found is None else found


def _beyond(x: NDArray[np.floating], points: NDArray[np.floating], first: int, k: int) -> NDArray[np.float64]:
    """Return by how many ranks the k nearest on the map are beyond the k nearest in x, summed, of each of a block."""
    block = np.arange(first, min(first + BLOCK, len(x)))
    own = np.arange(len(block))
    orders = []
    for space in (x, points):
        distances = cdist(space[block], space)
        distances[own, block] = np.inf
        orders.append(np.argsort(distances, axis=1, kind="stable"))
    ranks = np.empty_like(orders[0])
    ranks[own[:, None], orders[0]] = np.arange(len(x))
    nearest = np.take_along_axis(ranks, orders[1][:, :k], axis=1)
    beyond: NDArray[np.float64] = np.maximum(nearest + 1 - k, 0).sum(axis=1).astype(np.float64)
    return beyond


def continuity(
    latents: NDArray[np.floating], points: NDArray[np.floating], k: int = K, units: Units | None = None
) -> float:
    """Return how far neighbours as latents are neighbours on the map: `trustworthiness` with the spaces swapped."""
    return trustworthiness(points, latents, k, units)


def knn_accuracy(
    x: NDArray[np.floating], labels: NDArray[np.integer], kits: NDArray[np.str_], k: int = K
) -> float | None:
    """Return the share of sounds whose label is that of the majority of their `k` nearest neighbours.

    Sounds of one kit are often the same drum, hit again. To avoid inflating the score, they do not count as neighbours
    of each other. In a tie, the nearer label wins.

    Parameters
    ----------
    x : np.ndarray [shape=(n, d)]
    labels : np.ndarray [shape=(n,)]
        Sounds labelled -1 are left out.
    kits : np.ndarray [shape=(n,)]
        "" = no kit, or unknown.
    k : int

    Returns
    -------
    float in [0, 1], or None if no sound with a label has an eligible neighbour. Its interval is over kits; the
    neighbours of each sound stay the same.
    """
    known = labels >= 0
    x, labels, kits = x[known], labels[known], kits[known]
    correct, eligible = np.zeros(len(x), dtype=bool), np.zeros(len(x), dtype=bool)
    for first in range(0, len(x), BLOCK):
        block = slice(first, first + BLOCK)
        correct[block], eligible[block] = _vote(x, labels, kits, first, k)
    return mean(correct[eligible], units_of(kits)[eligible])


def _vote(
    x: NDArray[np.floating], labels: NDArray[np.integer], kits: NDArray[np.str_], first: int, k: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return whether each sound of a block is labelled correctly, and whether it has an eligible neighbour."""
    block = np.arange(first, min(first + BLOCK, len(x)))
    distances = cdist(x[block], x)
    distances[(kits[block, None] == kits) & (kits != "")] = np.inf
    distances[np.arange(len(block)), block] = np.inf
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :k]
    eligible = np.isfinite(np.take_along_axis(distances, nearest, axis=1))
    candidates = labels[nearest]
    same = candidates[:, :, None] == candidates[:, None, :]
    votes = (same & eligible[:, None, :]).sum(axis=2) * eligible
    winner = np.take_along_axis(candidates, votes.argmax(axis=1)[:, None], axis=1)[:, 0]
    return winner == labels[block], eligible.any(axis=1)


def knn_ceiling(labels: NDArray[np.integer], kits: NDArray[np.str_]) -> float | None:
    """Return the upper bound of `knn_accuracy`: the share of labelled sounds with another of their label in reach.

    The rest are the only sound of their label, or their label occurs in their own kit only.
    """
    known = labels >= 0
    labels, kits = labels[known], kits[known]
    possible = 0
    for label in np.unique(labels):
        names, n_sounds = np.unique(kits[labels == label], return_counts=True)
        others = n_sounds.sum() - np.where(names == "", 1, n_sounds)
        possible += int(n_sounds[others > 0].sum())
    return possible / len(labels) if len(labels) else None


def mean_squared_error(latents: NDArray[np.floating], back: NDArray[np.floating], units: Units | None = None) -> float:
    """Return the squared difference averaged over sounds, of some units, and dimensions, as in the thesis.

    NaN if a latent is not finite.
    """
    found = mean(np.square(latents.astype(np.float64) - back).mean(axis=1), units)
    return found if found is not None and np.isfinite(back).all() else np.nan


def relative_error(
    latents: NDArray[np.floating],
    back: NDArray[np.floating],
    middle: NDArray[np.floating],
    units: Units | None = None,
) -> float | None:
    """Return the mean distance of recovered latents from the originals, relative to the originals' own spread.

    0 is no error; 1 is the error of returning the mean latent for every point. Distances, not squares, which a few
    outliers would dominate.

    Parameters
    ----------
    latents, back : np.ndarray [shape=(n, d)]
    middle : np.ndarray [shape=(d,)]
        Mean latent of all sounds, even where only some are passed.
    units : np.ndarray [shape=(n,)], optional
        Number of the kit, or other unit, of each sound; by default, each is one by itself.

    Returns
    -------
    float, or None if all latents are equal
    """
    error, spread = (
        mean(np.linalg.norm(latents.astype(np.float64) - other, axis=1), units) for other in (back, middle)
    )
    return ratio(error, spread)


MIN_SOUNDS = N_NEIGHBORS
"""Fewest sounds whose map can be measured; with one left out, the inverse map still has a bandwidth."""
