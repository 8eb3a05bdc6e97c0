"""The layout of a map: from latents to points.

Where points lie relative to each other is the choice of t-SNE, or of UMAP (`latentpad_export.layout.plane`); how far
apart is that of `latentpad_export.layout.spacing`.

Measured without spacing, by UMAP, on 6,080 sounds in 64 dimensions; smaller is better except for labels, the share of
sounds whose five nearest sounds of other kits have the same label. Error: dB between a sound and what its point would
play without it. Jump: the largest change of the sound over a step of 1/192. Near duplicates: the share of random points
that sound nearly like another one. Evenness: how far points were moved to an even density.

| laid out, n_neighbors / min_dist, evenness | labels | error | jump | near duplicates |
| --- | --- | --- | --- | --- |
| latents, 30 / 0.5 | 0.39 | 6.2 | 30.8 | 0.64 |
| latents, 15 / 0.1 | 0.45 | 4.9 | 37.9 | 0.78 |
| sounds, 30 / 0.5 | 0.42 | 4.6 | 27.4 | 0.74 |
| latents and sounds, 30 / 0.5 | 0.40 | 5.0 | 21.5 | 0.61 |
| latents and sounds, 15 / 0.1 | 0.45 | 4.3 | 35.8 | 0.74 |
| latents and sounds, 15 / 0.1, 0.5 (used) | 0.46 | 4.8 | 13.5 | 0.54 |
| the same with a label weight of 0.1 | 0.70 | 5.1 | 18.2 | 0.63 |

Measured with spacing, on sounds of the default bundle in 128 dimensions; means of five draws of 1,000, of three of 200
and 40, and all 2,674. t-SNE has a perplexity of 30 and 500 iterations; a perplexity of 100 lies between it and UMAP in
labels and error, one of 10, or 1,000 iterations, is no better.

| n: start | trustworthiness | labels | error | worst jump | near duplicates |
| --- | --- | --- | --- | --- | --- |
| 2,674: UMAP | 0.972 | 0.43 | 5.5 | 8.1 | 0.14 |
| 2,674: t-SNE (used) | 0.977 | 0.43 | 4.8 | 6.4 | 0.20 |
| 1,000: UMAP | 0.950 | 0.37 | 6.8 | 5.5 | 0.22 |
| 1,000: t-SNE (used) | 0.955 | 0.41 | 6.3 | 5.6 | 0.18 |
| 200: UMAP | 0.896 | 0.34 | 8.7 | 3.4 | 0.38 |
| 200: t-SNE (used) | 0.895 | 0.34 | 8.4 | 4.2 | 0.39 |
| 40: UMAP | 0.769 | 0.16 | 13.3 | 1.5 | 0.69 |
| 40: t-SNE (used) | 0.774 | 0.18 | 13.4 | 2.1 | 0.66 |
"""

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from latentpad_export.layout.excerpts import Decoded
from latentpad_export.layout.plane import by_axes, by_tsne, by_umap
from latentpad_export.layout.principal_axes import principal_axes
from latentpad_export.layout.spacing import space_out

Layout = Literal["sound", "labels", "latents", "thesis"]
"""``sound``: latents and their decoded sounds. ``labels``: labels too. ``latents``: plain UMAP of the latents alone.
``thesis``: the same, with the neighbours and the distance that the thesis chose."""

LAYOUTS: tuple[Layout, ...] = get_args(Layout)

LAYOUT_HELP = (
    "what places sounds together: their sound (default), sound and labels, or plain UMAP of their latents, also with "
    "the settings of the thesis"
)

N_NEIGHBORS, MIN_DIST = 15, 0.1
PLAIN = {"latents": (30, 0.5), "thesis": (100, 0.8)}
"""The same of plain UMAP."""

N_DECODED_AXES = 48
"""Principal axes of the decoded sounds."""

EMBEDDED = 0.6
"""Share of the work after which the places relative to each other are known."""

MIN_FOR_GRAPH, MAX_FOR_TSNE = 8, 20_000
"""With fewer sounds a graph of neighbours is meaningless: the two principal axes are used. With more, t-SNE takes
minutes: UMAP is used."""


def lay_out(
    latents: NDArray[np.float32],
    seed: int,
    layout: Layout = "latents",
    decoded: Decoded | None = None,
    labels: NDArray[np.int32] | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> NDArray[np.float32]:
    """Lay out latents on the unit square, similar ones close together.

    Equal latents share a point: UMAP would warn about them and pull them apart.

    Parameters
    ----------
    latents : np.ndarray [shape=(n, d), float32]
    seed : int
        The same seed and latents give the same points.
    layout : Layout
    decoded : Decoded, optional
        What each latent sounds like; needed for ``sound`` and ``labels``.
    labels : np.ndarray [shape=(n,), int], optional
        -1 = none; for ``labels``.
    progress : callable, optional
        Called with the share of the work that is done.

    Returns
    -------
    np.ndarray [shape=(n, 2), float32]
        In [0, 1]².
    """
    unique: NDArray[np.floating]
    unique, first, inverse = np.unique(latents, axis=0, return_index=True, return_inverse=True)
    plain = PLAIN.get(layout)
    sounds = decoded if plain is None and len(unique) > 1 else None
    if sounds:
        unique = sound_axes(unique, sounds.outlines[first].reshape(len(unique), -1))
    known = labels[first] if labels is not None and layout == "labels" and (labels >= 0).any() else None
    if len(unique) < MIN_FOR_GRAPH:
        points = _to_unit_square(by_axes(unique))
    elif sounds is None:
        points = _to_unit_square(by_umap(unique, seed, *(plain or PLAIN["latents"])))
    else:
        if known is None and len(unique) <= MAX_FOR_TSNE:
            embedded = by_tsne(unique, seed)
        else:
            embedded = by_umap(unique, seed, N_NEIGHBORS, MIN_DIST, known)
        close = _to_unit_square(embedded)
        progress(EMBEDDED)
        excerpts = sounds.excerpts.take(first)
        points = _to_unit_square(space_out(close, excerpts, seed, lambda done: progress(_share(EMBEDDED, done))))
    progress(1.0)
    return points[inverse.reshape(-1)]


def _share(before: float, done: float) -> float:
    """Return what is done of all, given the share before a part, and what is done of that part."""
    return before + (1 - before) * done


def sound_axes(latents: NDArray[np.floating], decoded: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return axes of sounds whose distances are audible: their latents, and what those sound like, weighted equally.

    Parameters
    ----------
    latents : np.ndarray [shape=(n, d)]
    decoded : np.ndarray [shape=(n, k)]
        The decoded sound of each latent, in numbers whose differences are audible.

    Returns
    -------
    np.ndarray [shape=(n, d + min(n - 1, k, 48)), float32]
    """
    return np.hstack([_unit_size(latents), _unit_size(principal_axes(decoded, N_DECODED_AXES))])


def _unit_size(rows: NDArray[np.floating]) -> NDArray[np.float32]:
    """Centre rows [n, d], and scale them to a mean square length of 1."""
    centred = rows - rows.mean(axis=0, dtype=np.float64).astype(np.float32)
    size = np.sqrt(np.einsum("ij,ij->", centred, centred, dtype=np.float64) / len(rows))
    scaled: NDArray[np.float32] = (centred / max(float(size), 1e-12)).astype(np.float32)
    return scaled


MARGIN = 0.03
"""Margin around the outermost points, so that a finger can reach beyond them."""


def _to_unit_square(points: NDArray[np.float64]) -> NDArray[np.float32]:
    """Scale each axis to [MARGIN, 1 - MARGIN]; an axis without spread is centred."""
    low, high = points.min(axis=0), points.max(axis=0)
    spread = np.where(high > low, high - low, 1.0)
    unit = np.where(high > low, (points - low) / spread, 0.5)
    return (MARGIN + (1 - 2 * MARGIN) * unit).astype(np.float32)
