"""Weights of a training of the default bundle, and the record of what is known of them, in one folder.

``weights.npz.0`` ... are the weights by their names in PyTorch; ``record.json`` has sizes, figures and curve.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from default_parts import read_arrays, write_arrays
from latentpad.bundle.representation import Representation
from latentpad_export.presets import STUDIO, ModelConfig, Preset

WEIGHTS, RECORD = "weights.npz", "record.json"

PART = 15_000_000
"""Largest part in bytes."""


@dataclass(frozen=True)
class Start:
    """Weights to start from."""

    name: str
    """Of the bundle that they are those of, or came from; empty for none."""

    weights: dict[str, Tensor]
    preset: Preset
    """With the sizes of the weights."""


def save_weights(folder: Path, weights: dict[str, Tensor], record: dict[str, Any]) -> None:
    """Write weights and record."""
    arrays = {name: value.detach().cpu().numpy() for name, value in weights.items()}
    write_arrays(folder, WEIGHTS, arrays, PART)
    (folder / RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")


def load_start(folder: Path) -> Start:
    """Read the weights of an earlier run, or of a bundle (which needs onnx)."""
    if (folder / RECORD).exists():
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        weights = {name: torch.from_numpy(value).float() for name, value in read_arrays(folder, WEIGHTS).items()}
        return Start(record.get("began_with", ""), weights, preset_of_record(record, weights))
    from latentpad.bundle.bundle import load_bundle
    from latentpad_export.model.from_onnx import preset_of, read_weights
    from latentpad_export.provenance import identity

    bundle = load_bundle(folder)
    preset = preset_of(bundle)
    return Start(identity(bundle), read_weights(bundle, preset), preset)


def write_start(bundle: Path, folder: Path) -> None:
    """Write the weights of a bundle into a new folder, in half precision as there, to start from without onnx."""
    start = load_start(bundle)
    folder.mkdir(parents=True)
    representation, model = start.preset.representation.to_dict(), asdict(start.preset.model)
    weights = {name: value.half() for name, value in start.weights.items()}
    save_weights(folder, weights, {"representation": representation, "model": model, "began_with": start.name})


def preset_of_record(record: dict[str, Any], weights: dict[str, Tensor]) -> Preset:
    """Return the preset of recorded weights; the correction of the onset is as long as they say."""
    representation = STUDIO.representation
    if "representation" in record:
        representation = Representation.from_dict(record["representation"], RECORD)
    onset = weights.get("decoder.onset.weight")
    n_frames = 0 if onset is None else len(onset) // representation.n_bands
    model = ModelConfig(**{**asdict(STUDIO.model), **record["model"], "onset_frames": n_frames})
    return replace(STUDIO, representation=representation, model=model)


def preset_to_train(preset: Preset, onset_frames: int) -> Preset:
    """Return a preset with a correction of the onset, of the given length unless it has one."""
    return replace(preset, model=replace(preset.model, onset_frames=preset.model.onset_frames or onset_frames))
