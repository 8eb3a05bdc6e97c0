"""Latents to points of the map."""

import warnings

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from umap import UMAP

N_NEIGHBORS = 30
MIN_DIST = 0.5
"""A start that keeps clusters apart without tearing them; other values have not been compared on this model."""

FEWEST_FOR_UMAP = 8
"""Below, a graph of neighbours says nothing; the two main axes are used."""


def lay_out(latents: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """Lay latents out on the unit square, near ones near each other.

    Equal latents share a point: UMAP would warn about them and tear them apart.

    Parameters
    ----------
    latents : np.ndarray [shape=(n, d), float32]
    seed : int
        The same seed and latents give the same points.

    Returns
    -------
    np.ndarray [shape=(n, 2), float32]
        In [0, 1]².

    References
    ----------
    McInnes, Healy and Melville, "UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction", 2018.
    """
    unique, back = np.unique(latents, axis=0, return_inverse=True)
    back = back.reshape(-1)
    points = _by_umap(unique, seed) if len(unique) >= FEWEST_FOR_UMAP else _by_axes(unique)
    return _to_unit_square(points)[back]


def _by_umap(latents: NDArray[np.float32], seed: int) -> NDArray[np.float64]:
    """UMAP with as many neighbours as there are; a fixed seed costs it its threads."""
    n_neighbors = min(N_NEIGHBORS, len(latents) - 1)
    reducer = UMAP(
        n_components=2,
        n_neighbors=n_neighbors,
        min_dist=MIN_DIST,
        init="pca" if len(latents) < 4 * N_NEIGHBORS else "spectral",
        random_state=seed,
        n_jobs=1,
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning)  # graph not connected: clusters, which are welcome
        warnings.filterwarnings("ignore", category=FutureWarning)  # between umap-learn and scikit-learn
        points: NDArray[np.float64] = reducer.fit_transform(latents)
    return points


def _by_axes(latents: NDArray[np.float32]) -> NDArray[np.float64]:
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
