"""The losses of shifts and of onsets in closed form."""

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor

from latentpad_export.model.losses import (
    AUDIBLE_LEVEL,
    INAUDIBLE_LEVEL,
    ONSET_WEIGHTS,
    SCALE,
    SHIFT,
    mean_error,
    shift_error,
)

pytestmark = pytest.mark.usefixtures("one_thread")

N_FRAMES, N_BANDS, TOP_DB = 6, 32, 80.0


def line(band: int, level: float = 1.0) -> Tensor:
    """Return a spectrogram (1, T, F) with one audible band."""
    x = torch.zeros(1, N_FRAMES, N_BANDS)
    x[:, :, band] = level
    return x


@pytest.mark.parametrize(("band", "moved"), [(10, 11), (10, 7), (3, 28)])
def test_a_line_that_is_moved_costs_the_weights_of_the_bands_between_in_each_frame(band: int, moved: int) -> None:
    weights = torch.linspace(0.5, 1.5, N_BANDS)
    crossed = weights[min(band, moved) : max(band, moved)].sum()
    found = shift_error(line(band), line(moved), weights, TOP_DB)
    torch.testing.assert_close(found, (N_FRAMES * SHIFT * crossed)[None], rtol=0.01, atol=0)


def test_equal_spectra_at_any_level_cost_nothing() -> None:
    x = 0.3 + 0.6 * torch.rand(3, N_FRAMES, N_BANDS)
    torch.testing.assert_close(shift_error(x, x, torch.ones(N_BANDS), TOP_DB), torch.zeros(3))
    torch.testing.assert_close(shift_error(x, x - 0.1, torch.ones(N_BANDS), TOP_DB), torch.zeros(3), rtol=0, atol=1e-3)


def test_inaudible_frames_cost_nothing_and_faint_ones_a_part() -> None:
    half = (AUDIBLE_LEVEL + INAUDIBLE_LEVEL) / 2
    costs = [
        shift_error(line(10, level), line(20), torch.ones(N_BANDS), TOP_DB).item()
        for level in (INAUDIBLE_LEVEL, half, 1.0)
    ]
    audible = shift_error(line(10, half) / half * AUDIBLE_LEVEL, line(20), torch.ones(N_BANDS), TOP_DB).item()
    assert costs[0] == 0
    assert 0 < costs[1] < 0.6 * audible
    assert audible < costs[2]


def test_the_gradient_of_a_smeared_line_moves_it_towards_the_right_band() -> None:
    smeared = torch.zeros(1, N_FRAMES, N_BANDS)
    smeared[:, :, 10:15] = 0.9
    smeared.requires_grad_()
    shift_error(line(13), smeared, torch.ones(N_BANDS), TOP_DB).sum().backward()
    slopes = smeared.grad[0, 0, 10:15]
    assert slopes.argmin() == 3
    assert slopes[3] < 0 < slopes[0]


def test_a_step_against_the_gradient_lowers_the_distance_of_a_line_far_away() -> None:
    mean = (line(4, 0.8) + line(20, 0.5)).requires_grad_()
    before = shift_error(line(20), mean, torch.ones(N_BANDS), TOP_DB)
    before.sum().backward()
    after = shift_error(line(20), mean.detach() - 0.01 * mean.grad.sign(), torch.ones(N_BANDS), TOP_DB)
    assert after < before


def test_the_first_frames_count_more() -> None:
    x, weights = torch.full((1, 16, 8), 0.8), torch.ones(1, 16, 8)
    costs = []
    for frame in range(6):
        wrong = x.clone()
        wrong[:, frame] -= 0.1 * (-1.0) ** torch.arange(8)  # averages out in the patches
        costs.append(mean_error(x, wrong, weights).item() * SCALE / 0.8)
    assert costs == pytest.approx([*ONSET_WEIGHTS, 1.0, 1.0], rel=1e-4)


def test_a_sound_shorter_than_the_onset_is_weighted_as_far_as_it_goes() -> None:
    x, weights = torch.full((1, 2, 8), 0.8), torch.ones(1, 2, 8)
    wrong = x - 0.1 * (-1.0) ** torch.arange(8)
    assert mean_error(x, wrong, weights).item() * SCALE == pytest.approx(0.8 * sum(ONSET_WEIGHTS[:2]), rel=1e-4)
