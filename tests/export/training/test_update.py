"""The update of the weights: as PyTorch's own clipping and Adam, harmless where a gradient is not finite."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor

from latentpad.bundle.representation import Representation
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import STUDIO, ModelConfig
from latentpad_export.training import update
from latentpad_export.training.budget import Budget
from latentpad_export.training.progress import CLIP_NORM_FACTOR, WARMUP_STEPS
from latentpad_export.training.sampler import Sampler
from latentpad_export.training.trainer import Trainer
from latentpad_export.training.update import Update, has_fused_adam

pytestmark = pytest.mark.usefixtures("one_thread")

REPRESENTATION = Representation(8_000, n_fft=64, hop_length=32, n_bands=8, n_frames=16, top_db=80.0)
FRAMES = ModelConfig("frames", latent_dim=3, n_flows=1, flow_hidden=2, width=4, dropout=0.0, learns_scale=True)
IMAGE = replace(FRAMES, network="image", learns_scale=False)
LARGE = Representation(8_000, n_fft=128, hop_length=32, n_bands=64, n_frames=64, top_db=80.0)
CPU = torch.device("cpu")


def without_fused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use what a device without the fused kernel uses."""
    monkeypatch.setattr(update, "has_fused_adam", lambda device: False)


KINDS = pytest.mark.parametrize("prepare", [lambda patch: None, without_fused], ids=["fused", "foreach"])


def with_gradients(model: Autoencoder, value: Callable[[Tensor], Tensor]) -> None:
    """Set the gradient of every weight."""
    for weight in model.parameters():
        weight.grad = value(weight.detach())


def flat(model: Autoencoder) -> Tensor:
    """Return all weights in one vector."""
    return torch.cat([weight.detach().flatten() for weight in model.parameters()])


@KINDS
@pytest.mark.parametrize(("representation", "config"), [(REPRESENTATION, FRAMES), (LARGE, IMAGE)])
def test_the_weights_are_those_of_clipping_and_adam_as_pytorch_has_them(
    monkeypatch: pytest.MonkeyPatch,
    prepare: Callable[[pytest.MonkeyPatch], None],
    representation: Representation,
    config: ModelConfig,
) -> None:
    models = []
    for _ in range(2):
        torch.manual_seed(5)
        models.append(Autoencoder(representation, config))
    expected, model = models
    reference = torch.optim.Adam(expected.parameters(), 1e-2, eps=1e-6, foreach=False)
    prepare(monkeypatch)
    changed = Update(model, 0.0, CPU)
    norms: list[float] = []
    x = torch.rand(3, representation.n_bands, representation.n_frames)
    for step in range(WARMUP_STEPS - 3, WARMUP_STEPS + 4):
        for each in models:
            each.zero_grad()
            torch.manual_seed(step)
            loss = each.loss(x * (100 if step == WARMUP_STEPS + 1 else 1))
            (loss.reconstruction + loss.divergence).backward()
        changed.gradient_norm.fill_(1.0 if not norms else norms[-1])
        limit = CLIP_NORM_FACTOR * float(changed.gradient_norm) if step >= WARMUP_STEPS else float("inf")
        norm = float(torch.nn.utils.clip_grad_norm_(expected.parameters(), limit))
        reference.step()
        changed.step(step, 1e-2)
        norms.append(0.99 * float(np.float32(1.0 if not norms else norms[-1])) + 0.01 * min(norm, limit))
        assert float(changed.gradient_norm) == pytest.approx(norms[-1], rel=1e-5)
    torch.testing.assert_close(flat(model), flat(expected), rtol=1e-4, atol=1e-5)


@KINDS
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_gradient_that_is_not_finite_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, prepare: Callable[[pytest.MonkeyPatch], None], value: float
) -> None:
    prepare(monkeypatch)
    model = Autoencoder(REPRESENTATION, FRAMES)
    changed = Update(model, 0.9, CPU)
    with_gradients(model, torch.ones_like)
    changed.step(WARMUP_STEPS - 1, 1e-3)
    before, norm = flat(model), float(changed.gradient_norm)
    with_gradients(model, lambda weight: torch.full_like(weight, value))
    changed.step(WARMUP_STEPS, 0.0)
    assert torch.isfinite(flat(model)).all()
    assert torch.equal(flat(model), before)
    assert float(changed.gradient_norm) == norm


def test_the_first_gradient_norms_are_averaged_in_equal_parts() -> None:
    model = Autoencoder(REPRESENTATION, FRAMES)
    changed = Update(model, 0.0, CPU)
    size = len(flat(model))
    for step, norm in enumerate([2.0, 4.0, 9.0]):
        with_gradients(model, lambda weight, norm=norm: torch.full_like(weight, norm / size**0.5))
        changed.step(step, 0.0)
    assert float(changed.gradient_norm) == pytest.approx(5, rel=1e-4)


def test_the_average_follows_the_weights() -> None:
    model = Autoencoder(REPRESENTATION, FRAMES)
    changed = Update(model, 0.75, CPU)
    first = flat(model)
    with_gradients(model, torch.ones_like)
    changed.step(90, 1e-2)
    assert not torch.equal(flat(model), first)
    torch.testing.assert_close(flat(changed.averaged), 0.75 * first + 0.25 * flat(model))


def test_a_step_reads_nothing_from_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the device `meta`, which has no values, reading one is an error."""
    monkeypatch.setattr(Autoencoder, "_precision", lambda model, x: nullcontext())
    device = torch.device("meta")
    model = Autoencoder(REPRESENTATION, FRAMES)
    sampler = Sampler(np.ones(8), np.full(8, 16), 4, 0)
    x = torch.empty(4, 8, 16, device=device)
    run = Trainer(model, replace(STUDIO.training, batch_size=4), Budget(1_000), lambda i: x, sampler, 0, device)
    for run.progress.step in (0, WARMUP_STEPS, WARMUP_STEPS + 1):
        run._step()
    assert len(run.losses) == 3
    with pytest.raises(RuntimeError, match="meta"):
        run._read()


def test_the_fused_adam_is_used_where_the_device_has_it() -> None:
    assert has_fused_adam(CPU)
    assert not has_fused_adam(torch.device("meta"))


@KINDS
def test_the_encoder_moves_at_a_rate_of_its_own_also_after_a_checkpoint(
    monkeypatch: pytest.MonkeyPatch, prepare: Callable[[pytest.MonkeyPatch], None]
) -> None:
    prepare(monkeypatch)
    model = Autoencoder(REPRESENTATION, FRAMES)
    states = Update(model, 0.0, CPU, encoder_rate=0.25).optimizer_states()
    changed = Update(model, 0.0, CPU, encoder_rate=0.1)
    changed.load_optimizers(states)
    before = {name: weight.detach().clone() for name, weight in model.named_parameters()}
    with_gradients(model, torch.ones_like)
    changed.step(0, 1e-2)
    for name, weight in model.named_parameters():
        moved = 1e-3 if name.startswith("encoder.") else 1e-2
        np.testing.assert_allclose((before[name] - weight).detach().numpy(), moved, rtol=1e-3)
