"""Pitches of parents and their weights, by closed forms."""

import numpy as np
import pytest

from latentpad.synth.tuning import MAX_APART, MIN_CERTAINTY, common_pitch, log_pitches, sharpen, tuning_ratios

NONE = np.nan


def octaves(*hertz):
    return np.log2(np.array(hertz, dtype=float))


def test_pitches_that_are_uncertain_or_absent_are_none():
    pitches = np.array([440, 0, 440, 110], dtype=np.float32)
    certainties = np.array([1, 1, MIN_CERTAINTY - 0.01, MIN_CERTAINTY + 0.01], dtype=np.float32)
    found = log_pitches(pitches, certainties, 4)
    assert found == pytest.approx(octaves(440, NONE, NONE, 110), nan_ok=True)
    assert np.isnan(log_pitches(None, None, 3)).tolist() == [True] * 3


def test_the_common_pitch_is_the_weighted_geometric_mean():
    assert 2 ** common_pitch(octaves(200, 300), np.array([0.5, 0.5])) == pytest.approx(60_000**0.5)
    assert 2 ** common_pitch(octaves(100, 800, 50), np.array([0.5, 0.25, 0.25])) == pytest.approx(
        100 * 8**0.25 / 2**0.25
    )


def test_sounds_without_a_pitch_or_a_share_do_not_count_for_the_common_pitch():
    assert 2 ** common_pitch(octaves(200, NONE, 300), np.array([0.1, 0.9, 0.0])) == pytest.approx(200)
    assert np.isnan(common_pitch(octaves(NONE, NONE), np.array([0.5, 0.5])))
    assert np.isnan(common_pitch(octaves(NONE, 200), np.array([1.0, 0.0])))


def test_sounds_are_played_at_the_ratio_of_the_common_pitch_to_their_own():
    found = tuning_ratios(octaves(200, 300, NONE), np.array([0.25, 0.25, 0.5]))
    assert found == pytest.approx([1.5**0.5, 1.5**-0.5, 1.0])
    assert tuning_ratios(octaves(NONE, NONE), np.array([0.5, 0.5])).tolist() == [1.0, 1.0]
    assert tuning_ratios(octaves(123), np.ones(1)).tolist() == [1.0]


def test_sounds_are_tuned_by_an_octave_at_most():
    assert tuning_ratios(octaves(20, 16_000), np.array([0.5, 0.5])) == pytest.approx([2.0, 0.5])


def test_weights_of_one_pitch_or_none_are_squared():
    weights = np.array([0.5, 0.3, 0.2])
    for pitches in ((NONE, NONE, NONE), (200, 200, 200), (NONE, 300, NONE)):
        assert sharpen(weights, octaves(*pitches)) == pytest.approx(weights**2 / (weights**2).sum())


def test_weights_are_sharper_the_farther_apart_the_pitches_are():
    weights = np.array([0.75, 0.25])  # the distances to the common pitch are a quarter and three quarters
    for apart in (0.0, 1.0, 2.0, 5.0):
        wanted = weights ** (2 * (1 + min(2 * 0.75 * 0.25 * apart, MAX_APART)))
        assert sharpen(weights, np.array([0.0, apart])) == pytest.approx(wanted / wanted.sum())


def test_equal_weights_stay_equal_and_a_single_parent_has_all():
    assert sharpen(np.array([0.5, 0.5]), octaves(20, 16_000)) == pytest.approx([0.5, 0.5])
    assert sharpen(np.array([1.0, 0.0, 0.0]), octaves(NONE, 20, 16_000)).tolist() == [1.0, 0.0, 0.0]
