"""A fitted model: the best one on the held-out sounds, the same one after an interrupt."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor

from latentpad.bundle.representation import Representation
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.data.library import Sound
from latentpad_export.data.split import Split
from latentpad_export.errors import TrainingError
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import STUDIO, ModelConfig
from latentpad_export.training import fit as fitting
from latentpad_export.training import trainer as training
from latentpad_export.training.budget import Budget
from latentpad_export.training.fit import FitOptions, bfloat16_is_fast, fit
from latentpad_export.training.progress import Progress
from latentpad_export.training.replay import Memory
from latentpad_export.training.validation import reconstruction_error

pytestmark = pytest.mark.usefixtures("one_thread")

N = 40
PRESET = replace(
    STUDIO,
    representation=Representation(8_000, n_fft=64, hop_length=32, n_bands=16, n_frames=32, top_db=80.0),
    model=ModelConfig("frames", latent_dim=3, n_flows=1, flow_hidden=2, width=4, dropout=0.1, learns_scale=True),
    training=replace(STUDIO.training, batch_size=4, average=0.8),
)
SPLIT = Split(np.arange(30), np.arange(30, N), np.arange(N))
OPTIONS = FitOptions(Budget(40), seed=1, device="cpu", precision="float32")


@pytest.fixture
def features(monkeypatch: pytest.MonkeyPatch) -> FeatureSet:
    """Random features; the training validates every ten steps."""
    monkeypatch.setattr(training, "VALIDATE_EVERY", 10)
    stored = np.random.default_rng(0).integers(256, size=(N, 16, 32), dtype=np.uint8)
    sounds = tuple(Sound(Path(f"{i}.wav"), f"{i}.wav", "", "", "") for i in range(N))
    return FeatureSet(stored, np.arange(N), sounds, np.full(N, 0.1, dtype="f4"), np.ones(N, dtype="f4"), ())


def fitted(
    features: FeatureSet,
    work: Path,
    memory: Memory | None = None,
    options: FitOptions = OPTIONS,
    rate: float = STUDIO.training.learning_rate,
) -> tuple[Autoencoder, Progress]:
    """Fit in a work folder, from random weights or, with a memory, from those of a seed."""
    work.mkdir(exist_ok=True)
    analysis, _ = filter_bank(PRESET.representation, "warped")
    torch.manual_seed(9)
    start = Autoencoder(PRESET.representation, PRESET.model).state_dict() if memory else None
    preset = replace(PRESET, training=replace(PRESET.training, learning_rate=rate))
    return fit(preset, features, analysis, SPLIT, options, work, start, memory=memory)


MEMORY = Memory(np.random.default_rng(3).standard_normal((20, 3), dtype="f4"), np.full(20, 0.1, dtype="f4"))


def test_the_error_reported_is_that_of_the_model_returned(features: FeatureSet, tmp_path: Path) -> None:
    model, progress = fitted(features, tmp_path / "work")
    x = torch.from_numpy(features.batch(SPLIT.val))
    assert progress.validation == pytest.approx(reconstruction_error(model, [x], 80.0), rel=1e-5)
    assert progress.validation == progress.best_validation
    assert progress.step == 40


@pytest.mark.parametrize("memory", [None, MEMORY], ids=["from nothing", "with replayed sounds"])
def test_an_interrupted_fit_returns_the_same_model(
    features: FeatureSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: Memory | None
) -> None:
    whole, expected = fitted(features, tmp_path / "whole", memory)
    calls: list[int] = []

    def interrupted(model: Autoencoder, batches: object, top_db: float) -> float:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return reconstruction_error(model, batches, top_db)

    monkeypatch.setattr(fitting, "reconstruction_error", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fitted(features, tmp_path / "cut", memory)
    resumed, progress = fitted(features, tmp_path / "cut", memory)
    assert flat(resumed).equal(flat(whole))
    assert replace(progress, seconds=0.0) == replace(expected, seconds=0.0)


def test_a_model_that_replays_keeps_more_of_what_it_knew(features: FeatureSet, tmp_path: Path) -> None:
    def forgotten(model: Autoencoder) -> float:
        with torch.no_grad():
            return float((model.decode(latents)[0] - known).abs().mean())

    torch.manual_seed(9)
    start, latents = Autoencoder(PRESET.representation, PRESET.model).eval(), torch.from_numpy(MEMORY.latents)
    with torch.no_grad():
        known = start.decode(latents)[0]
    absent = replace(MEMORY, latents=MEMORY.latents + 100)
    options = replace(OPTIONS, budget=Budget(200))
    with_it, without = (
        fitted(features, tmp_path / name, memory, options, rate=4e-3)[0].eval()  # at which it forgets in 200 steps
        for name, memory in (("with", MEMORY), ("without", absent))
    )
    assert forgotten(with_it) < forgotten(without)


def flat(model: Autoencoder) -> Tensor:
    """Return all weights in one vector."""
    return torch.cat([weight.detach().flatten() for weight in model.parameters()])


def test_networks_that_no_bundle_can_have_are_refused_before_they_are_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis, _ = filter_bank(PRESET.representation, PRESET.warp)
    n_bytes = 2 * sum(weight.numel() for weight in fitting.build_model(PRESET, analysis).parameters())
    monkeypatch.setitem(fitting.MAX_BYTES, "encoder.onnx", n_bytes - 1)
    with pytest.raises(TrainingError, match=r"^the networks would have \d+ MB, at most \d+; choose a smaller"):
        fitting.build_model(PRESET, analysis)


@pytest.mark.parametrize(("capability", "fast"), [((7, 5), False), ((8, 0), True), ((9, 0), True)])
def test_gpus_that_emulate_bfloat16_use_float32(
    monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int], fast: bool
) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda index: capability)
    assert bfloat16_is_fast(torch.device("cuda")) is fast


@pytest.mark.parametrize(("found", "fast"), [({}, False), ({"avx512_bf16": True}, True), ({"amx_bf16": True}, True)])
def test_cpus_with_bfloat16_use_it(monkeypatch: pytest.MonkeyPatch, found: dict[str, bool], fast: bool) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: found)
    assert bfloat16_is_fast(torch.device("cpu")) is fast
