"""The default bundle made of trained weights: networks exported, palette mapped, recordings embedded."""

import json
import tempfile
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from default_weights import RECORD, load_start
from latentpad.bundle.bundle import Bundle, load_bundle, save_bundle
from latentpad.bundle.map import Map
from latentpad.bundle.names import Names
from latentpad_export import provenance
from latentpad_export.attribution import NO_CREDITS, network_credits
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.factory.library import attribution
from latentpad_export.model.to_onnx import export_model
from latentpad_export.model.vae import Autoencoder
from map_default import LICENCE, NAME, map_default


def finish(out: Path, palette: Path, output: Path, parent: Path | None, seed: int) -> None:
    """Make the default bundle of the weights of a training.

    Parameters
    ----------
    out : Path
        Folder of weights and record.
    palette : Path
        Folder made by tools/choose_palette.py.
    output : Path
        New bundle.
    parent : Path or None
        Bundle that the training started from, if the record does not say.
    seed : int
        Of the map.
    """
    with tempfile.TemporaryDirectory() as folder:
        networks = Path(folder) / "networks.latentpad"
        save_bundle(networks_of(out, parent), networks)
        map_default(palette, networks, output, seed, seen=True)


def networks_of(out: Path, parent: Path | None) -> Bundle:
    """Return a bundle of the exported networks, with a map of no sound but silence."""
    record = json.loads((out / RECORD).read_text(encoding="utf-8"))
    found = load_start(out)
    preset, began = found.preset, load_bundle(parent) if parent else None
    model = Autoencoder(preset.representation, preset.model)
    model.load_state_dict(found.weights)
    encoder, decoder = export_model(model, preset.representation)
    analysis, synthesis = filter_bank(preset.representation, preset.warp)
    return Bundle(
        name=NAME,
        preset=preset.name,
        representation=preset.representation,
        latent_dim=preset.model.latent_dim,
        labels=(),
        licence=LICENCE,
        versions=provenance.versions(),
        training=figures_of(record, provenance.identity(began) if began else found.name),
        map=_silence(preset.model.latent_dim),
        analysis=analysis,
        synthesis=synthesis,
        decoder=decoder,
        encoder=encoder,
        attribution=_credits(record, began),
        model_card=f"# {NAME}\n",
    )


def figures_of(record: dict[str, Any], began_with: str) -> dict[str, Any]:
    """Return the figures of a training for the bundle and its card."""
    progress = record["progress"]
    best = progress.get("best_step", 0)  # of the weights with the lowest error
    error = progress["validation"]  # NaN before the first time
    return {
        **({"began_with": began_with} if began_with else {}),
        "learnt_from": record["trained_sounds"],
        "held_out": record["validated_sounds"],
        "steps": progress["step"],
        **({"exported_step": best} if best not in (0, progress["step"]) else {}),
        "batch_size": record["batch_size"],
        "minutes": round(progress["seconds"] / 60, 1),
        "device": record["device"],
        **({"held_out_error_db": round(error, 2)} if isfinite(error) else {}),
        "rollbacks": progress["rollbacks"],
    }


def _credits(record: dict[str, Any], parent: Bundle | None) -> str:
    """Return the credits of the recorded sounds, or of those of the bundle before, and of the synthesised ones."""
    recorded = record.get("credits", "") or (network_credits(parent) if parent else NO_CREDITS)
    return f"{recorded.strip()}\n\n{attribution(record.get('factory_seed', 0))}"


def _silence(latent_dim: int) -> Map:
    """Return a map of one point, since a bundle must have one."""
    zero = np.zeros(1, dtype=np.float32)
    return Map(
        points=np.full((1, 2), 0.5, dtype=np.float32),
        latents=np.zeros((1, latent_dim), dtype=np.float32),
        labels=np.full(1, -1, dtype=np.int32),
        names=Names.of(["silence"]),
        seconds=zero,
        peaks=zero,
    )
