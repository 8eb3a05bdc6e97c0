"""Losses of a spectrogram: closed forms, and texture distinguished from uncertainty."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch

from latentpad.bundle.representation import Representation
from latentpad.synth.texture import LOG_POWER_DEVIATION
from latentpad_export.data.features import log_magnitude
from latentpad_export.data.filter_banks import filter_bank, noise_roughness
from latentpad_export.model.losses import (
    ONSET_WEIGHTS,
    PATCHES,
    SCALE,
    audibility,
    mean_error,
    second_difference,
    texture_error,
)

pytestmark = pytest.mark.usefixtures("one_thread")

REPRESENTATION = Representation(16_000, n_fft=256, hop_length=64, n_bands=64, n_frames=240, top_db=80.0)
N_WEIGHED_FRAMES = 16 + sum(ONSET_WEIGHTS) - len(ONSET_WEIGHTS)
"""Sixteen, of which the first ones count more often."""


def test_an_error_that_is_the_same_everywhere_counts_once_for_each_resolution() -> None:
    x, weights = torch.full((2, 16, 16), 0.8), torch.ones(2, 16, 16)
    resolutions = 1 + sum(share for _, share in PATCHES)
    expected = torch.full((2,), 16 * N_WEIGHED_FRAMES * 0.1 * resolutions / SCALE)
    torch.testing.assert_close(mean_error(x, x - 0.1, weights), expected)


def test_an_error_that_averages_out_counts_for_the_bins_alone() -> None:
    x, weights = torch.full((1, 16, 16), 0.8), torch.ones(1, 16, 16)
    board = 0.1 * (-1.0) ** (torch.arange(16)[:, None] + torch.arange(16))
    torch.testing.assert_close(mean_error(x, x + board, weights), torch.tensor([16 * N_WEIGHED_FRAMES * 0.1 / SCALE]))


def test_inaudible_bins_count_little_and_get_no_gradient() -> None:
    x, mean = torch.tensor([[[0.0, 0.0, 0.5]]]), torch.tensor([[[0.0, 0.5, 0.0]]], requires_grad=True)
    found = audibility(x, mean, torch.tensor([1.0, 2.0, 3.0]))
    torch.testing.assert_close(found, torch.tensor([[[0.1, 2.0, 3.0]]]))
    assert not found.requires_grad


def test_the_second_difference_of_a_slope_is_zero_except_at_its_ends() -> None:
    slope = torch.arange(6.0)[None, :, None]
    torch.testing.assert_close(second_difference(slope)[0, :, 0], torch.tensor([-1.0, 0, 0, 0, 0, 1.0]))


def test_the_texture_learns_its_own_scale_without_a_gradient_for_the_mean() -> None:
    torch.manual_seed(0)
    x = torch.rand(1, 200, 4)
    mean = torch.full_like(x, 0.5, requires_grad=True)
    log_scale = torch.zeros(4, requires_grad=True)
    weights, unit = torch.ones_like(x), torch.tensor([0.5, 1.0, 2.0, 4.0])
    optimizer = torch.optim.Adam([log_scale], 0.05)
    for _ in range(300):
        optimizer.zero_grad()
        texture_error(x, mean, log_scale.expand_as(x), unit, weights).sum().backward()
        optimizer.step()
    wanted = second_difference(x).abs().mean((0, 1)) / unit
    torch.testing.assert_close(log_scale.detach().exp(), wanted, rtol=0.02, atol=0)
    assert mean.grad is None


def scale_learnt_from(sound: np.ndarray) -> float:
    """Return the deviation in nepers of power that best fits a sound around its mean over time."""
    analysis, _ = filter_bank(REPRESENTATION, "warped")
    feature = torch.from_numpy(log_magnitude(sound.astype(np.float32), REPRESENTATION, analysis)).T[None, 4:-8]
    unit = torch.from_numpy(noise_roughness(REPRESENTATION, analysis))
    rough = second_difference(feature - feature.mean(1, keepdim=True)).abs() / unit
    loud = feature.mean((0, 1)) > 0.5
    return float(rough.mean((0, 1))[loud].mean()) * REPRESENTATION.top_db * np.log(10) / 10


def test_noise_has_the_texture_of_noise_and_a_tone_has_none() -> None:
    time = np.arange(REPRESENTATION.n_samples) / REPRESENTATION.sample_rate
    noise = np.random.default_rng(3).standard_normal(REPRESENTATION.n_samples)
    assert scale_learnt_from(noise) == pytest.approx(LOG_POWER_DEVIATION, rel=0.05)
    assert scale_learnt_from(np.sin(2 * np.pi * 2_000 * time)) < 0.02 * LOG_POWER_DEVIATION


def test_an_error_in_level_is_not_texture() -> None:
    time = np.arange(REPRESENTATION.n_samples) / REPRESENTATION.sample_rate
    swelling = np.sin(2 * np.pi * 2_000 * time) * (1.2 + np.cos(2 * np.pi * 1.5 * time))
    assert scale_learnt_from(swelling) < 0.1 * LOG_POWER_DEVIATION
