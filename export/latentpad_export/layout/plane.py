"""Embeddings of rows in a plane: t-SNE, UMAP, or the two principal axes.

References
----------
van der Maaten and Hinton, "Visualizing Data using t-SNE", JMLR 9, 2008; van der Maaten, "Accelerating t-SNE using
tree-based algorithms", JMLR 15, 2014.

McInnes, Healy and Melville, "UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction", 2018.
"""

import warnings

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from latentpad_export.layout.neighbours import MAX_ROWS, nearest_rows
from latentpad_export.layout.principal_axes import principal_axes
from latentpad_export.stored_loops import store_loops_of

PERPLEXITY, N_ITER = 30.0, 500
"""Of t-SNE; other perplexities and more iterations are no better (`latentpad_export.layout.layout`)."""

START = 1e-4
"""Standard deviation of the first axis that t-SNE starts from."""

LABEL_WEIGHT = 0.1
"""Of labels in UMAP: from 0 to 1, where only they would count."""


def by_tsne(rows: NDArray[np.floating], seed: int) -> NDArray[np.float64]:
    """Embed rows [n, d], n > 3, by Barnes-Hut t-SNE that starts from the principal axes, in one thread."""
    from sklearn.manifold import TSNE  # takes seconds, and is not needed where sounds are only placed

    start = by_axes(rows)
    start *= START / max(float(start[:, 0].std()), 1e-12)
    perplexity = min(PERPLEXITY, (len(rows) - 1) / 3)
    method = TSNE(2, perplexity=perplexity, max_iter=N_ITER, init=start.astype(np.float32), random_state=seed, n_jobs=1)
    with threadpool_limits(1):
        points: NDArray[np.float64] = method.fit_transform(rows.astype(np.float32)).astype(np.float64)
    return points


def by_umap(
    rows: NDArray[np.floating], seed: int, n_neighbors: int, min_dist: float, labels: NDArray[np.int32] | None = None
) -> NDArray[np.float64]:
    """Embed rows [n, d] by UMAP, with as many neighbours as there are; a fixed seed restricts it to one thread."""
    import umap  # takes seconds, and is not needed where sounds are only placed

    store_loops_of(umap.umap_, umap.layouts, umap.utils)
    rows, k = rows.astype(np.float32), min(n_neighbors, len(rows) - 1)
    known = (*nearest_rows(rows, k), None) if len(rows) <= MAX_ROWS else (None, None, None)
    reducer = umap.UMAP(
        n_components=2,
        n_neighbors=k,
        min_dist=min_dist,
        init="pca",
        random_state=seed,
        n_jobs=1,
        target_weight=LABEL_WEIGHT,
        precomputed_knn=known,
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning)  # graph not connected: separate clusters are fine
        warnings.filterwarnings("ignore", category=FutureWarning)  # between umap-learn and scikit-learn
        points: NDArray[np.float64] = reducer.fit_transform(rows, labels)
    return points


def by_axes(rows: NDArray[np.floating]) -> NDArray[np.float64]:
    """Project rows [n, d] onto their two principal axes; a missing one is zero."""
    points = np.zeros((len(rows), 2))
    axes = principal_axes(rows, 2) if len(rows) > 1 else points[:, :0]
    points[:, : axes.shape[1]] = axes
    return points
