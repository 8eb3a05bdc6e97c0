"""Pitches of parents and their tuning, by closed forms."""

import numpy as np
import pytest

from latentpad.synth.tuning import MAX_UNPITCHED, MIN_CERTAINTY, log_pitches, tuned, tuning_ratios

NONE = np.nan


def octaves(*hertz):
    return np.log2(np.array(hertz, dtype=float))


def played(hertz, shares):
    """Return the hertz at which sounds are played."""
    return 2 ** tuned(octaves(*hertz), np.array(shares))


def test_pitches_that_are_uncertain_or_absent_are_none():
    pitches = np.array([440, 0, 440, 110], dtype=np.float32)
    certainties = np.array([1, 1, MIN_CERTAINTY - 0.01, MIN_CERTAINTY + 0.01], dtype=np.float32)
    found = log_pitches(pitches, certainties, 4)
    assert found == pytest.approx(octaves(440, NONE, NONE, 110), nan_ok=True)
    assert np.isnan(log_pitches(None, None, 3)).tolist() == [True] * 3


def test_sounds_meet_at_the_geometric_mean_of_their_pitches_by_their_shares():
    assert played([200, 300], [0.5, 0.5]) == pytest.approx([60_000**0.5] * 2)
    assert played([200, 300, 220], [0.5, 0.25, 0.25]) == pytest.approx([200 * 1.5**0.25 * 1.1**0.25] * 3)


def test_a_sound_with_all_of_the_place_is_played_as_it_is():
    assert played([123], [1.0]) == pytest.approx([123])
    assert played([123, 150, NONE], [1.0, 0.0, 0.0])[0] == pytest.approx(123)


def test_sounds_more_than_an_octave_apart_meet_at_octaves_of_one_pitch():
    assert played([100, 250], [0.5, 0.5]) == pytest.approx([100 * 1.25**0.5, 200 * 1.25**0.5])
    assert played([100, 700], [0.5, 0.5]) == pytest.approx([100 * 1.75**0.5, 400 * 1.75**0.5])
    assert played([700, 100], [0.5, 0.5]) == pytest.approx([400 * 1.75**0.5, 100 * 1.75**0.5])


def test_sounds_nearly_an_octave_apart_move_apart_to_the_octave():
    assert played([100, 195], [0.5, 0.5]) == pytest.approx([100 * 0.975**0.5, 200 * 0.975**0.5])
    assert played([100, 400], [0.3, 0.7]) == pytest.approx([100, 400])


def test_along_an_edge_no_pitch_moves_by_an_octave(rng):
    for first, second in rng.uniform(20, 16_000, (200, 2)):
        ratios = tuning_ratios(octaves(first, second), np.array([0.0, 1.0]))
        assert np.abs(np.log2(ratios)).max() < 0.91


def test_sounds_without_a_pitch_are_played_as_they_are():
    assert tuning_ratios(octaves(200, 300, NONE), np.array([0.25, 0.25, 0.5])) == pytest.approx(
        [1.5**0.5, 1.5**-0.5, 1]
    )
    assert tuning_ratios(octaves(NONE, NONE), np.array([0.5, 0.5])).tolist() == [1.0, 1.0]
    assert np.isnan(tuned(octaves(NONE), np.ones(1))).all()


def test_tuning_fades_where_a_sound_without_a_pitch_has_most_of_the_place():
    for share, amount in ((0.0, 1.0), (MAX_UNPITCHED, 1.0), (0.75, 0.5), (0.9, 0.2), (1.0, 0.0)):
        shares = np.array([share, (1 - share) / 2, (1 - share) / 2])
        assert np.log2(tuning_ratios(octaves(NONE, 200, 300), shares)[1]) == pytest.approx(amount * np.log2(1.5) / 2)


def test_tuning_changes_continuously_across_an_edge():
    pair = np.array([0.4, 0.6])
    for hertz in ((100, 250, 170), (100, 250, 900), (100, 250, NONE)):
        inside = tuned(octaves(*hertz), np.array([*(pair - 5e-7), 1e-6]))[:2]
        assert inside == pytest.approx(tuned(octaves(100, 250), pair), abs=1e-5)
