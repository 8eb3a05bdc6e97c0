"""Embeddings of sounds: encoded and decoded with the networks of a bundle.

Each sound is encoded by itself, so that it gets the same latent whatever else is embedded with it, and on any machine
of the same kind. Only bytes of what is decoded are kept: 3 kB per sound, whatever its length.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.outline import outline, to_bytes
from latentpad_export.errors import ExportError
from latentpad_export.layout.excerpts import excerpt, heard

BATCH = 16
"""Latents decoded at once; how many does not change what comes out."""

Refine = Callable[[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float32]], NDArray[np.float32]]
"""Returns refined latents [n, latent_dim], given features as bytes [n, n_frames, n_bands], lengths in seconds [n] and
the encoder's latents."""


class Embedder(NamedTuple):
    """The networks of a bundle, for any number of threads at once."""

    encoder: Any
    """An onnxruntime session, as is the decoder."""

    decoder: Any
    latent_dim: int
    top_db: float
    """Range of the features."""

    refine: Refine | None = None


def embed(
    embedder: Embedder, features: list[NDArray[np.float32] | None], seconds: NDArray[np.float32]
) -> dict[str, NDArray[Any]]:
    """Return latents of sounds, and bytes of what they sound like once decoded.

    Parameters
    ----------
    embedder : Embedder
    features : list of np.ndarray [shape=(n_bands, n_frames), float32]
        None for a file that is not used.
    seconds : np.ndarray [shape=(n,), float32]
        Lengths.

    Returns
    -------
    dict of np.ndarray
        ``latents`` float32 [n, latent_dim], and uint8: ``outlines`` [n, n_times, n_places], ``heard`` (the outlines of
        the means in the range in which sounds are compared) and ``excerpts`` [n, n_times, n_bands]. Of a file that is
        not used, all are 0.

    Raises
    ------
    ExportError
        The encoder computes NaN or infinite values.
    """
    used = [index for index, feature in enumerate(features) if feature is not None]
    usable = [feature for feature in features if feature is not None]
    latents = np.zeros((len(features), embedder.latent_dim), dtype=np.float32)
    for index, feature in zip(used, usable, strict=True):
        latents[index] = embedder.encoder.run(None, {"feature": feature[None]})[0][0]
    if not np.isfinite(latents).all():
        raise ExportError("the encoder computes NaN or infinite latents; train again, or with a lower --beta")
    if embedder.refine and used:
        stored = np.round(np.stack(usable) * 255).astype(np.uint8).transpose(0, 2, 1)
        latents[used] = embedder.refine(stored, seconds[used], latents[used])
    decoded = decode(embedder.decoder, latents[used], embedder.top_db)
    return {"latents": latents, **{name: _spread(values, used, len(features)) for name, values in decoded.items()}}


def decode(decoder: Any, latents: NDArray[np.float32], top_db: float) -> dict[str, NDArray[np.uint8]]:
    """Decode latents [n, latent_dim], and return bytes of what a layout compares, as `embed` does."""
    parts: dict[str, list[NDArray[np.uint8]]] = {"outlines": [], "heard": [], "excerpts": []}
    for start in range(0, max(1, len(latents)), BATCH):  # of none, too: the arrays have their shapes
        (means,) = decoder.run(["mean"], {"latent": latents[start : start + BATCH]})
        in_range = heard(means, top_db)
        parts["outlines"].append(to_bytes(outline(means)))
        parts["heard"].append(to_bytes(outline(in_range)))
        parts["excerpts"].append(excerpt(in_range))
    return {name: np.concatenate(found) for name, found in parts.items()}


def _spread(values: NDArray[np.uint8], rows: list[int], n: int) -> NDArray[np.uint8]:
    """Return an array of n rows with the values in some of them, and zeros in the others."""
    spread = np.zeros((n, *values.shape[1:]), dtype=values.dtype)
    spread[rows] = values
    return spread
