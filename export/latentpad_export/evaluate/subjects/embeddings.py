"""The nineteen embeddings of latents in the plane that the thesis compares, with their inverses.

Conventions
-----------
Latents are ``[n, d]``; points are ``[n, 2]`` float64, each axis scaled to [0, 1].
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from umap import UMAP

Inverse = Callable[[NDArray[np.floating]], NDArray[np.float64]]
"""Points ``[m, 2]`` in [0, 1]² to latents ``[m, d]``."""

MIN_FOR_SPECTRAL = 120
"""With fewer sounds, UMAP starts from PCA: they do not have the eigenvectors that its default start needs."""


@dataclass(frozen=True)
class Setting:
    """A method and its options; all others are at their defaults."""

    method: str
    """``PCA``, ``t-SNE`` or ``UMAP``."""

    options: Mapping[str, float] = field(default_factory=dict)
    """Keyword arguments of scikit-learn or umap-learn."""

    @property
    def title(self) -> str:
        """Title for tables and plots."""
        return f"{self.method} {', '.join(f'{k}={v}' for k, v in self.options.items())}".strip()

    @property
    def n_needed(self) -> int:
        """Fewest different latents that can be fitted: one more than the number of neighbours."""
        return 1 + int(max(1, self.options.get("perplexity", 0), self.options.get("n_neighbors", 0)))


SETTINGS = (
    Setting("PCA"),
    *(Setting("t-SNE", {"perplexity": p, "max_iter": n}) for p in (2, 30, 100) for n in (250, 500, 5000)),
    *(Setting("UMAP", {"n_neighbors": k, "min_dist": d}) for k in (10, 50, 100) for d in (0.1, 0.5, 0.8)),
)
"""Section 7.2.2 of the thesis."""


@dataclass(frozen=True)
class Embedding:
    """Latents embedded in the plane."""

    setting: Setting
    points: NDArray[np.float64]
    """[n, 2] in [0, 1]²."""

    inverse: Inverse | None
    """The method's own inverse; None for t-SNE, which has none."""


def fit(setting: Setting, latents: NDArray[np.floating], seed: int) -> Embedding:
    """Fit an embedding.

    Equal latents are fitted once and share a point: UMAP would warn about them and separate them.

    Parameters
    ----------
    setting : Setting
    latents : np.ndarray [shape=(n, d)]
        At least ``setting.n_needed`` different ones.
    seed : int
        The same seed and latents result in the same points.
    """
    unique, back = np.unique(latents, axis=0, return_inverse=True)
    # A plane needs at least two dimensions.
    wide = unique if unique.shape[1] > 1 else np.pad(unique, ((0, 0), (0, 1)))
    reducer = _reducer(setting, seed, len(wide))
    raw = _quietly(reducer.fit_transform, wide).astype(np.float64)
    low, high = raw.min(axis=0), raw.max(axis=0)
    spread = np.where(high > low, high - low, 1.0)
    points = np.where(high > low, (raw - low) / spread, 0.5)

    def inverse(points: NDArray[np.floating]) -> NDArray[np.float64]:
        unscaled = np.where(high > low, low + points * spread, low)
        inverted: NDArray[np.float64] = _quietly(reducer.inverse_transform, unscaled).astype(np.float64)
        return inverted[:, : latents.shape[1]]

    return Embedding(setting, points[back.reshape(-1)], inverse if hasattr(reducer, "inverse_transform") else None)


def _reducer(setting: Setting, seed: int, n: int) -> Any:
    """Return the unfitted method; with a fixed seed, UMAP runs on one thread."""
    if setting.method == "PCA":
        return PCA(n_components=2, random_state=seed, **setting.options)
    if setting.method == "t-SNE":
        return TSNE(n_components=2, random_state=seed, **setting.options)
    start = "spectral" if n >= MIN_FOR_SPECTRAL else "pca"
    return UMAP(n_components=2, random_state=seed, n_jobs=1, init=start, **setting.options)


def _quietly(call: Callable[[Any], Any], argument: NDArray[np.floating]) -> NDArray[np.floating]:
    """Call without warnings that do not concern the result."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning, module="umap")  # graph not connected: clusters
        warnings.filterwarnings("ignore", category=FutureWarning, module="sklearn")  # umap-learn uses its old names
        result: NDArray[np.floating] = call(argument)
    return result
