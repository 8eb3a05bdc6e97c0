"""Muon: what is orthogonalised against the singular values, steps against PyTorch's own Muon, and Adam for the rest."""

from collections.abc import Callable
from dataclasses import replace

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor
from torch.nn import Parameter

from latentpad.bundle.representation import Representation
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import PRESETS, ModelConfig
from latentpad_export.training.checkpoint import copied
from latentpad_export.training.muon import RMS, Muon, orthogonalised
from latentpad_export.training.progress import WARMUP_STEPS
from latentpad_export.training.update import REST_RATE, Update

pytestmark = pytest.mark.usefixtures("one_thread")

CPU = torch.device("cpu")
REPRESENTATION = Representation(8_000, n_fft=64, hop_length=32, n_bands=8, n_frames=16, top_db=80.0)
FRAMES = ModelConfig("frames", latent_dim=3, n_flows=2, flow_hidden=2, width=4, dropout=0.0, learns_scale=True)
IMAGE = replace(FRAMES, network="image", learns_scale=False)
LARGE = Representation(8_000, n_fft=128, hop_length=32, n_bands=64, n_frames=64, top_db=80.0)

SHAPES = ((6, 6), (5, 40), (40, 5), (5, 40), (1, 7))


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(3)


def matrices() -> list[Parameter]:
    return [Parameter(torch.randn(shape)) for shape in SHAPES]


def with_gradients(weights: list[Parameter], gradients: list[Tensor]) -> None:
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.grad = gradient.clone()


def copies(weights: list[Parameter]) -> list[Parameter]:
    return [Parameter(weight.detach().clone()) for weight in weights]


@pytest.mark.parametrize("shape", [(5, 40), (40, 5), (2, 3, 5, 40), (2, 40, 5), (1, 1)])
@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_singular_values_become_one(shape: tuple[int, ...], size: float) -> None:
    found = orthogonalised(size * torch.randn(shape))
    assert found.shape == shape
    values = torch.linalg.svdvals(found)
    assert ((values > 0.6) & (values < 1.3)).all()


@pytest.mark.parametrize("shape", [(6, 6), (5, 40), (40, 5)])
def test_the_singular_vectors_stay(shape: tuple[int, int]) -> None:
    matrix = torch.randn(shape)
    left, values, right = torch.linalg.svd(matrix, full_matrices=False)
    inside = left.T @ orthogonalised(left * torch.linspace(1, 0.05, len(values)) @ right) @ right.T
    torch.testing.assert_close(inside, inside.diagonal().diag(), rtol=0, atol=1e-4)
    assert ((inside.diagonal() > 0.6) & (inside.diagonal() < 1.3)).all()


def test_of_zeros_zeros_are_made() -> None:
    assert torch.equal(orthogonalised(torch.zeros(3, 4)), torch.zeros(3, 4))


def test_steps_are_those_of_pytorchs_muon() -> None:
    weights = matrices()
    expected, start = copies(weights), copies(weights)
    muon = Muon([{"params": weights}], CPU)
    reference = torch.optim.Muon(expected, lr=0.1, weight_decay=0.0, adjust_lr_fn="match_rms_adamw")
    muon.param_groups[0]["lr"] = 0.1
    for _ in range(5):
        gradients = [torch.randn_like(weight) for weight in weights]
        for each, optimizer in ((weights, muon), (expected, reference)):
            with_gradients(each, gradients)
            optimizer.step()
    for weight, other, first in zip(weights, expected, start, strict=True):
        way = (other - first).norm()
        assert way > 0.1
        assert (weight - other).norm() < 0.05 * way  # PyTorch's is computed in bfloat16


def test_a_step_has_the_size_of_one_of_adam() -> None:
    weights = matrices()
    before = copies(weights)
    muon = Muon([{"params": weights}], CPU)
    muon.param_groups[0]["lr"] = 0.5
    with_gradients(weights, [100 * torch.randn_like(weight) for weight in weights])
    muon.step()
    for weight, first in zip(weights, before, strict=True):
        assert float((weight - first).detach().square().mean().sqrt()) == pytest.approx(0.5 * RMS, rel=0.4)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_step_that_is_skipped_changes_nothing_and_is_forgotten(value: float) -> None:
    weights = matrices()
    others = copies(weights)
    for each, is_interrupted in ((weights, False), (others, True)):
        torch.manual_seed(7)
        muon = Muon([{"params": each}], CPU)
        muon.param_groups[0]["lr"] = 0.1
        for step in range(4):
            if step == 2 and is_interrupted:
                before = copies(each)
                with_gradients(each, [torch.full_like(weight, value) for weight in each])
                muon.found_inf = torch.ones(())
                muon.step()
                muon.found_inf = torch.zeros(())
                assert all(torch.equal(*pair) for pair in zip(before, each, strict=True))
            with_gradients(each, [torch.randn_like(weight) for weight in each])
            muon.step()
    assert all(torch.equal(*pair) for pair in zip(weights, others, strict=True))


def test_gradients_that_are_too_long_are_shortened() -> None:
    weights = matrices()
    others = copies(weights)
    for each, size in ((weights, 1.0), (others, 8.0)):
        torch.manual_seed(7)
        muon = Muon([{"params": each}], CPU)
        muon.param_groups[0]["lr"] = 0.1
        for scale in (1.0, size):
            with_gradients(each, [scale * torch.randn_like(weight) for weight in each])
            muon.grad_scale = torch.tensor(scale)
            muon.step()
    for weight, other in zip(weights, others, strict=True):
        torch.testing.assert_close(weight, other)


def update(
    model: Autoencoder, value: Callable[[Tensor], Tensor], has_muon: bool = True, encoder_rate: float = 1.0
) -> tuple[Update, dict[str, Tensor]]:
    """Take a step at a rate of 0.01; return how far weights have moved, too."""
    changed = Update(model, 0.0, CPU, encoder_rate, has_muon)
    before = {name: weight.detach().clone() for name, weight in model.named_parameters()}
    for weight in model.parameters():
        weight.grad = value(weight.detach())
    changed.step(WARMUP_STEPS - 1, 0.01)
    return changed, {name: (weight - before[name]).detach().abs() for name, weight in model.named_parameters()}


@pytest.mark.parametrize("encoder_rate", [1.0, 0.25])
def test_muon_moves_the_matrices_and_adam_the_flow_and_the_rest(encoder_rate: float) -> None:
    _, moved = update(Autoencoder(REPRESENTATION, FRAMES), torch.randn_like, encoder_rate=encoder_rate)
    of_muon = set()
    for name, distance in moved.items():
        rate = 0.01 * (encoder_rate if name.startswith("encoder.") else 1.0)
        if torch.allclose(distance, torch.full_like(distance, rate * REST_RATE), rtol=1e-2):
            continue
        of_muon.add(name)
        assert float(distance.square().mean().sqrt()) == pytest.approx(rate * RMS, rel=0.4), name
    model = dict(Autoencoder(REPRESENTATION, FRAMES).named_parameters())
    assert of_muon == {name for name, weight in model.items() if weight.ndim == 2 and not name.startswith("flow.")}
    assert {"decoder.spread.weight", "encoder.dense.weight", "heads.weight"} <= of_muon


def test_without_muon_adam_moves_everything() -> None:
    _, moved = update(Autoencoder(LARGE, IMAGE), torch.ones_like, has_muon=False)
    for distance in moved.values():
        torch.testing.assert_close(distance, torch.full_like(distance, 0.01), rtol=1e-2, atol=0)


def test_only_our_own_network_is_trained_with_muon() -> None:
    chosen = {preset.name: preset.training.optimizer for preset in PRESETS.values()}
    assert {name for name, optimizer in chosen.items() if optimizer == "muon"} == {"studio"}


def test_a_training_continues_with_the_momentum_of_a_checkpoint() -> None:
    model = Autoencoder(REPRESENTATION, FRAMES)
    first, _ = update(model, torch.randn_like)
    states = copied(first.optimizer_states())
    state = {name: value.clone() for name, value in model.state_dict().items()}
    moves = []
    for optimizers in ([first], [Update(model, 0.0, CPU, has_muon=True)]):
        model.load_state_dict(state)
        optimizers[0].load_optimizers(copied(states))
        torch.manual_seed(11)
        for weight in model.parameters():
            weight.grad = torch.randn_like(weight)
        optimizers[0].step(WARMUP_STEPS - 1, 0.01)
        moves.append(torch.cat([weight.detach().flatten() for weight in model.parameters()]))
    assert torch.equal(*moves)
