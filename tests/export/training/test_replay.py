"""Replayed sounds: what they are, how often they are drawn, and when they are left out."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor, nn

from latentpad.bundle.representation import Representation
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import ModelConfig
from latentpad_export.training import replay as replaying
from latentpad_export.training.population import Mixed, Population, with_replayed
from latentpad_export.training.replay import Memory, Replayed, encoder_rate, replay, replay_share

N_BANDS, N_FRAMES = 8, 16
SHAPE = Representation(8_000, n_fft=64, hop_length=32, n_bands=N_BANDS, n_frames=N_FRAMES, top_db=80.0)
CONFIG = ModelConfig("frames", latent_dim=2, n_flows=0, flow_hidden=2, width=4, dropout=0.5, learns_scale=True)

pytestmark = pytest.mark.usefixtures("one_thread")


class Ramp(nn.Module):
    """Decodes the first latent dimension as the level of all bands but the first, which is 1, for half the frames."""

    def __init__(self, log_scale: float) -> None:
        super().__init__()
        self.log_scale = log_scale

    def forward(self, z: Tensor, _n_frames: int | None = None) -> Tensor:
        out = torch.zeros(len(z), 2 * N_BANDS, N_FRAMES)
        out[:, :N_BANDS, : N_FRAMES // 2] = z[:, :1, None]
        out[:, 0, : N_FRAMES // 2] = 1.0
        out[:, N_BANDS:] = self.log_scale
        return out


@pytest.fixture
def model() -> Autoencoder:
    """A model whose texture is as weak as possible."""
    found = Autoencoder(SHAPE, CONFIG)
    found.decoder = Ramp(log_scale=-20.0)
    return found


def memory(levels: NDArray[np.float32]) -> Memory:
    latents = np.stack([levels, 0 * levels], axis=1)
    return Memory(latents, np.linspace(0.01, 0.1, len(levels), dtype="f4"))


def levels_of(found: Replayed) -> NDArray[np.float64]:
    """Return the decoded level of each replayed sound."""
    levels: NDArray[np.float64] = found.features[:, : N_FRAMES // 2, 1:].mean(axis=(1, 2)) / 255
    return levels


def test_the_replayed_sounds_are_those_of_the_map_with_their_lengths(model: Autoencoder) -> None:
    levels = np.linspace(0.2, 0.8, 40, dtype="f4")
    given = memory(levels)
    found = replay(model, given, N_FRAMES, seed=3)
    order = np.argsort(found.seconds)
    np.testing.assert_array_equal(found.seconds[order], given.seconds)
    np.testing.assert_allclose(levels_of(found)[order], levels, atol=4e-3)


def test_replayed_sounds_are_silent_where_the_model_is_and_loudest_at_1(model: Autoencoder) -> None:
    model.decoder = Ramp(log_scale=-2.0)
    found = replay(model, memory(np.linspace(0.3, 0.7, 20, dtype="f4")), N_FRAMES, seed=0)
    assert not found.features[:, N_FRAMES // 2 :].any()
    assert (found.features.max(axis=(1, 2)) == 255).all()


def test_their_texture_is_as_rough_as_the_model_says(model: Autoencoder) -> None:
    model.decoder = Ramp(log_scale=float(np.log(0.02)))
    model.texture_unit.fill_(0.5)
    found = replay(model, Memory(np.full((400, 2), 0.5, dtype="f4"), np.ones(400, dtype="f4")), N_FRAMES, seed=0)
    x = found.features[:, : N_FRAMES // 2, 1:] / 255
    rough = np.abs(x[:, 1:-1] - (x[:, :-2] + x[:, 2:]) / 2).mean()
    assert rough == pytest.approx(0.5 * 0.02, rel=0.05)


def test_the_same_seed_replays_the_same_sounds_and_leaves_the_model_as_it_was(model: Autoencoder) -> None:
    model.decoder, model.training = Ramp(log_scale=-3.0), True
    given, state = memory(np.linspace(0.2, 0.8, 12, dtype="f4")), torch.get_rng_state()
    first, again, other = (replay(model, given, N_FRAMES, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.features, again.features)
    assert (first.features != other.features).any()
    assert model.training
    assert torch.equal(torch.get_rng_state(), state)


def test_the_replayed_sounds_fit_into_a_bounded_memory(model: Autoencoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replaying, "MAX_BYTES", 5 * N_BANDS * N_FRAMES + 1)
    assert len(replay(model, memory(np.ones(100, dtype="f4")), N_FRAMES, seed=0).features) == 5


def test_a_single_sound_is_replayed_as_it_is(model: Autoencoder) -> None:
    found = levels_of(replay(model, memory(np.array([0.4], dtype="f4")), N_FRAMES, seed=0))
    np.testing.assert_allclose(found, 0.4, atol=3e-3)


def test_replayed_sounds_become_fewer_and_the_encoder_faster_with_the_size_of_the_library() -> None:
    sizes = range(0, 20_000, 100)
    shares, rates = [replay_share(n) for n in sizes], [encoder_rate(n) for n in sizes]
    assert (shares[0], shares[10], shares[-1]) == pytest.approx((0.5, 0.25, 0.0))
    assert (rates[0], rates[10], rates[-1]) == pytest.approx((0.0, 0.5, 1.0), abs=0.01)
    assert all(0 <= before - after < 0.04 for before, after in pairwise(shares))
    assert all(0 <= after - before < 0.1 for before, after in pairwise(rates))


class Library:
    """Three sounds whose bytes are their index."""

    shape = 3, N_FRAMES, N_BANDS

    def stored(self, indices: NDArray[np.int64], n_frames: int | None = None) -> NDArray[np.uint8]:
        shape = len(indices), n_frames or N_FRAMES, N_BANDS
        return np.broadcast_to(indices.astype(np.uint8)[:, None, None], shape)


def test_replayed_sounds_follow_those_of_the_library_and_have_their_share_of_the_weights() -> None:
    library = Population(Library(), np.array([0, 2]), np.array([16, 8]), np.array([0.25, 0.75]))
    replayed = np.full((4, N_FRAMES, N_BANDS), 9, dtype=np.uint8)
    found = with_replayed(library, replayed, np.array([4, 5, 6, 7]), share=0.4)
    assert isinstance(found.features, Mixed)
    assert found.features.shape == (7, N_FRAMES, N_BANDS)
    np.testing.assert_array_equal(found.rows, [0, 2, 3, 4, 5, 6])
    np.testing.assert_array_equal(found.lengths, [16, 8, 4, 5, 6, 7])
    np.testing.assert_allclose(found.weights, [0.15, 0.45, 0.1, 0.1, 0.1, 0.1])
    stored = found.features.stored(found.rows[[3, 1, 0]], 4)
    np.testing.assert_array_equal(stored[:, 0, 0], [9, 2, 0])
    assert stored.shape == (3, 4, N_BANDS)
    assert found.features.stored(np.array([6])).shape == (1, N_FRAMES, N_BANDS)
