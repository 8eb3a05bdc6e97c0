"""Refined latents: closer to the sounds, near the encoder's, and the same each time."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor, nn

from latentpad.bundle.representation import Representation
from latentpad_export.layout import refine as refining
from latentpad_export.layout.refine import MAX_SOUNDS, Refiner, refines
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import ModelConfig

pytestmark = pytest.mark.usefixtures("one_thread")

N_BANDS, N_FRAMES = 8, 64
SHAPE = Representation(8_000, n_fft=64, hop_length=32, n_bands=N_BANDS, n_frames=N_FRAMES, top_db=80.0)
CONFIG = ModelConfig("frames", latent_dim=3, n_flows=0, flow_hidden=2, width=4, dropout=0.5, learns_scale=True)
LEVELS = np.linspace(0.5, 0.9, 40)
SECONDS = np.random.default_rng(0).uniform(0.1, 0.2, 40).astype("f4")


class Levels(nn.Module):
    """Decodes the first latent dimension as the level of the lower bands, the second as that of the upper ones."""

    def forward(self, z: Tensor, n_frames: int | None = None) -> Tensor:
        mean = z[:, :2].repeat_interleave(N_BANDS // 2, dim=1)
        return torch.cat([mean, torch.zeros_like(mean)], dim=1)[..., None].expand(-1, -1, n_frames or N_FRAMES)


@pytest.fixture
def stored() -> NDArray[np.uint8]:
    """Features of sounds whose lower bands have a known level, and whose upper bands have 0.6, for all frames."""
    found = np.full((40, N_FRAMES, N_BANDS), 153, dtype=np.uint8)
    found[..., : N_BANDS // 2] = np.round(255 * LEVELS)[:, None, None]
    return found


@pytest.fixture
def model() -> Autoencoder:
    found = Autoencoder(SHAPE, CONFIG)
    found.decoder = Levels()
    return found


@pytest.fixture
def near() -> NDArray[np.float32]:
    """The sounds' latents, off by 0.15; the third dimension carries nothing and hardly varies."""
    rng = np.random.default_rng(1)
    off = 0.15 * rng.choice([-1, 1], size=(40, 2))
    return np.column_stack([LEVELS + off[:, 0], 0.6 + off[:, 1], 1e-3 * rng.standard_normal(40)]).astype("f4")


def test_refined_latents_decode_closer_to_the_sounds(
    stored: NDArray[np.uint8], model: Autoencoder, near: NDArray[np.float32]
) -> None:
    refined = Refiner(model, prior=1.0)(stored, SECONDS, near)
    assert refined.dtype == np.float32
    np.testing.assert_allclose(refined[:, 0], LEVELS, atol=0.03)
    np.testing.assert_allclose(refined[:, 1], 0.6, atol=0.03)
    assert np.abs(near[:, :2] - refined[:, :2]).mean() > 0.12


def test_a_dimension_that_carries_nothing_stays_where_it_is(
    stored: NDArray[np.uint8], model: Autoencoder, near: NDArray[np.float32]
) -> None:
    refined = Refiner(model, prior=1.0)(stored, SECONDS, near)
    np.testing.assert_allclose(refined[:, 2], near[:, 2], atol=2e-3)


def test_a_strong_prior_keeps_latents_small(
    stored: NDArray[np.uint8], model: Autoencoder, near: NDArray[np.float32]
) -> None:
    free, held = (Refiner(model, prior)(stored, SECONDS, near) for prior in (0.0, 1e6))
    assert np.square(held).sum() < 0.5 * np.square(free).sum()


def test_no_sound_gets_worse(stored: NDArray[np.uint8], model: Autoencoder, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = np.column_stack([np.round(255 * LEVELS) / 255, np.full(40, 0.6), np.zeros(40)]).astype("f4")
    monkeypatch.setattr(refining, "RATE", 1.0)
    np.testing.assert_array_equal(Refiner(model, prior=0.0)(stored, SECONDS, exact), exact)


def test_infinite_errors_leave_the_latents_of_the_encoder(
    stored: NDArray[np.uint8], model: Autoencoder, near: NDArray[np.float32]
) -> None:
    np.testing.assert_array_equal(Refiner(model, prior=np.nan)(stored, SECONDS, near), near)


def test_the_rows_refined_are_those_asked_for_and_the_same_each_time(
    stored: NDArray[np.uint8], model: Autoencoder, near: NDArray[np.float32]
) -> None:
    chosen = np.array([7, 3, 30])
    first, again = (Refiner(model, prior=1.0)(stored[chosen], SECONDS[chosen], near[chosen]) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    np.testing.assert_allclose(first[:, 0], LEVELS[chosen], atol=0.03)


def test_silence_after_the_longest_sound_is_mostly_left_out(
    stored: NDArray[np.uint8], near: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refining, "TAIL", 5)
    stored[:, 20:] = 0
    lengths: set[int | None] = set()

    class Listening(Levels):
        def forward(self, z: Tensor, n_frames: int | None = None) -> Tensor:
            lengths.add(n_frames)
            return super().forward(z, n_frames)

    listening = Autoencoder(SHAPE, CONFIG)
    listening.decoder = Listening()
    Refiner(listening, prior=1.0)(stored, SECONDS, near)
    assert lengths == {32}


def test_a_model_without_texture_is_refined_too(stored: NDArray[np.uint8]) -> None:
    class Logits(Levels):
        def forward(self, z: Tensor, n_frames: int | None = None) -> Tensor:
            return super().forward(z, n_frames)[:, :N_BANDS]

    model = Autoencoder(SHAPE, replace(CONFIG, learns_scale=False))
    model.decoder = Logits()
    logits = np.log(LEVELS / (1 - LEVELS))
    near = np.column_stack([logits + 0.3, np.full(40, 0.4), np.zeros(40)]).astype("f4")
    refined = Refiner(model, prior=0.0)(stored, SECONDS, near)
    np.testing.assert_allclose(1 / (1 + np.exp(-refined[:, 0])), LEVELS, atol=0.02)


@pytest.mark.parametrize(
    ("asked", "n_sounds", "expected"),
    [(None, MAX_SOUNDS, True), (None, MAX_SOUNDS + 1, False), (True, 10**6, True), (False, 10, False)],
)
def test_large_maps_are_refined_only_if_asked(asked: bool | None, n_sounds: int, expected: bool) -> None:
    assert refines(asked, n_sounds) == expected
