"""A model fitted to features: network, split and training loop put together."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from latentpad.bundle.file_sizes import ENCODER, MAX_BYTES
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.filter_banks import bark_weights, noise_roughness
from latentpad_export.data.split import Split, sampling_weights
from latentpad_export.errors import TrainingError
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import FRAME_MULTIPLE, Preset, from_trained
from latentpad_export.training.augmentation import augment
from latentpad_export.training.budget import Budget
from latentpad_export.training.compiled import compile_likelihood
from latentpad_export.training.device_features import DeviceFeatures
from latentpad_export.training.population import Population, with_replayed
from latentpad_export.training.processes import ALONE, Processes
from latentpad_export.training.progress import Progress
from latentpad_export.training.replay import Memory, encoder_rate, replay, replay_share
from latentpad_export.training.sampler import Sampler
from latentpad_export.training.trainer import Trainer
from latentpad_export.training.validation import reconstruction_error

logger = logging.getLogger(__name__)

MAX_VALIDATED = 512
"""Sounds of the validation split that are used during training."""

VALIDATION_BATCH = 64

TAIL = 8
"""Frames of silence after a sound that are trained on with it, where window and network still overlap its end."""


@dataclass(frozen=True)
class FitOptions:
    """Length, seed and hardware of a training."""

    budget: Budget
    seed: int
    device: str
    """As PyTorch names it."""
    precision: str
    """Of the convolutions: float32, bfloat16 or auto, the faster of both."""
    patience: float = 0.3
    """Share of a budget in steps after which the training ends early if the error of the validation split has not
    fallen; 0: never. A budget in minutes is always spent."""
    compile_loss: bool = False
    """Compile the likelihood, on CUDA only."""
    max_validated: int = MAX_VALIDATED
    """Sounds of the validation split that are used."""


def fit(
    preset: Preset,
    features: FeatureSet,
    analysis: NDArray[np.float32],
    split: Split,
    options: FitOptions,
    work: Path,
    start: dict[str, Tensor] | None = None,
    processes: Processes = ALONE,
    memory: Memory | None = None,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Autoencoder, Progress]:
    """Train, or resume from the checkpoint in the work folder; a new training may start from given weights.

    Several processes share each batch; all return the same model. Given a memory of the sounds that the weights have
    learnt, a training on few sounds replays some of these, so that they are not forgotten.

    Raises
    ------
    TrainingError
        The loss diverged too often, or the checkpoint is damaged.
    """
    device = processes.device or torch.device(options.device)
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)  # the gradient of silence is full of numbers that a CPU computes slowly
    model = build_model(preset, analysis)
    if options.precision == "auto":
        model.autocast = not processes.any(not bfloat16_is_fast(device))
    else:
        model.autocast = options.precision == "bfloat16"
    config, top_db = preset.training, preset.representation.top_db
    if start:
        model.load_state_dict(start)
        config = replace(from_trained(config), encoder_rate=encoder_rate(len(split.train)))
    weights = sampling_weights(tuple(features.sounds[i] for i in split.train), config.balance)
    lengths = needed_frames(preset, features.seconds[split.train])
    population = Population(features, split.train, lengths, weights)
    share = replay_share(len(split.train)) if start and memory else 0.0
    if memory and share:
        replayed = replay(model.to(device), memory, preset.representation.n_frames, options.seed)
        population = with_replayed(population, replayed.features, needed_frames(preset, replayed.seconds), share)
        logger.info("%.0f %% of each batch are sounds of the start, which the model would forget", 100 * share)
    validated = np.sort(np.random.default_rng(options.seed).permutation(split.val)[: options.max_validated])
    source = DeviceFeatures(population.features, device)
    rows = processes.rows(config.batch_size)
    own = slice(rows.start, rows.stop) if rows else slice(None)

    def batch(indices: NDArray[np.int64]) -> Tensor:
        x = source.batch(population.rows[indices[own]], int(population.lengths[indices].max()))
        if not config.augmentation:
            return x
        changed = augment(x, config.augmentation, top_db, rows)
        if not share:
            return changed
        is_library = torch.from_numpy(indices[own] < len(split.train)).to(device, non_blocking=True)
        return torch.where(is_library[:, None, None], changed, x)  # what is replayed stays as it was decoded

    def validate(model: Autoencoder) -> float:
        starts = range(0, len(validated), VALIDATION_BATCH)
        return reconstruction_error(model, (source.batch(validated[i : i + VALIDATION_BATCH]) for i in starts), top_db)

    sampler = Sampler(population.weights, population.lengths, config.batch_size, options.seed)
    patience = options.patience if config.average else 0.0  # without an average, the last weights are exported
    trainer = Trainer(model, config, options.budget, batch, sampler, options.seed, device, patience, processes)
    if options.compile_loss and device.type == "cuda" and preset.model.learns_scale:
        compile_likelihood(model, device)
    trainer.run(work / "checkpoint.pt", validate, report)
    return model, trainer.progress


def build_model(preset: Preset, analysis: NDArray[np.float32]) -> Autoencoder:
    """Build an untrained model; its likelihood weights each band as the preset asks.

    Raises
    ------
    TrainingError
        The encoder would be too large for a bundle.
    """
    representation = preset.representation
    model = Autoencoder(representation, preset.model)
    n_bytes = 2 * sum(weight.numel() for weight in model.parameters())  # in half precision; most of it is the encoder
    if n_bytes > MAX_BYTES[ENCODER]:
        raise TrainingError(
            f"the networks would have {n_bytes / 1e6:.0f} MB, at most {MAX_BYTES[ENCODER] / 1e6:.0f}; choose a smaller "
            "--latent-dim or --flows"
        )
    if preset.training.perceptual:
        model.band_weights[:, 0] = torch.from_numpy(bark_weights(analysis, representation.sample_rate))
    if preset.model.learns_scale:
        model.texture_unit[:, 0] = torch.from_numpy(noise_roughness(representation, analysis))
    return model


def needed_frames(preset: Preset, seconds: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the frames [n] of each sound that are trained on; all in the ``image`` network, whose size is fixed."""
    representation = preset.representation
    if preset.model.network == "image":
        return np.full(len(seconds), representation.n_frames)
    frames = np.ceil(seconds * representation.sample_rate / representation.hop_length) + TAIL
    whole: NDArray[np.int64] = (np.ceil(frames / FRAME_MULTIPLE) * FRAME_MULTIPLE).astype(np.int64)
    return np.minimum(whole, representation.n_frames)


def bfloat16_is_fast(device: torch.device) -> bool:
    """Return whether the hardware supports bfloat16; its convolutions are then two to six times faster on a CPU."""
    if device.type == "cuda":
        return torch.cuda.get_device_capability(device.index) >= (8, 0)  # older ones emulate it
    if device.type != "cpu" or not hasattr(torch.cpu, "get_capabilities"):
        return False
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
