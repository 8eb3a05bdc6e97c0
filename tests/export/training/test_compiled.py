"""The compiled likelihood: equal values, and a fallback where there is no compiler."""

from typing import Any

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch

from latentpad.bundle.representation import Representation
from latentpad_export.model import vae
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import ModelConfig
from latentpad_export.training.compiled import compile_likelihood

REPRESENTATION = Representation(8_000, n_fft=64, hop_length=32, n_bands=8, n_frames=16, top_db=80.0)
MODEL = ModelConfig("frames", latent_dim=3, n_flows=1, flow_hidden=2, width=4, dropout=0.0, learns_scale=True)
CPU = torch.device("cpu")


def loss(model: Autoencoder) -> float:
    """Return the reconstruction loss of a batch."""
    torch.manual_seed(1)
    return float(model.loss(torch.rand(4, 8, 16)).reconstruction.detach())


def test_the_compiled_likelihood_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[int, ...]] = []

    def compile(function: Any, dynamic: bool) -> Any:
        assert dynamic
        return lambda x, out: calls.append(tuple(x.shape)) or function(x, out)

    monkeypatch.setattr(torch, "compile", compile)
    monkeypatch.setattr(vae, "is_fused", lambda x, out: False)  # as on a GPU
    model = Autoencoder(REPRESENTATION, MODEL)
    expected = loss(model)
    compile_likelihood(model, CPU)
    assert calls == [(3, 32, 8), (5, 96, 8)]
    assert loss(model) == expected
    assert calls[2:] == 4 * [(1, 16, 8)]


@pytest.mark.parametrize("error", [RuntimeError, ImportError, OSError])
def test_without_a_compiler_the_likelihood_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    def refuse(*arguments: Any) -> None:
        raise error("no working\ncompiler")

    monkeypatch.setattr(torch, "compile", lambda function, dynamic: refuse)
    model = Autoencoder(REPRESENTATION, MODEL)
    expected = loss(model)
    compile_likelihood(model, CPU)
    assert loss(model) == expected
    assert caplog.messages == ["The likelihood cannot be compiled (no working); training goes on without"]
