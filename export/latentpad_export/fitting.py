"""Features to a trained model: puts the network, the split and the training loop together."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from latentpad_export.bands import bark_weights, filter_bank
from latentpad_export.features import FeatureSet
from latentpad_export.model import Autoencoder
from latentpad_export.presets import Preset
from latentpad_export.progress import Progress
from latentpad_export.split import Split, draw_weights
from latentpad_export.train import Budget, Trainer, reconstruction_error

MOST_VALIDATED = 512
"""Sounds that judge the training on the way."""


def fit(
    preset: Preset,
    features: FeatureSet,
    split: Split,
    budget: Budget,
    seed: int,
    device_name: str,
    precision: str,
    work: Path,
) -> tuple[Autoencoder, Progress]:
    """Train, or go on training, from the work folder's checkpoint.

    Raises
    ------
    TrainingError
        The loss exploded too often, or the checkpoint is damaged.
    """
    device = torch.device(device_name)
    torch.manual_seed(seed)
    model = Autoencoder(preset.representation, preset.model)
    model.autocast = fast_precision(device) if precision == "auto" else precision == "bfloat16"
    if preset.training.perceptual:
        analysis, _ = filter_bank(preset.representation, preset.warp)
        model.band_weights[:, 0] = torch.from_numpy(bark_weights(analysis, preset.representation.sample_rate))
    sounds = tuple(features.sounds[i] for i in split.train)
    judges = np.sort(np.random.default_rng(seed).permutation(split.val)[:MOST_VALIDATED])

    def batch(drawn: NDArray[np.int64]) -> NDArray[np.float32]:
        return features.batch(split.train[drawn])

    def validate(model: Autoencoder) -> float:
        return reconstruction_error(model, features.batch(judges), preset.representation.top_db, device)

    weights = draw_weights(sounds, preset.training.balance)
    trainer = Trainer(model, preset.training, budget, batch, weights, seed, device)
    trainer.run(work / "checkpoint.pt", validate)
    trainer.progress.validation = validate(model)
    return model, trainer.progress


def fast_precision(device: torch.device) -> bool:
    """Whether convolutions in bfloat16 are faster here: with hardware for it, two to six times on a CPU."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    if device.type != "cpu" or not hasattr(torch.cpu, "get_capabilities"):
        return False
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
