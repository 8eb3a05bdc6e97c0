"""Random changes of features."""

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor

from latentpad_export.presets import STUDIO, THESIS, Augmentation
from latentpad_export.training.augmentation import N_POINTS, augment

pytestmark = pytest.mark.usefixtures("one_thread")

TOP_DB = 80.0
ALL = Augmentation(share=1.0, filter_db=4.0, decay_db=8.0)


def sounds(n: int = 16) -> Tensor:
    """Return features (B, 24, 40) of peak 1 that fall silent."""
    torch.manual_seed(0)
    x = 0.3 + 0.6 * torch.rand(n, 24, 40)
    x[:, 3, 0] = 1.0
    x[..., 30:] = 0.0
    return x


def test_silence_remains_silent_and_the_loudest_bin_is_1() -> None:
    changed = augment(sounds(), ALL, TOP_DB)
    assert not changed[..., 30:].any()
    torch.testing.assert_close(changed.amax((1, 2)), torch.ones(16))
    assert not augment(torch.zeros(2, 24, 40), ALL, TOP_DB).any()


def test_with_a_share_of_zero_nothing_changes() -> None:
    assert torch.equal(augment(sounds(), Augmentation(0.0, 4.0, 8.0), TOP_DB), sounds())


def test_a_part_of_the_sounds_is_changed() -> None:
    same = (augment(sounds(400), Augmentation(0.7, 4.0, 8.0), TOP_DB) == sounds(400)).all(2).all(1)
    assert 0.22 < same.float().mean() < 0.38


def test_a_flat_filter_and_an_unchanged_decay_are_no_change() -> None:
    torch.testing.assert_close(augment(sounds(), Augmentation(1.0, 0.0, 0.0), TOP_DB), sounds())


def test_the_same_seed_gives_the_same_changes() -> None:
    results = []
    for seed in (1, 1, 2):
        x = sounds()
        torch.manual_seed(seed)
        results.append(augment(x, ALL, TOP_DB))
    assert torch.equal(results[0], results[1])
    assert not torch.equal(results[0], results[2])


def test_a_filter_changes_all_frames_alike_and_a_decay_all_bands() -> None:
    x = torch.full((500, N_POINTS, 101), 0.5)
    x[:, 0, 0] = 1.0
    filtered = augment(x, Augmentation(1.0, 4.0, 0.0), TOP_DB)[..., 1:]
    torch.testing.assert_close(filtered, filtered[..., :1].expand_as(filtered))
    decayed = TOP_DB * (augment(x, Augmentation(1.0, 0.0, 8.0), TOP_DB)[:, 1, [1, 100]])
    assert (decayed[:, 1] - decayed[:, 0]).std().item() == pytest.approx(8, rel=0.12)


def test_the_gains_of_a_filter_have_the_deviation_that_is_asked() -> None:
    x = torch.full((2_000, N_POINTS, 4), 0.5)
    filtered = augment(x, Augmentation(1.0, 4.0, 0.0), TOP_DB)[..., 0] * TOP_DB
    differences = filtered[:, 0] - filtered[:, 1]
    assert differences.std().item() == pytest.approx(4 * 2**0.5, rel=0.08)


def test_the_studio_preset_augments_and_the_thesis_does_not() -> None:
    assert STUDIO.training.augmentation == Augmentation(0.7, 4.0, 8.0)
    assert THESIS.training.augmentation is None
