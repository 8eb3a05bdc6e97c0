"""How well sounds can be told apart that are the same, obviously different, or alike within groups."""

import numpy as np
import pytest

pytest.importorskip("sklearn")

from latentpad_export.evaluate.metrics import told
from latentpad_export.evaluate.metrics.told import forest_features, told_from_real

N_BANDS, N_FRAMES = 8, 30


@pytest.fixture
def few_trees(monkeypatch):
    monkeypatch.setattr(told, "N_TREES", 40)


def random_features(n, rng):
    return [rng.uniform(0.3, 1, (N_BANDS, N_FRAMES)).astype(np.float32) for _ in range(n)]


def test_copies_are_told_from_their_originals_exactly_half_of_the_time(rng, few_trees):
    real = random_features(25, rng)
    assert told_from_real(real, real) == 0.5


def test_sounds_without_texture_are_always_told_from_real_ones(rng, few_trees):
    real = random_features(15, rng)
    made = [np.repeat(feature.mean(axis=1, keepdims=True), N_FRAMES, axis=1) for feature in real]
    assert told_from_real(made, real) == 1


def test_draws_of_the_same_kind_are_hardly_told_apart(rng, few_trees):
    assert 0.3 < told_from_real(random_features(40, rng), random_features(40, rng)) < 0.7


def test_a_group_is_never_both_learnt_from_and_tested(rng, few_trees):
    """Within each group, made sounds are louder or quieter than real ones, by the group's own choice of band."""
    made, real, groups = [], [], []
    for group in range(10):
        kit, sign = rng.uniform(0.4, 0.8, (N_BANDS, 1)), 0.1 if group % 2 else -0.1
        for _ in range(4):
            real.append((kit + rng.normal(0, 0.001, (N_BANDS, N_FRAMES))).astype(np.float32))
            made.append(real[-1] + np.float32(sign))
            groups.append(group)
    assert told_from_real(made, real) > 0.9
    assert told_from_real(made, real, groups) < 0.7


def test_too_few_groups_give_no_accuracy(rng):
    four, six = random_features(4, rng), random_features(6, rng)
    assert told_from_real(four, four) is None
    assert told_from_real(six, six, [0, 0, 1, 1, 2, 3]) is None
    assert told_from_real([], []) is None


def test_the_numbers_of_a_ramp_are_those_of_its_closed_form():
    """Levels of 1 - t / 40 in band 0 and half of it in band 1; audible above 0.25, up to frame 29."""
    ramp = 1 - np.arange(40) / 40
    feature = np.stack([ramp, ramp / 2, ramp]).astype(np.float32)
    numbers = forest_features(feature)
    assert len(numbers) == 7 * 3 - 2
    mean, spread, in_time, across, *early = np.split(numbers, [3, 6, 9, 10, 13, 16])
    np.testing.assert_allclose(mean, ramp[:30].mean() * np.array([1, 0.5, 1]), rtol=1e-6)
    np.testing.assert_allclose(spread, np.sqrt((30**2 - 1) / 12) / 40 * np.array([1, 0.5, 1]), rtol=1e-5)
    np.testing.assert_allclose(in_time, 0, atol=1e-6)
    np.testing.assert_allclose(across, ramp[:30].mean(), rtol=1e-6)
    for part, centre in zip(early, (0.5, 3.5, 12.5), strict=True):
        np.testing.assert_allclose(part, (1 - centre / 40) * np.array([1, 0.5, 1]), rtol=1e-6)


def test_a_short_or_silent_sound_has_as_many_numbers():
    click = np.zeros((N_BANDS, N_FRAMES), dtype=np.float32)
    assert not forest_features(click).any()
    click[:, 0] = 1
    numbers = forest_features(click)
    assert len(numbers) == 7 * N_BANDS - 2
    assert np.isfinite(numbers).all()
    np.testing.assert_array_equal(numbers[:N_BANDS], 1)  # held for eight frames
