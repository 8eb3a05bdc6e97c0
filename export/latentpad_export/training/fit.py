"""Features to a trained model: puts the network, the split and the training loop together."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from latentpad_export.data.features import FeatureSet
from latentpad_export.data.filter_banks import bark_weights, filter_bank, roughness_of_noise
from latentpad_export.data.split import Split, draw_weights
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import FRAME_MULTIPLE, Preset
from latentpad_export.training.sampler import Sampler
from latentpad_export.training.state import Progress
from latentpad_export.training.trainer import Budget, Trainer, reconstruction_error

MOST_VALIDATED = 512
"""Sounds that judge the training on the way."""

TAIL = 8
"""Frames of silence after a sound that are learnt with it, whose window and network still feel its end."""


def fit(
    preset: Preset,
    features: FeatureSet,
    split: Split,
    budget: Budget,
    seed: int,
    device_name: str,
    precision: str,
    work: Path,
    start: dict[str, Tensor] | None = None,
) -> tuple[Autoencoder, Progress]:
    """Train, or go on training, from the work folder's checkpoint; a new training may begin with given weights.

    Raises
    ------
    TrainingError
        The loss exploded too often, or the checkpoint is damaged.
    """
    device = torch.device(device_name)
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)  # the gradient of silence is full of numbers that a CPU computes slowly
    model = Autoencoder(preset.representation, preset.model)
    model.autocast = fast_precision(device) if precision == "auto" else precision == "bfloat16"
    if start:
        model.load_state_dict(start)
    shape, config = preset.representation, preset.training
    analysis, _ = filter_bank(shape, preset.warp)
    if config.perceptual:
        model.band_weights[:, 0] = torch.from_numpy(bark_weights(analysis, shape.sample_rate))
    if preset.model.learns_scale:
        model.texture_unit[:, 0] = torch.from_numpy(roughness_of_noise(shape, analysis))
    weights = draw_weights(tuple(features.sounds[i] for i in split.train), config.balance)
    lengths = needed_frames(preset, features.seconds[split.train])
    judges = np.sort(np.random.default_rng(seed).permutation(split.val)[:MOST_VALIDATED])

    def batch(drawn: NDArray[np.int64]) -> NDArray[np.float32]:
        return features.batch(split.train[drawn], int(lengths[drawn].max()))

    def validate(model: Autoencoder) -> float:
        return reconstruction_error(model, features.batch(judges), shape.top_db, device)

    sampler = Sampler(weights, lengths, config.batch_size, seed)
    trainer = Trainer(model, config, budget, batch, sampler, seed, device)
    trainer.run(work / "checkpoint.pt", validate)
    trainer.progress.validation = validate(model)
    return model, trainer.progress


def needed_frames(preset: Preset, seconds: NDArray[np.float32]) -> NDArray[np.int64]:
    """Frames [n] of each sound that have to be learnt; the ``image`` network has one size for all."""
    shape = preset.representation
    if preset.model.network == "image":
        return np.full(len(seconds), shape.n_frames)
    frames = np.ceil(seconds * shape.sample_rate / shape.hop_length) + TAIL
    whole: NDArray[np.int64] = (np.ceil(frames / FRAME_MULTIPLE) * FRAME_MULTIPLE).astype(np.int64)
    return np.minimum(whole, shape.n_frames)


def fast_precision(device: torch.device) -> bool:
    """Whether convolutions in bfloat16 are faster here: with hardware for it, two to six times on a CPU."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    if device.type != "cpu" or not hasattr(torch.cpu, "get_capabilities"):
        return False
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
