"""The map of a training: its features encoded, decoded and laid out with the networks that it exported."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.onnx_session import open_session
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.layout.embedding import Embedder, Refine, embed
from latentpad_export.layout.excerpts import Decoded, Excerpts, excerpt_frames
from latentpad_export.layout.layout import Layout
from latentpad_export.layout.map_of import Embedded, LabelledMap, lay_out_sounds, make_map

BATCH = 64
"""Sounds that are refined together."""


def build_map(
    networks: tuple[bytes, bytes],
    top_db: float,
    features: FeatureSet,
    mapped: NDArray[np.int64],
    unseen: NDArray[np.bool_],
    seed: int,
    layout: Layout,
    refine: Refine | None = None,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> LabelledMap:
    """Encode sounds, refine their latents if asked to, and lay them out.

    Parameters
    ----------
    networks : tuple of bytes
        ``encoder.onnx`` and ``decoder.onnx``.
    top_db : float
        Range of the features.
    features : FeatureSet
    mapped : np.ndarray [shape=(n,), int]
        Indices of the sounds to map.
    unseen : np.ndarray [shape=(n,), bool]
        Which of these the encoder was not trained on.
    seed : int
        The same seed gives the same map.
    layout : Layout
    refine : callable, optional
        Returns better latents of sounds.
    progress : callable, optional
        Called with a stage, ``place`` or ``lay out``, and how much of it is done.

    Raises
    ------
    ExportError
        The encoder computes NaN or infinite values.
    """
    embedder = open_embedder(networks, top_db, refine)
    found = embed_features(embedder, features, mapped, lambda done: progress("place", done, len(mapped)))
    embedded = _embedded(found, features, mapped)
    points = lay_out_sounds(embedded, seed, layout, lambda share: progress("lay out", round(100 * share), 100))
    return make_map(embedded, points, unseen)


def open_embedder(networks: tuple[bytes, bytes], top_db: float, refine: Refine | None = None) -> Embedder:
    """Open an encoder and a decoder, which run on all cores (raises BundleError)."""
    encoder, decoder = (open_session(content, "a network of the bundle") for content in networks)
    return Embedder(encoder, decoder, encoder.get_outputs()[0].shape[1], top_db, refine)


def embed_features(
    embedder: Embedder,
    features: FeatureSet,
    indices: NDArray[np.int64],
    progress: Callable[[int], None] = lambda done: None,
) -> dict[str, NDArray[Any]]:
    """Embed the features of some sounds [n], as `latentpad_export.layout.embedding.embed` does."""
    parts = []
    for start in range(0, len(indices), BATCH):
        rows = indices[start : start + BATCH]
        parts.append(embed(embedder, list(features.batch(rows)), features.seconds[rows]))
        progress(min(start + BATCH, len(indices)))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _embedded(found: dict[str, NDArray[Any]], features: FeatureSet, mapped: NDArray[np.int64]) -> Embedded:
    """Return the sounds of a training, with their details where they were measured."""
    details, n_frames = features.details, features.shape[1]
    embedded = Embedded(
        sounds=tuple(features.sounds[i] for i in mapped),
        latents=found["latents"],
        decoded=Decoded(found["heard"], Excerpts(found["excerpts"], excerpt_frames(n_frames)[1])),
        outlines=found["outlines"],
        seconds=(details or features).seconds[mapped],
        peaks=features.peaks[mapped],
    )
    if details is None:
        return embedded
    return replace(
        embedded,
        pitches=details.pitches[mapped],
        pitch_certainties=details.pitch_certainties[mapped],
        sketches=details.sketches[mapped],
        attacks=details.attacks[mapped],
        partials=details.partials[mapped],
    )
