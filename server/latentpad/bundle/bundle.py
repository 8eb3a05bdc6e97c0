"""The bundle: a trained model with its map, as the training half writes it and the runtime reads it.

Files
-----
``bundle.json``
    format, name, preset, representation, latent_dim, labels, licence, versions, training, detail_seconds (default 0),
    sha256 of every other file.
``decoder.onnx``, ``encoder.onnx``
    ``latent`` float32 [batch, latent_dim] → ``mean``, ``scale`` [batch, n_bands, n_frames]; ``feature`` → ``latent``.
``map.npz``
    ``points`` float32 [n, 2] in [0, 1]²; ``latents`` float32 [n, latent_dim]; ``labels`` int [n] into ``labels`` of
    ``bundle.json``, -1 = none; ``name_bytes`` and ``name_sizes``, see `latentpad.bundle.names`; ``seconds`` float32
    [n]; ``peaks`` float32 [n]; ``unseen`` bool [n], if known; since detail is played: ``pitches`` float32 [n],
    ``pitch_certainties`` float32 [n], ``triangles`` int [m, 3], ``sketches`` uint8 [n, 16], ``outlines`` uint8 [n,
    n_times, n_places]; where labels are kinds: ``by_sound`` bool [n], which of them were told by the sound; where
    the model follows cues: ``attacks`` uint8 [n, 32] and ``partials`` uint8 [n, 2, 8].
``mel.npz``
    ``analysis`` float32 [n_bands, n_bins] (power); ``synthesis`` float32 [n_bins, n_bands] (decibels).
``ATTRIBUTION.txt``, ``MODEL_CARD.md``
    Credits of the training data; description of the model.
``vocoder.onnx``
    Only if ``bundle.json`` has ``"vocoder": "vocoder.onnx"``: ``feature`` → ``signal`` float32 [batch, n_samples].
``palette.npz``
    Only if ``bundle.json`` has ``"palette": "palette.npz"``: the recordings of `latentpad.bundle.palette`.

Readers ignore arrays and fields that they do not know, and refuse formats newer than theirs.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.file_sizes import (
    ATTRIBUTION,
    DECODER,
    ENCODER,
    MANIFEST,
    MAP,
    MODEL_CARD,
    PALETTE,
    TABLES,
    VOCODER,
)
from latentpad.bundle.manifest import Manifest
from latentpad.bundle.map import Map, read_map
from latentpad.bundle.outline import outline_shape
from latentpad.bundle.packing import pack
from latentpad.bundle.palette import Palette, read_palette
from latentpad.bundle.representation import Representation
from latentpad.bundle.storage import open_files, write_files

MAX_LATENT = 4_096

MAX_LICENCE = 20_000
"""Characters: room for a whole text."""

MAX_DETAIL_SECONDS = 60.0
"""No longer file is a one-shot."""


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

    detail_seconds: float = 0.0
    """Longest part of a sound of the library that is played as detail; 0 in bundles that only play the model."""

    palette: Palette | None = None
    """Recordings of the map's sounds, if the bundle carries them."""


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
    files = open_files(path)
    manifest, read = Manifest(files.manifest, f"{path}: {MANIFEST}"), files.read
    representation = Representation.from_dict(files.manifest.get("representation"), manifest.source)
    latent_dim = manifest.integer("latent_dim", 1, MAX_LATENT)
    labels = manifest.strings("labels")
    shape = (representation.n_bands, representation.n_bins)
    with files.open_arrays(TABLES) as arrays:
        analysis, synthesis = arrays.floats("analysis", shape), arrays.floats("synthesis", shape[::-1])
    with files.open_arrays(MAP) as arrays:
        outlined = outline_shape(representation.n_bands, representation.n_frames)
        layout = read_map(arrays, latent_dim, len(labels), outlined)
    palette = None
    if manifest.lists("palette", PALETTE):
        with files.open_arrays(PALETTE, on_disk=("data",)) as arrays:  # in a folder, until they are played
            palette = read_palette(arrays, len(layout.points))
    return Bundle(
        name=manifest.string("name"),
        preset=manifest.string("preset"),
        representation=representation,
        latent_dim=latent_dim,
        labels=labels,
        licence=manifest.string("licence", MAX_LICENCE),
        versions={str(k): str(v) for k, v in manifest.object("versions").items()},
        training=manifest.object("training"),
        map=layout,
        analysis=analysis,
        synthesis=synthesis,
        decoder=read(DECODER),
        encoder=read(ENCODER),
        attribution=read(ATTRIBUTION).decode("utf-8", errors="replace"),
        model_card=read(MODEL_CARD).decode("utf-8", errors="replace"),
        digest=files.digest,
        vocoder=read(VOCODER) if manifest.lists("vocoder", VOCODER) else None,
        detail_seconds=manifest.number("detail_seconds", 0.0, MAX_DETAIL_SECONDS, default=0.0),
        palette=palette,
    )


def save_bundle(bundle: Bundle, path: Path, check: bool = False) -> str:
    """Write a bundle's folder, completely or not at all, and return its digest.

    Parameters
    ----------
    bundle : Bundle
    path : Path
        Must not exist.
    check : bool
        Whether it is loaded before it gets its name, so that nothing is written that `load_bundle` refuses.

    Raises
    ------
    BundleError
        The name is taken, the folder cannot be written, or what was written could not be loaded.
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
        "detail_seconds": bundle.detail_seconds,
    }
    files = {
        DECODER: bundle.decoder,
        ENCODER: bundle.encoder,
        MAP: pack(bundle.map.arrays()),
        TABLES: pack({"analysis": bundle.analysis, "synthesis": bundle.synthesis}),
        ATTRIBUTION: bundle.attribution.encode(),
        MODEL_CARD: bundle.model_card.encode(),
    }
    if bundle.vocoder is not None:
        manifest["vocoder"] = VOCODER
        files[VOCODER] = bundle.vocoder
    if bundle.palette is not None:
        manifest["palette"] = PALETTE
        files[PALETTE] = pack(vars(bundle.palette), compress=False)
    return write_files(path, manifest, files, load_bundle if check else None)
