"""The training of the default bundle's networks, for a number of minutes or until Ctrl-C."""

import argparse
import json
import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from default_data import FACTORY, Pack, make_factory, read_pack, stack
from default_features import Features, compute_features
from default_figures import Figures
from default_weights import RECORD, Start, load_start, preset_to_train, save_weights
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import STUDIO, Preset, TrainingConfig, from_trained
from latentpad_export.training.augmentation import augment
from latentpad_export.training.budget import Budget
from latentpad_export.training.compiled import compile_likelihood
from latentpad_export.training.fit import bfloat16_is_fast, build_model
from latentpad_export.training.sampler import Sampler
from latentpad_export.training.trainer import Trainer
from latentpad_export.training.variants import Analysis

logger = logging.getLogger("train_default")

SAVE_SECONDS = 60.0

TONES = ("bass", "pluck", "tone")
MAX_TONES = 128


@dataclass(frozen=True)
class Data:
    """Features on the training device."""

    training: Features
    recorded: Features
    """Recorded sounds that are held out."""
    tones: Features
    """Synthesised tones that are held out."""


def train(arguments: argparse.Namespace) -> None:
    """Train, and write weights and record."""
    started = time.monotonic()
    device, pack = torch.device(arguments.device), read_pack(arguments.pack)
    start = load_start(arguments.start) if arguments.start else None
    preset = _preset(arguments, pack, start)
    torch.set_float32_matmul_precision("high")
    torch.set_flush_denormal(True)
    data = prepare(pack, preset, device, arguments)
    torch.manual_seed(arguments.seed)
    model = _model(preset, start).to(device)
    model.autocast = bfloat16_is_fast(device)
    logger.info("%.0f s to prepare %d features", time.monotonic() - started, len(data.training.stored))
    arguments.out.mkdir(parents=True, exist_ok=True)
    run = Run(arguments, pack, preset, data, model, start.name if start else "")
    if arguments.compile and device.type == "cuda":
        compile_likelihood(model, device)
    run.run()


def _preset(arguments: argparse.Namespace, pack: Pack, start: Start | None) -> Preset:
    """Return the preset of a run, with the sizes of the weights that it starts from."""
    preset = replace(STUDIO, representation=pack.representation)
    if start:
        if start.preset.representation != pack.representation:
            raise SystemExit(f"{arguments.start}: not made for the representation of {arguments.pack}; pack it again")
        if arguments.latent_dim not in (None, start.preset.model.latent_dim):
            raise SystemExit(f"--latent-dim {arguments.latent_dim}: not that of {arguments.start}; leave it out")
        preset = preset_to_train(start.preset, STUDIO.model.onset_frames)
    elif arguments.latent_dim:
        preset = replace(preset, model=replace(preset.model, latent_dim=arguments.latent_dim))
    return preset


def _config(arguments: argparse.Namespace, preset: Preset) -> TrainingConfig:
    """Return the settings of the training."""
    config = replace(
        preset.training,
        batch_size=arguments.batch_size,
        batches_per_step=arguments.batches,
        average=preset.training.average**arguments.batches,
        learning_rate=arguments.rate,
    )
    if arguments.beta is not None:
        config = replace(config, beta=arguments.beta)
    return replace(from_trained(config), learning_rate=arguments.rate) if arguments.start else config


def _model(preset: Preset, start: Start | None) -> Autoencoder:
    """Build a model, with the weights to start from; a correction of the onset that they lack starts at zero."""
    model = build_model(preset, filter_bank(preset.representation, preset.warp)[0])
    if start:
        model.load_state_dict({**model.state_dict(), **start.weights})
    return model


def prepare(pack: Pack, preset: Preset, device: torch.device, arguments: argparse.Namespace) -> Data:
    """Compute the features of what is trained on, and of recorded sounds and tones that are held out."""
    r = preset.representation
    made, made_items = make_factory(arguments.factory, arguments.seed, r.n_samples)
    logger.info("%d recorded and %d synthesised sounds", len(pack.signals), len(made))
    signals, items = stack([*pack.signals, *made], r.n_samples), [*pack.items, *made_items]
    analysis = Analysis(r, torch.from_numpy(filter_bank(r, preset.warp)[0]).to(device))

    def features(split: str, labels: Callable[[str], bool], n_variants: int, most: int | None = None) -> Features:
        rows = [i for i, item in enumerate(items) if item.split == split and labels(item.label)][:most]
        if not rows:
            raise SystemExit(f"no sounds of a split {split}: pack more of them, or choose --factory 9 at least")
        some = [items[i] for i in rows]
        return compute_features(signals[rows], some, analysis, n_variants, preset.training.balance, arguments.seed)

    tonal = {f"{FACTORY}{label}" for label in TONES}
    return Data(
        features("train", lambda _: True, arguments.variants),
        features("val", lambda label: not label.startswith(FACTORY), 1),
        features("val", lambda label: label in tonal, 1, MAX_TONES),
    )


class Run:
    """A training whose weights are written every minute."""

    def __init__(
        self, arguments: argparse.Namespace, pack: Pack, preset: Preset, data: Data, model: Autoencoder, parent: str
    ) -> None:
        self.arguments, self.pack, self.preset, self.data, self.parent = arguments, pack, preset, data, parent
        self.config, training = _config(arguments, preset), data.training
        self.figures = Figures(data.recorded, data.tones, preset)
        self.curve: list[dict[str, float]] = []
        self._saved_at = time.monotonic()
        device = next(model.parameters()).device
        sampler = Sampler(training.weights, training.lengths, arguments.batch_size, arguments.seed)
        budget = Budget(0, arguments.minutes)
        self.trainer = Trainer(model, self.config, budget, self._batch, sampler, arguments.seed, device)

    def run(self) -> None:
        """Train; after Ctrl-C, the present weights are written, too, and a checkpoint from which to continue."""
        work: Path = self.arguments.work or self.arguments.out.with_name(f"{self.arguments.out.name}.work")
        work.mkdir(parents=True, exist_ok=True)
        checkpoint, earlier = work / "checkpoint.pt", self.arguments.out / RECORD
        if checkpoint.exists() and earlier.exists():
            self.curve = json.loads(earlier.read_text(encoding="utf-8"))["curve"]
        try:
            self.trainer.run(checkpoint, self._validate)
        except KeyboardInterrupt:
            self._save(self.trainer.best or self.trainer.average)
            logger.info("Interrupted at step %d; repeat the command to continue", self.trainer.progress.step)
            raise SystemExit(130) from None
        self._save(self.trainer.model.state_dict())
        checkpoint.unlink()
        progress = self.trainer.progress
        logger.info("%d steps, %.1f per second", progress.step, progress.step / max(progress.seconds, 1e-9))

    def _batch(self, indices: NDArray[np.int64]) -> Tensor:
        """Return a batch, and write the weights so far if it is time."""
        if time.monotonic() - self._saved_at > SAVE_SECONDS and self.trainer.update.is_finite():
            self._save(self.trainer.best or self.trainer.average)
        x, ranges = self.data.training.batch(indices), self.config.augmentation
        return augment(x, ranges, self.preset.representation.top_db) if ranges else x

    def _validate(self, model: Autoencoder) -> float:
        """Measure and log the figures of a model."""
        found, progress = self.figures(model), self.trainer.progress
        self.curve.append({"step": progress.step, "seconds": progress.seconds, **found})
        logger.info("%s", json.dumps({name: round(value, 3) for name, value in self.curve[-1].items()}))
        return found["bins"]

    def _save(self, weights: dict[str, Tensor]) -> None:
        """Write weights and record."""
        save_weights(self.arguments.out, weights, self._record())
        self._saved_at = time.monotonic()

    def _record(self) -> dict[str, Any]:
        """Return what is known of the run; the error is that of the weights that are written, the best ones so far."""
        device, progress = self.trainer.device, self.trainer.progress
        if self.trainer.best:
            progress = replace(progress, validation=progress.best_validation)
        return {
            "preset": self.preset.name,
            "representation": self.preset.representation.to_dict(),
            "model": asdict(self.preset.model),
            "batch_size": self.config.batch_size * self.config.batches_per_step,
            "rate": self.config.learning_rate,
            "beta": self.config.beta,
            "variants": self.arguments.variants,
            "trained_sounds": len(self.data.training.stored) // self.arguments.variants,
            "validated_sounds": len(self.data.recorded.stored),
            "progress": asdict(progress),
            "curve": self.curve,
            "device": torch.cuda.get_device_name() if device.type == "cuda" else "CPU",
            "began_with": self.parent,
            "factory_seed": self.arguments.seed,
            "credits": self.pack.credits,
            "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        }
