"""The file of a trained vocoder, ``NAME.vocoder``: a zip whose contents are data, never code.

Conventions
-----------
``vocoder.json``
    What it is and how it was trained: `About`.
``weights.npz``
    The generator's weights, float32, under their PyTorch names.
``vocoder.onnx``
    Only of networks that can be exported (`to_onnx`).
"""

import hashlib
import json
import math
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from latentpad.files import replace_file
from latentpad_export.data.library import Sound
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.reconstruction.loss_curve import LossCurve
from latentpad_export.evaluate.reconstruction.registry import NETWORKS
from latentpad_export.evaluate.reconstruction.vocoder import GENERATOR, Vocoder
from latentpad_export.evaluate.reconstruction.vocoder_contents import DAMAGED, check_config, read_content, read_weights

FORMAT = 1

SUFFIX = ".vocoder"

MANIFEST, WEIGHTS, NETWORK = "vocoder.json", "weights.npz", "vocoder.onnx"


@dataclass(frozen=True)
class About:
    """Facts that a vocoder's file states, beside its name, settings and representation."""

    steps: int
    minutes: float
    """Training time, without what other programs took of the processor."""

    seed: int
    data: dict[str, Any]
    """Of the sounds: library, number of sounds and notes, seconds, and a digest of the samples."""

    trained_on: tuple[str, ...]
    """Names of the library's sounds that it has heard."""

    curve: LossCurve
    versions: dict[str, str]
    """Of latentpad and PyTorch."""


@dataclass(frozen=True)
class TrainedVocoder:
    """A vocoder from a file."""

    path: Path
    vocoder: Vocoder[Any]
    about: About
    network: bytes | None
    """The ONNX file, if it has one."""

    digest: str
    """SHA-256 of the file."""


def unheard(sounds: Sequence[Sound], vocoders: Sequence[TrainedVocoder]) -> list[int]:
    """Return the indices of sounds that none of the vocoders was trained on, by their names."""
    heard = {name for trained in vocoders for name in trained.about.trained_on}
    return [i for i, sound in enumerate(sounds) if sound.name not in heard]


def save_vocoder(path: Path, vocoder: Vocoder[Any], about: About) -> None:
    """Write the file of a trained vocoder, completely or not at all.

    Raises
    ------
    EvaluationError
        It cannot be written.
    ExportError
        The network's ONNX file does not compute what the network does.
    """
    manifest = {
        "format": FORMAT,
        "name": vocoder.name,
        "config": asdict(vocoder.config),
        "representation": vocoder.representation.to_dict(),
        "parameters": vocoder.n_parameters,
        **asdict(about),
    }
    weights, buffer = BytesIO(), BytesIO()
    arrays = {name: value.float().cpu().numpy() for name, value in vocoder.networks[GENERATOR].state_dict().items()}
    np.savez(weights, **arrays)
    network = vocoder.to_onnx()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        archive.writestr(WEIGHTS, weights.getvalue())
        if network is not None:
            archive.writestr(NETWORK, network)
    try:
        replace_file(path, buffer.getvalue())
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be written ({error.strerror}); choose another file with -o") from None


def load_vocoder(path: Path) -> TrainedVocoder:
    """Read the file of a trained vocoder.

    Raises
    ------
    EvaluationError
        It does not exist, is damaged, or is of a network that this version does not have.
    """
    try:
        content = path.read_bytes()
        with zipfile.ZipFile(BytesIO(content)) as archive:
            manifest = json.loads(read_content(archive, MANIFEST))
            weights = read_weights(read_content(archive, WEIGHTS))
            network = read_content(archive, NETWORK) if NETWORK in archive.namelist() else None
        _check_format(path, manifest)
        vocoder = _build(manifest, weights)
        about = _about(manifest)
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read ({error.strerror or error})") from None
    except DAMAGED as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise EvaluationError(f"{path}: is no vocoder of latentpad research vocoder, or damaged ({why})") from None
    return TrainedVocoder(path, vocoder, about, network, hashlib.sha256(content).hexdigest())


def _check_format(path: Path, manifest: dict[str, Any]) -> None:
    """Refuse files of other versions with a message of their own."""
    if manifest["format"] != FORMAT:
        raise EvaluationError(f"{path}: format={manifest['format']!r}, but this latentpad reads format {FORMAT}")
    if manifest["name"] not in NETWORKS:
        raise EvaluationError(f"{path}: name={manifest['name']!r}, must be one of {', '.join(NETWORKS)}")


def _build(manifest: dict[str, Any], weights: dict[str, NDArray[np.float32]]) -> Vocoder[Any]:
    """Build the network and fill in its weights (raises what a wrong file causes)."""
    network = NETWORKS[manifest["name"]]
    if manifest["representation"] != network.representation.to_dict():
        raise ValueError("its representation is another than this version's")
    config = network.config_type(**manifest["config"])
    check_config(asdict(config), asdict(network.config_type()))  # type: ignore[call-arg]
    vocoder = network(config, torch.device("cpu"))
    vocoder.networks[GENERATOR].load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    return vocoder


def _about(manifest: dict[str, Any]) -> About:
    """Return what the manifest states of the training."""
    found = {field.name: manifest[field.name] for field in fields(About)}
    curve = LossCurve.from_dict(found["curve"])
    steps, minutes, names = int(found["steps"]), float(found["minutes"]), found["trained_on"]
    if not isinstance(names, list) or not isinstance(found["data"], dict) or not isinstance(found["versions"], dict):
        raise TypeError("trained_on must be a list, data and versions objects")
    if steps < 0 or not 0 <= minutes < math.inf:
        raise ValueError(f"steps={steps}, minutes={minutes}, must be 0 or more")
    names = tuple(map(str, names))
    return About(**{**found, "steps": steps, "minutes": minutes, "curve": curve, "trained_on": names})
