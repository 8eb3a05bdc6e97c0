"""The compiled likelihood and its gradient are those of the tensor operations."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor

from latentpad.bundle.representation import Representation
from latentpad_export.model import fused_likelihood, likelihood_arrays, vae
from latentpad_export.model.fused_likelihood import is_fused
from latentpad_export.model.vae import LOG_SCALE_RANGE, Autoencoder
from latentpad_export.presets import ModelConfig

pytestmark = pytest.mark.usefixtures("one_thread")

MODEL = ModelConfig("frames", latent_dim=3, n_flows=0, flow_hidden=2, width=4, dropout=0.0, learns_scale=True)


def model(n_bands: int, n_frames: int = 16) -> Autoencoder:
    """Return a model whose bands have different weights and roughness."""
    torch.manual_seed(0)
    made = Autoencoder(Representation(8_000, 64, 32, n_bands, n_frames, 100.0), MODEL)
    made.band_weights[:, 0] = torch.linspace(0.2, 3.0, n_bands)
    made.texture_unit[:, 0] = torch.linspace(1.0, 0.3, n_bands)
    return made


def sounds(n_sounds: int, n_frames: int, n_bands: int) -> tuple[Tensor, Tensor]:
    """Return features (B, F, T), audible and not, and decoded values (B, 2 F, T), with scales in and out of range."""
    generator = torch.Generator().manual_seed(1)
    x = torch.rand(n_sounds, n_frames, n_bands, generator=generator)
    mean = x + 0.3 * torch.randn(x.shape, generator=generator)
    log_scale = -4 + 2 * torch.randn(x.shape, generator=generator)
    return x.mT, torch.cat([mean, log_scale], dim=2).mT


def gradient(loss: Tensor, out: Tensor) -> Tensor:
    """Return the gradient of a loss for decoded values."""
    (found,) = torch.autograd.grad(loss, out)
    return found


@pytest.mark.parametrize(("n_sounds", "n_frames", "n_bands"), [(1, 8, 8), (3, 16, 32), (2, 21, 12), (2, 40, 390)])
def test_loss_and_gradient_are_those_of_the_tensor_operations(n_sounds: int, n_frames: int, n_bands: int) -> None:
    made, (x, out) = model(n_bands), sounds(n_sounds, n_frames, n_bands)
    out.requires_grad_()
    loss, expected = made._mean_reconstruction(x, out), made._reconstruction(x, out).mean()
    assert is_fused(x.mT, out.mT)
    assert loss.item() == pytest.approx(expected.item(), rel=1e-6)
    found, wanted = gradient(loss, out), gradient(expected, out)
    # the sign of a cumulative sum near zero is a matter of rounding
    assert (found - wanted).norm() < 1e-4 * wanted.norm()
    assert ((found - wanted).abs() < 1e-5 * wanted.abs().max()).float().mean() > 0.99


def test_a_scale_out_of_bounds_has_a_gradient() -> None:
    made, (x, out) = model(16), sounds(2, 16, 16)
    out[:, 16:] = LOG_SCALE_RANGE[1] + 1
    out.requires_grad_()
    found = gradient(made._mean_reconstruction(x, out), out)[:, 16:]
    torch.testing.assert_close(found, gradient(made._reconstruction(x, out).mean(), out)[:, 16:])
    assert (found != 0).all()


def test_silence_that_is_decoded_as_silence_has_no_error_of_the_mean() -> None:
    made, x = model(16), torch.zeros(1, 16, 16)
    out = torch.cat([x, torch.full_like(x, -3.0)], dim=1).requires_grad_()
    loss = made._mean_reconstruction(x, out)
    assert loss.item() == pytest.approx(made._reconstruction(x, out).item())
    assert not gradient(loss, out)[:, :16].any()


def test_the_gradient_is_multiplied_by_that_of_what_follows() -> None:
    made, (x, out) = model(16), sounds(2, 16, 16)
    out.requires_grad_()
    plain = gradient(made._mean_reconstruction(x, out), out)
    torch.testing.assert_close(gradient(0.25 * made._mean_reconstruction(x, out), out), 0.25 * plain)


def test_threads_change_no_gradient() -> None:
    made, (x, out) = model(16), sounds(5, 16, 16)
    out.requires_grad_()
    losses, gradients = [], []
    for n_threads in (1, 3):
        torch.set_num_threads(n_threads)
        loss = made._mean_reconstruction(x, out)
        losses.append(loss.item())
        gradients.append(gradient(loss, out))
    torch.set_num_threads(1)
    assert losses[0] == pytest.approx(losses[1], rel=1e-7)
    assert torch.equal(*gradients)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_mean_that_is_not_finite_has_a_loss_that_is_not(value: float) -> None:
    made, (x, out) = model(16), sounds(2, 16, 16)
    out[1, 3, 5] = value
    assert not made._mean_reconstruction(x, out).isfinite()


@pytest.mark.parametrize(
    ("x", "out"),
    [
        (torch.rand(1, 7, 16), torch.rand(1, 7, 32)),
        (torch.rand(1, 16, 7), torch.rand(1, 16, 14)),
        (torch.rand(1, 16, 16).double(), torch.rand(1, 16, 32).double()),
        (torch.rand(1, 16, 16), torch.rand(1, 16, 32).bfloat16()),
        (torch.rand(1, 16, 16, device="meta"), torch.rand(1, 16, 32, device="meta")),
    ],
)
def test_other_sizes_types_and_devices_are_left_to_tensor_operations(x: Tensor, out: Tensor) -> None:
    assert not is_fused(x, out)


def test_without_numba_the_loss_is_that_of_the_tensor_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    made, (x, out) = model(16), sounds(2, 16, 16)
    fused = made._mean_reconstruction(x, out)
    monkeypatch.setattr(fused_likelihood, "kernels", lambda: None)
    monkeypatch.setattr(vae, "mean_likelihood", None)
    assert made._mean_reconstruction(x, out).item() == pytest.approx(fused.item(), rel=1e-6)


def test_the_kernel_has_the_patches_of_the_losses() -> None:
    sizes = [size for size, _ in fused_likelihood.losses.PATCHES]
    assert sizes == [(likelihood_arrays.TALL, likelihood_arrays.LONG), (likelihood_arrays.WIDE, 1)]


def test_a_training_takes_the_same_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    x, curves = sounds(4, 16, 16)[0], []
    for is_fused_here in (True, False):
        monkeypatch.setattr(vae, "is_fused", lambda *given, fused=is_fused_here: fused)
        made = model(16)
        optimizer, curve = torch.optim.Adam(made.parameters(), lr=3e-3), []
        torch.manual_seed(2)
        for _ in range(40):
            loss = made.loss(x)
            curve.append(loss.reconstruction.item())
            optimizer.zero_grad()
            (loss.reconstruction + loss.divergence).backward()
            optimizer.step()
        curves.append(curve)
    assert curves[0] == pytest.approx(curves[1], rel=1e-3)
    assert np.mean(curves[0][-5:]) < np.mean(curves[0][:5]) - 100
