"""The bundle: a trained model with its map, as the training half writes it and the runtime reads it.

Files
-----
``bundle.json``
    format, name, preset, representation, latent_dim, labels, licence, versions, training, sha256 of every other file.
``decoder.onnx``, ``encoder.onnx``
    ``latent`` float32 [batch, latent_dim] → ``mean`` (and ``scale``) [batch, n_bands, n_frames]; ``feature`` →
    ``latent``.
``map.npz``
    ``points`` float32 [n, 2] in [0, 1]²; ``latents`` float32 [n, latent_dim]; ``labels`` int [n] into ``labels`` of
    ``bundle.json``, -1 = none; ``names`` str [n]; ``seconds`` float32 [n]; ``peaks`` float32 [n]; ``unseen`` bool [n],
    if known.
``mel.npz``
    ``analysis`` float32 [n_bands, n_bins] (power); ``synthesis`` float32 [n_bins, n_bands] (decibels).
``ATTRIBUTION.txt``, ``MODEL_CARD.md``
    Credits of the training data; description of the model.
``vocoder.onnx``
    Only where ``bundle.json`` has ``"vocoder": "vocoder.onnx"``: ``feature`` float32 [batch, n_bands, n_frames] →
    ``signal`` float32 [batch, n_samples].
"""

import reprlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import Map, read_map
from latentpad.bundle.npz import Arrays, pack
from latentpad.bundle.representation import Representation
from latentpad.bundle.storage import Read, read_manifest, write_files
from latentpad.checks import is_integer
from latentpad.errors import BundleError

DECODER, ENCODER, MAP, TABLES = "decoder.onnx", "encoder.onnx", "map.npz", "mel.npz"
ATTRIBUTION, MODEL_CARD = "ATTRIBUTION.txt", "MODEL_CARD.md"
VOCODER = "vocoder.onnx"

MAX_LATENT = 4_096


@dataclass(frozen=True)
class Bundle:
    """A model with its map, and the numbers and tables that training half and runtime share."""

    name: str
    """Name shown to users."""

    preset: str
    """Name of the preset it was trained with, such as ``studio``."""

    representation: Representation
    latent_dim: int
    labels: tuple[str, ...]
    licence: str
    """Licence of the training data."""

    versions: dict[str, str]
    """Versions of the packages it was made with."""

    training: dict[str, Any]
    """Figures of the training, for display."""

    map: Map
    analysis: NDArray[np.float32]
    """[n_bands, n_bins] power of the bins to power of the bands."""

    synthesis: NDArray[np.float32]
    """[n_bins, n_bands] decibels of the bands to decibels of the bins."""

    decoder: bytes
    encoder: bytes
    attribution: str
    model_card: str
    digest: str = ""
    """sha256 that identifies the bundle; empty until it is saved."""

    vocoder: bytes | None = None
    """Network from feature to signal, if the bundle has one."""


def load_bundle(path: Path) -> Bundle:
    """Load a bundle and check all of it.

    Parameters
    ----------
    path : Path
        A folder ``NAME.latentpad``, or a zip of it.

    Raises
    ------
    BundleError
        The bundle is missing, damaged, not one of latentpad or newer than this version; the message is one line.
    """
    manifest, read, digest = read_manifest(path)
    source = f"{path}: bundle.json"
    representation = Representation.from_dict(manifest.get("representation"), source)
    latent_dim = manifest.get("latent_dim")
    if not is_integer(latent_dim, 1, MAX_LATENT):
        raise BundleError(
            f"{source}: latent_dim={reprlib.repr(latent_dim)}, must be an integer between 1 and {MAX_LATENT}"
        )
    labels = manifest.get("labels")
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise BundleError(f"{source}: labels must be a list of strings")
    tables = Arrays(read(TABLES), f"{path}: {TABLES}")
    shape = (representation.n_bands, representation.n_bins)
    return Bundle(
        name=_string(manifest, "name", source),
        preset=_string(manifest, "preset", source),
        representation=representation,
        latent_dim=latent_dim,
        labels=tuple(labels),
        licence=_string(manifest, "licence", source),
        versions={str(k): str(v) for k, v in _object(manifest, "versions", source).items()},
        training=_object(manifest, "training", source),
        map=read_map(Arrays(read(MAP), f"{path}: {MAP}"), latent_dim, len(labels)),
        analysis=tables.floats("analysis", shape),
        synthesis=tables.floats("synthesis", shape[::-1]),
        decoder=read(DECODER),
        encoder=read(ENCODER),
        attribution=read(ATTRIBUTION).decode("utf-8", errors="replace"),
        model_card=read(MODEL_CARD).decode("utf-8", errors="replace"),
        digest=digest,
        vocoder=_read_vocoder(manifest, read, source),
    )


def save_bundle(bundle: Bundle, path: Path) -> None:
    """Write a bundle's folder, completely or not at all.

    Raises
    ------
    BundleError
        The name is taken, or the folder cannot be written.
    """
    manifest = {
        "name": bundle.name,
        "preset": bundle.preset,
        "representation": bundle.representation.to_dict(),
        "latent_dim": bundle.latent_dim,
        "labels": list(bundle.labels),
        "licence": bundle.licence,
        "versions": bundle.versions,
        "training": bundle.training,
    }
    files = {
        DECODER: bundle.decoder,
        ENCODER: bundle.encoder,
        MAP: pack({name: array for name, array in vars(bundle.map).items() if array is not None}),
        TABLES: pack({"analysis": bundle.analysis, "synthesis": bundle.synthesis}),
        ATTRIBUTION: bundle.attribution.encode(),
        MODEL_CARD: bundle.model_card.encode(),
    }
    if bundle.vocoder is not None:
        manifest["vocoder"] = VOCODER
        files[VOCODER] = bundle.vocoder
    write_files(path, manifest, files)


def _read_vocoder(manifest: dict[str, Any], read: Read, source: str) -> bytes | None:
    """Read the vocoder if the manifest lists it; no other name is accepted, so that it cannot refer to other files."""
    if "vocoder" not in manifest:
        return None
    if manifest["vocoder"] != VOCODER:
        raise BundleError(f"{source}: vocoder={reprlib.repr(manifest['vocoder'])}, must be {VOCODER!r} or left out")
    return read(VOCODER)


def _string(manifest: dict[str, Any], name: str, source: str) -> str:
    """Return a string of the manifest."""
    value = manifest.get(name)
    if not isinstance(value, str):
        raise BundleError(f"{source}: {name}={reprlib.repr(value)} must be a string")
    return value


def _object(manifest: dict[str, Any], name: str, source: str) -> dict[str, Any]:
    """Return an object of the manifest."""
    value = manifest.get(name)
    if not isinstance(value, dict):
        raise BundleError(f"{source}: {name} must be an object")
    return value
