"""Latents to points of the map.

Measured on 6,080 sounds in 64 dimensions; smaller is better but for labels: share of the sounds whose five nearest of
other kits have their label. Heard: dB from a sound to what the pad would play there without it. Jump: the farthest that
a step of 1/192 moves the sound. Twins: share of random points that sound nearly like another one.

| what is laid out, n_neighbors / min_dist, evened | labels | heard | jump | twins |
| --- | --- | --- | --- | --- |
| latents, 30 / 0.5 | 0.39 | 6.2 | 30.8 | 0.64 |
| latents, 15 / 0.1 | 0.45 | 4.9 | 37.9 | 0.78 |
| sounds, 30 / 0.5 | 0.42 | 4.6 | 27.4 | 0.74 |
| latents and sounds, 30 / 0.5 | 0.40 | 5.0 | 21.5 | 0.61 |
| latents and sounds, 15 / 0.1 | 0.45 | 4.3 | 35.8 | 0.74 |
| latents and sounds, 15 / 0.1, by 0.5 (taken) | 0.46 | 4.8 | 13.5 | 0.54 |
| the same with a tenth of a weight for labels | 0.70 | 5.1 | 18.2 | 0.63 |
"""

import warnings
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from umap import UMAP

from latentpad_export.layout.density import even_out

Layout = Literal["sound", "labels", "latents"]
"""``sound``: latents and what is heard of them. ``labels``: labels too. ``latents``: plain UMAP of latents alone."""

LAYOUTS: tuple[Layout, ...] = get_args(Layout)

LAYOUT_HELP = "what makes neighbours: their sound (default), sound and labels, or plain UMAP of their latents"

N_NEIGHBORS, MIN_DIST, EVENED = 15, 0.1, 0.5
PLAIN_N_NEIGHBORS, PLAIN_MIN_DIST = 30, 0.5

LABEL_WEIGHT = 0.1
"""Of 1, at which labels alone would count."""

N_HEARD = 48
"""Main axes of what is heard."""

FEWEST_FOR_UMAP = 8
"""Below, a graph of neighbours says nothing; the two main axes are used."""


def lay_out(
    latents: NDArray[np.float32],
    seed: int,
    layout: Layout = "latents",
    heard: NDArray[np.float32] | None = None,
    labels: NDArray[np.int32] | None = None,
) -> NDArray[np.float32]:
    """Lay latents out on the unit square, near ones near each other.

    Equal latents share a point: UMAP would warn about them and tear them apart.

    Parameters
    ----------
    latents : np.ndarray [shape=(n, d), float32]
    seed : int
        The same seed and latents give the same points.
    layout : Layout
    heard : np.ndarray [shape=(n, k), float32], optional
        What is played for each latent, in any numbers whose differences are heard; not for ``latents``.
    labels : np.ndarray [shape=(n,), int], optional
        -1 = none; for ``labels``.

    Returns
    -------
    np.ndarray [shape=(n, 2), float32]
        In [0, 1]².

    References
    ----------
    McInnes, Healy and Melville, "UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction", 2018.
    """
    unique, first, back = np.unique(latents, axis=0, return_index=True, return_inverse=True)
    if heard is not None and layout != "latents" and len(unique) > 1:
        unique = np.hstack([_of_size_1(unique), _of_size_1(_main_axes(heard[first], N_HEARD))])
    known = labels[first] if labels is not None and layout == "labels" and (labels >= 0).any() else None
    if len(unique) < FEWEST_FOR_UMAP:
        points = _to_unit_square(_by_axes(unique))
    elif layout == "latents":
        points = _to_unit_square(_by_umap(unique, seed, PLAIN_N_NEIGHBORS, PLAIN_MIN_DIST))
    else:
        spread = even_out(_to_unit_square(_by_umap(unique, seed, N_NEIGHBORS, MIN_DIST, known)), EVENED)
        points = _to_unit_square(spread)
    return points[back.reshape(-1)]


def _of_size_1(rows: NDArray[np.floating]) -> NDArray[np.float64]:
    """Centre numbers [n, d], and scale them so that a row's mean square length is 1."""
    centred = rows - rows.mean(axis=0, dtype=np.float64)
    scaled: NDArray[np.float64] = centred / max(float(np.sqrt(np.square(centred).sum(axis=1).mean())), 1e-12)
    return scaled


def _main_axes(rows: NDArray[np.float32], n_axes: int) -> NDArray[np.float64]:
    """Give rows along their axes of greatest spread."""
    n_axes = min(n_axes, len(rows) - 1, rows.shape[1])
    along: NDArray[np.float64] = PCA(n_axes, random_state=0).fit_transform(rows)
    return along


def _by_umap(
    rows: NDArray[np.floating], seed: int, n_neighbors: int, min_dist: float, labels: NDArray[np.int32] | None = None
) -> NDArray[np.float64]:
    """UMAP with as many neighbours as there are; a fixed seed costs it its threads."""
    reducer = UMAP(
        n_components=2,
        n_neighbors=min(n_neighbors, len(rows) - 1),
        min_dist=min_dist,
        init="pca" if len(rows) < FEWEST_FOR_SPECTRAL else "spectral",
        random_state=seed,
        n_jobs=1,
        target_weight=LABEL_WEIGHT,
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning)  # graph not connected: clusters, which are welcome
        warnings.filterwarnings("ignore", category=FutureWarning)  # between umap-learn and scikit-learn
        points: NDArray[np.float64] = reducer.fit_transform(rows, labels)
    return points


FEWEST_FOR_SPECTRAL = 120
"""Below, the default start solves for eigenvectors that so few sounds do not have."""


def _by_axes(latents: NDArray[np.floating]) -> NDArray[np.float64]:
    """Take the two axes of greatest spread; a missing one is zero."""
    n_axes = min(2, len(latents) - 1, latents.shape[1])
    points = np.zeros((len(latents), 2))
    if n_axes > 0:
        points[:, :n_axes] = PCA(n_axes).fit_transform(latents)
    return points


MARGIN = 0.03
"""Room around the outermost points, so that a finger can reach past them."""


def _to_unit_square(points: NDArray[np.float64]) -> NDArray[np.float32]:
    """Scale each axis to [MARGIN, 1 - MARGIN]; an axis without spread goes to the middle."""
    low, high = points.min(axis=0), points.max(axis=0)
    spread = np.where(high > low, high - low, 1.0)
    unit = np.where(high > low, (points - low) / spread, 0.5)
    return (MARGIN + (1 - 2 * MARGIN) * unit).astype(np.float32)
