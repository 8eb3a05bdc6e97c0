"""Features to latents to points: the map of a bundle, made with the networks that the bundle holds."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from latentpad.bundle import Map
from latentpad.network import open_session
from latentpad_export.errors import ExportError
from latentpad_export.features import FeatureSet
from latentpad_export.surface import lay_out

BATCH = 64


class Placed(NamedTuple):
    """A map and the names that its label numbers stand for."""

    map: Map
    labels: tuple[str, ...]


def place(
    encoder: bytes, features: FeatureSet, mapped: NDArray[np.int64], unseen: NDArray[np.bool_], seed: int
) -> Placed:
    """Encode sounds and lay them out.

    Parameters
    ----------
    encoder : bytes
        ``encoder.onnx``.
    features : FeatureSet
    mapped : np.ndarray [shape=(n,), int]
        Which of the sounds belong on the map.
    unseen : np.ndarray [shape=(n,), bool]
        Which of these the encoder has not learnt from.
    seed : int
        The same seed gives the same map.

    Raises
    ------
    ExportError
        The encoder gives values that are no numbers.
    """
    latents = encode(encoder, features, mapped)
    sounds = [features.sounds[i] for i in mapped]
    labels = tuple(sorted({sound.label for sound in sounds if sound.label}))
    number = {label: i for i, label in enumerate(labels)}
    layout = Map(
        points=lay_out(latents, seed),
        latents=latents,
        labels=np.array([number.get(sound.label, -1) for sound in sounds], dtype=np.int32),
        names=np.array([sound.name for sound in sounds]),
        seconds=features.seconds[mapped],
        peaks=features.peaks[mapped],
        unseen=unseen,
    )
    return Placed(layout, labels)


def encode(encoder: bytes, features: FeatureSet, indices: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give latents [n, latent_dim] of sounds."""
    session = open_session(encoder, "encoder.onnx")
    parts = []
    for start in tqdm(range(0, len(indices), BATCH), desc="encoding", unit="batch", disable=None):
        parts.append(session.run(None, {"feature": features.batch(indices[start : start + BATCH])})[0])
    latents: NDArray[np.float32] = np.concatenate(parts)
    if not np.isfinite(latents).all():
        raise ExportError("the encoder gives latents that are not numbers; train again, or with a lower --beta")
    return latents
