"""Decay times of places and the damping of their parents, by closed forms."""

import numpy as np
import pytest

from latentpad.synth.decay import DAMPED, REMAINING_DB, SHORTEST, damping, mean_decay


def test_the_decay_time_is_the_squared_mean_of_the_square_roots():
    assert mean_decay(np.array([0.04, 1.0]), np.array([0.5, 0.5])) == pytest.approx(0.36)
    assert mean_decay(np.array([0.04, 1.0]), np.array([0.75, 0.25])) == pytest.approx(0.16)


def test_shares_count_relative_to_their_sum():
    times = np.array([0.3, 2.0])
    assert mean_decay(times, np.array([0.2, 0.4])) == pytest.approx(mean_decay(times, np.array([1, 2]) / 3))


def test_a_sound_of_the_wanted_decay_time_or_less_is_not_damped():
    for seconds in (0.0, 0.1, 0.5):
        assert damping(seconds, 0.5) == 0.0


def test_a_damped_exponential_decays_in_the_wanted_time():
    for seconds, wanted in ((1.0, 0.1), (3.0, 2.9)):
        slope = -REMAINING_DB / seconds + damping(seconds, wanted) / DAMPED  # dB per second
        assert slope * wanted == pytest.approx(-REMAINING_DB)


def test_clicks_have_the_shortest_decay_time():
    assert mean_decay(np.zeros(2), np.array([0.5, 0.5])) == pytest.approx(SHORTEST)
