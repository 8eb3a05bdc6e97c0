"""How much of the neighbourhoods and of the latents themselves a map keeps.

Conventions
-----------
Latents are ``[n, d]``, points of the map ``[n, 2]``; ``x`` is either of them. Every figure is over all sounds that are
given: a map of more sounds is a harder one.

References
----------
Venna and Kaski, "Neighborhood preservation in nonlinear projection methods: An experimental study", ICANN 2001.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from sklearn import manifold

from latentpad.bundle.map import Map
from latentpad.synth.inverse_map import N_NEIGHBORS, InverseMap

K = 5
"""Neighbours that are looked at."""

BLOCK = 256
"""Sounds whose distances to all others are held at once."""


def trustworthiness(latents: NDArray[np.floating], points: NDArray[np.floating], k: int = K) -> float:
    """Tell whether neighbours on the map are neighbours as latents: 1 if all are, about 0.5 if by chance.

    Fewer than `k` neighbours are looked at where there are not twice as many sounds.
    """
    return float(manifold.trustworthiness(latents, points, n_neighbors=min(k, (len(latents) - 1) // 2)))


def continuity(latents: NDArray[np.floating], points: NDArray[np.floating], k: int = K) -> float:
    """Tell whether neighbours as latents are neighbours on the map: `trustworthiness` with the spaces swapped."""
    return trustworthiness(points, latents, k)


def knn_accuracy(
    x: NDArray[np.floating], labels: NDArray[np.integer], kits: NDArray[np.str_], k: int = K
) -> float | None:
    """Tell how many sounds the majority of their `k` nearest labels rightly.

    Sounds of one kit are often the same drum, hit again. They would flatter, so that they are no neighbours of each
    other here. Among labels with as many votes the nearer decides.

    Parameters
    ----------
    x : np.ndarray [shape=(n, d)]
    labels : np.ndarray [shape=(n,)]
        Sounds with -1 are left out.
    kits : np.ndarray [shape=(n,)]
        "" = of no kit, or not known.
    k : int

    Returns
    -------
    float in [0, 1], or None where no sound with a label has a neighbour that counts
    """
    known = labels >= 0
    x, labels, kits = x[known], labels[known], kits[known]
    right = [found for first in range(0, len(x), BLOCK) for found in _judge(x, labels, kits, first, k)]
    return float(np.mean(right)) if right else None


def _judge(
    x: NDArray[np.floating], labels: NDArray[np.integer], kits: NDArray[np.str_], first: int, k: int
) -> list[bool]:
    """Judge one block of sounds; those without any neighbour that counts are left out."""
    block = np.arange(first, min(first + BLOCK, len(x)))
    distances = cdist(x[block], x)
    distances[(kits[block, None] == kits) & (kits != "")] = np.inf
    distances[np.arange(len(block)), block] = np.inf
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :k]
    counts = np.isfinite(np.take_along_axis(distances, nearest, axis=1))
    named = labels[nearest]
    votes = ((named[:, :, None] == named[:, None, :]) & counts[:, None, :]).sum(axis=2) * counts
    winner = np.take_along_axis(named, votes.argmax(axis=1)[:, None], axis=1)[:, 0]
    return [bool(right) for right in (winner == labels[block])[counts.any(axis=1)]]


def knn_ceiling(labels: NDArray[np.integer], kits: NDArray[np.str_]) -> float | None:
    """Give the share of sounds with a label that `knn_accuracy` could find right.

    The others are the only one of their label, or it occurs in their own kit alone.
    """
    known = labels >= 0
    labels, kits = labels[known], kits[known]
    possible = 0
    for label in np.unique(labels):
        names, n_sounds = np.unique(kits[labels == label], return_counts=True)
        others = n_sounds.sum() - np.where(names == "", 1, n_sounds)
        possible += int(n_sounds[others > 0].sum())
    return possible / len(labels) if len(labels) else None


def mean_squared_error(latents: NDArray[np.floating], back: NDArray[np.floating]) -> float:
    """Average the squared difference over sounds and dimensions, as the thesis does."""
    return float(np.mean(np.square(latents.astype(np.float64) - back)))


def relative_error(
    latents: NDArray[np.floating], back: NDArray[np.floating], middle: NDArray[np.floating]
) -> float | None:
    """Give the mean distance between latents and what comes back, over the mean distance of latents from their mean.

    0 is no error; 1 is what one and the same latent for every point, their mean, gives. Distances, not their squares:
    a few latents far out would decide the latter.

    Parameters
    ----------
    latents, back : np.ndarray [shape=(n, d)]
    middle : np.ndarray [shape=(d,)]
        Mean latent, of all sounds even where only some are given.

    Returns
    -------
    float, or None where all latents are their mean
    """
    spread = float(np.linalg.norm(latents.astype(np.float64) - middle, axis=1).mean())
    return float(np.linalg.norm(latents.astype(np.float64) - back, axis=1).mean()) / spread if spread > 0 else None


def kernel_round_trip(
    points: NDArray[np.floating], latents: NDArray[np.floating], *, leave_out: bool
) -> NDArray[np.float32]:
    """Give the latent that the pad plays on the point of each sound.

    Parameters
    ----------
    points : np.ndarray [shape=(n, 2)]
        In [0, 1]².
    latents : np.ndarray [shape=(n, d)]
        With `leave_out`, more than the pad mixes.
    leave_out : bool
        Play each point on the map without its own sound, as if this were a new place.

    Returns
    -------
    np.ndarray [shape=(n, d), float32]
    """
    pad = _PadWithout(as_map(points, latents))
    if leave_out:
        return np.stack([pad.latent_without(i) for i in range(len(points))])
    return np.stack([pad.place(float(x), float(y)).latent for x, y in pad.points])


class _PadWithout(InverseMap):
    """A pad that can do without one of its sounds."""

    def latent_without(self, i: int) -> NDArray[np.float32]:
        """Give the latent at the point of sound `i`, with this sound out of reach."""
        x, y = self.points[i]
        self._xs[i] = np.inf
        latent = self.place(float(x), float(y)).latent
        self._xs[i] = x
        return latent


def as_map(points: NDArray[np.floating], latents: NDArray[np.floating]) -> Map:
    """Make a map of points and latents alone."""
    n = len(points)
    return Map(
        points=np.asarray(points, dtype=np.float32),
        latents=np.asarray(latents, dtype=np.float32),
        labels=np.full(n, -1, dtype=np.int32),
        names=np.full(n, ""),
        seconds=np.zeros(n, dtype=np.float32),
        peaks=np.zeros(n, dtype=np.float32),
    )


FEWEST = N_NEIGHBORS
"""Fewest sounds whose map can be measured; with one left out, the pad still has a bandwidth."""
