"""Decay times of places and the damping of their parents, by closed forms."""

import numpy as np
import pytest

from latentpad.synth.decay import DAMPED, REMAINING_DB, SHORTEST, SPARED, damping, mean_decay


def test_the_decay_time_is_the_squared_mean_of_the_square_roots():
    assert mean_decay(np.array([0.04, 1.0]), np.array([0.5, 0.5])) == pytest.approx(0.36)
    assert mean_decay(np.array([0.04, 1.0]), np.array([0.75, 0.25])) == pytest.approx(0.16)


def test_shares_count_relative_to_their_sum():
    times = np.array([0.3, 2.0])
    assert mean_decay(times, np.array([0.2, 0.4])) == pytest.approx(mean_decay(times, np.array([1, 2]) / 3))


def test_a_sound_of_up_to_twice_the_wanted_decay_time_is_not_damped():
    for seconds in (0.0, 0.1, 0.5, SPARED * 0.5):
        assert damping(seconds, 0.5) == 0.0


def test_damping_approaches_a_share_of_the_decay_that_is_wanted():
    assert damping(1e9, 0.1) == pytest.approx(-DAMPED * REMAINING_DB / 0.1)
    assert damping(1.0, 0.1) == pytest.approx(-DAMPED * REMAINING_DB * (10 - SPARED))


def test_clicks_have_the_shortest_decay_time():
    assert mean_decay(np.zeros(2), np.array([0.5, 0.5])) == pytest.approx(SHORTEST)
