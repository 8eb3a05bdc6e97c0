"""The map of a bundle: features encoded, decoded and laid out with the networks of the bundle."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from latentpad.bundle.map import Map
from latentpad.bundle.names import Names
from latentpad.bundle.outline import outline, to_bytes
from latentpad.onnx_session import open_session
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.triangles import triangulate
from latentpad_export.errors import ExportError
from latentpad_export.layout.excerpts import Decoded, Excerpts, excerpt, excerpt_frames, heard
from latentpad_export.layout.layout import Layout, lay_out

BATCH = 64


Refine = Callable[[FeatureSet, NDArray[np.int64], NDArray[np.float32]], NDArray[np.float32]]
"""Returns refined latents [n, latent_dim] of sounds, given features, indices [n] and the encoder's latents."""


class LabelledMap(NamedTuple):
    """A map, and the names of its label numbers."""

    map: Map
    labels: tuple[str, ...]


def build_map(
    networks: tuple[bytes, bytes],
    top_db: float,
    features: FeatureSet,
    mapped: NDArray[np.int64],
    unseen: NDArray[np.bool_],
    seed: int,
    layout: Layout,
    refine: Refine | None = None,
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

    Raises
    ------
    ExportError
        The encoder computes NaN or infinite values.
    """
    encoder, decoder = networks
    latents = encode(encoder, features, mapped)
    if refine:
        latents = refine(features, mapped, latents)
    decoded, outlines = decode(decoder, latents, top_db)
    sounds = [features.sounds[i] for i in mapped]
    labels = tuple(sorted({sound.label for sound in sounds if sound.label}))
    number = {label: i for i, label in enumerate(labels)}
    numbers = np.array([number.get(sound.label, -1) for sound in sounds], dtype=np.int32)
    points, details = lay_out(latents, seed, layout, decoded, numbers), features.details
    laid_out = Map(
        points=points,
        latents=latents,
        labels=numbers,
        names=Names.of(sound.name for sound in sounds),
        seconds=(details or features).seconds[mapped],
        peaks=features.peaks[mapped],
        unseen=unseen,
        triangles=triangulate(points),
        outlines=to_bytes(outlines),
    )
    if details:
        laid_out = replace(
            laid_out,
            pitches=details.pitches[mapped],
            pitch_certainties=details.pitch_certainties[mapped],
            sketches=details.sketches[mapped],
        )
    return LabelledMap(laid_out, labels)


def encode(encoder: bytes, features: FeatureSet, indices: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the latents [n, latent_dim] of sounds."""
    session = open_session(encoder, "encoder.onnx")
    parts = []
    for start in tqdm(range(0, len(indices), BATCH), desc="encoding", unit="batch", disable=None):
        parts.append(session.run(None, {"feature": features.batch(indices[start : start + BATCH])})[0])
    latents: NDArray[np.float32] = np.concatenate(parts)
    if not np.isfinite(latents).all():
        raise ExportError("the encoder computes NaN or infinite latents; train again, or with a lower --beta")
    return latents


def decode(decoder: bytes, latents: NDArray[np.float32], top_db: float) -> tuple[Decoded, NDArray[np.float32]]:
    """Decode latents, and return what a layout compares of the means, whose range is `top_db`, and their outlines."""
    session = open_session(decoder, "decoder.onnx")
    outlines, heard_outlines, values, n_frames = [], [], [], 0
    for start in tqdm(range(0, len(latents), BATCH), desc="decoding", unit="batch", disable=None):
        means = session.run(["mean"], {"latent": latents[start : start + BATCH]})[0]
        n_frames = means.shape[2]
        outlines.append(outline(means))
        means = heard(means, top_db)
        heard_outlines.append(outline(means))
        values.append(excerpt(means))
    excerpts = Excerpts(np.concatenate(values), excerpt_frames(n_frames)[1])
    return Decoded(np.concatenate(heard_outlines), excerpts), np.concatenate(outlines)
