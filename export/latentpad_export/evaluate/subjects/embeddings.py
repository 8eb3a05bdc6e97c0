"""Embeddings of latents in the plane, with the inverses of the methods that have one.

Conventions
-----------
Latents are ``[n, d]``; points are ``[n, 2]`` float64, each axis scaled to [0, 1]. Everything runs on one thread: fixed
seeds need it, and threads that wait for each other take longer.

References
----------
McInnes, Healy and Melville, "UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction", 2018.
Narayan, Berger and Cho, "Assessing single-cell transcriptomic variability through density-preserving data
visualization", Nature Biotechnology 39, 2021 (densMAP).
Wang, Huang, Rudin and Shaposhnik, "Understanding how dimension reduction tools work", Journal of Machine Learning
Research 22, 2021 (PaCMAP).
"""

import logging
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import decomposition, manifold
from threadpoolctl import threadpool_limits

from latentpad_export.evaluate.subjects.embedding_settings import (
    DENSMAP,
    MIN_FOR_SPECTRAL,
    OURS,
    PACMAP,
    PACMAP_NEIGHBOURS,
    PCA,
    TSNE,
    UMAP,
    Option,
    Setting,
)
from latentpad_export.layout.excerpts import Decoded
from latentpad_export.layout.layout import lay_out
from latentpad_export.stored_loops import store_loops_of

Inverse = Callable[[NDArray[np.floating]], NDArray[np.float64]]
"""Points ``[m, 2]`` in [0, 1]² to latents ``[m, d]``."""


@dataclass(frozen=True)
class Embedding:
    """Latents embedded in the plane."""

    setting: Setting
    points: NDArray[np.float64]
    """[n, 2] in [0, 1]²."""

    inverse: Inverse | None
    """The method's own inverse; None where it has none."""


def has_pacmap() -> bool:
    """Return whether the package pacmap is installed."""
    return find_spec("pacmap") is not None


def fit(
    setting: Setting,
    latents: NDArray[np.floating],
    seed: int,
    decode: Callable[[NDArray[np.floating]], Decoded] | None = None,
) -> Embedding:
    """Fit an embedding.

    Equal latents are fitted once and share a point: UMAP would warn about them and separate them.

    Parameters
    ----------
    setting : Setting
    latents : np.ndarray [shape=(n, d)]
        At least ``setting.n_needed`` different ones.
    seed : int
        The same seed and latents result in the same points.
    decode : callable, optional
        Returns what latents sound like; needed by latentpad's own layout.
    """
    unique, back = np.unique(latents, axis=0, return_inverse=True)
    # A plane needs at least two dimensions.
    wide = unique if unique.shape[1] > 1 else np.pad(unique, ((0, 0), (0, 1)))
    reducer: Any = None
    if setting.method == OURS:
        raw = lay_out(wide.astype(np.float32), seed, "sound", decode(unique) if decode else None)
    elif setting.method == PACMAP:
        raw = _quietly(partial(_fit_pacmap, setting.options["init"], seed), wide)
    else:
        reducer = _reducer(setting, seed, len(wide))
        raw = _quietly(reducer.fit_transform, wide)
    raw = raw.astype(np.float64)
    low, high = raw.min(axis=0), raw.max(axis=0)
    spread = np.where(high > low, high - low, 1.0)
    points = np.where(high > low, (raw - low) / spread, 0.5)

    def inverse(points: NDArray[np.floating]) -> NDArray[np.float64]:
        unscaled = np.where(high > low, low + points * spread, low)
        inverted: NDArray[np.float64] = _quietly(reducer.inverse_transform, unscaled).astype(np.float64)
        return inverted[:, : latents.shape[1]]

    return Embedding(setting, points[back.reshape(-1)], inverse if setting.method in (PCA, UMAP) else None)


def _reducer(setting: Setting, seed: int, n: int) -> Any:
    """Return an unfitted method of scikit-learn or umap-learn."""
    if setting.method == PCA:
        return decomposition.PCA(n_components=2, random_state=seed, **setting.options)
    if setting.method == TSNE:
        return manifold.TSNE(n_components=2, random_state=seed, **setting.options)
    import umap  # takes seconds, and is not needed by the others

    store_loops_of(umap.umap_, umap.layouts, umap.utils)
    options = {"init": "spectral" if n >= MIN_FOR_SPECTRAL else "pca"} | dict(setting.options)
    return umap.UMAP(n_components=2, random_state=seed, n_jobs=1, densmap=setting.method == DENSMAP, **options)


def _fit_pacmap(start: Option, seed: int, latents: NDArray[np.floating]) -> NDArray[np.floating]:
    """Embed latents by PaCMAP."""
    import numba
    import pacmap  # takes seconds, and may not be installed

    logging.getLogger("pacmap").setLevel(logging.ERROR)  # it warns of every seed
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        method = pacmap.PaCMAP(n_components=2, n_neighbors=PACMAP_NEIGHBOURS, random_state=seed)
        points: NDArray[np.floating] = method.fit_transform(latents, init=start)
    finally:
        numba.set_num_threads(threads)
    return points


def _quietly(call: Callable[[Any], Any], argument: NDArray[np.floating]) -> NDArray[np.floating]:
    """Call on one thread, without warnings that do not concern the result."""
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.filterwarnings("ignore", category=UserWarning, module="umap")  # graph not connected: clusters
        warnings.filterwarnings("ignore", category=FutureWarning, module="sklearn")  # umap-learn uses its old names
        result: NDArray[np.floating] = call(argument)
    return result
