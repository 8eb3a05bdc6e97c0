from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.representation import Representation
from latentpad.synth.ending import (
    ECHO_DB,
    EVENT_DB,
    FAINTEST_DB,
    FAINTEST_MEAN_DB,
    end_of_energies,
    end_of_mean,
    find_end,
    silent_mean,
)

REPRESENTATION = Representation(sample_rate=8000, n_fft=256, hop_length=80, n_bands=16, n_frames=400, top_db=80.0)
"""100 frames per second."""

SILENCE = -90.0


def levels(*parts):
    """Concatenate stretches of equal levels: (length, decibels)."""
    return np.concatenate([np.full(n, level) for n, level in parts])


def end(*parts):
    return find_end(levels(*parts), FAINTEST_DB, 10)


def test_a_sound_lasts_to_its_last_moment_above_the_bound():
    assert end((5, 0.0), (7, -59.0), (9, -61.0)) == 12
    assert end((5, 0.0), (7, -61.0), (9, -59.0)) == 21
    assert end((300, -59.0), (5, 0.0)) == 305
    assert end((4, 0.0)) == 4
    assert end((4, SILENCE)) == end((0, 0.0)) == 0


@pytest.mark.parametrize(("n_silent", "wanted"), [(9, 24), (10, 5)])
def test_what_swells_after_a_pause_is_not_part_of_the_sound(n_silent, wanted):
    assert end((5, 0.0), (n_silent, SILENCE), (10, -50.0)) == wanted
    assert end((5, 0.0), (n_silent, -61.0), (10, EVENT_DB - 0.1)) == wanted


def test_an_event_after_a_pause_is_part_of_the_sound():
    assert end((5, 0.0), (200, SILENCE), (3, EVENT_DB)) == 208
    assert end((5, 0.0), (20, SILENCE), (3, -50.0), (20, SILENCE), (3, -30.0), (20, SILENCE), (9, -55.0)) == 51


def test_a_soft_beginning_is_not_an_event_to_compare_with():
    assert end((3, -58.0), (20, SILENCE), (5, 0.0), (20, SILENCE), (9, -50.0)) == 28


def test_echoes_are_played_to_the_last_one_above_the_bound():
    echoes = [part for level in range(0, -100, -10) for part in ((2, float(level)), (30, SILENCE))]
    assert end(*echoes) == 5 * 32 + 2
    assert end((2, 0.0), (30, SILENCE), (2, -40.0), (30, SILENCE), (2, -40.0 + ECHO_DB + 0.1)) == 66
    assert end((2, 0.0), (30, SILENCE), (2, -38.0), (30, SILENCE), (2, -38.0 + ECHO_DB - 0.1)) == 34


def test_only_ratios_of_energies_matter():
    energies = 10 ** (levels((5, 0.0), (20, -59.0), (20, SILENCE), (20, -50.0)) / 10)
    for gain in (1e-12, 1.0, 1e6):
        assert end_of_energies(gain * energies, 100) == 25
        assert end_of_energies(gain * energies, 400) == 65
    assert end_of_energies(np.array([1.0, 0.0, 0.0]), 100) == 1


@pytest.mark.parametrize("top_db", [60.0, 80.0, 100.0, 120.0])
def test_a_mean_ends_at_the_same_level_whatever_its_range(top_db):
    representation = replace(REPRESENTATION, top_db=top_db)
    faintest = max(FAINTEST_MEAN_DB, -0.99 * top_db)
    decibels = levels((50, 0.0), (50, faintest + 0.5), (100, faintest - 0.5), (50, -55.0))
    mean = np.zeros((16, 250), np.float32)
    mean[3] = np.maximum(1 + decibels / top_db, 0)
    assert end_of_mean(mean, representation) == 100
    assert end_of_mean(mean[:, :105], representation) == 100
    mean[5, 200:] = 1 - 40 / top_db
    assert end_of_mean(mean, representation) == 250
    assert end_of_mean(0 * mean, representation) == 0
    assert silent_mean(representation) == pytest.approx(1 + faintest / top_db)


def test_a_mean_that_is_not_finite_has_an_end():
    for odd in (np.nan, np.inf, -np.inf):
        mean = np.zeros((16, 40), np.float32)
        mean[:, 3], mean[2, 9] = 0.5, odd
        assert 0 <= end_of_mean(mean, REPRESENTATION) <= 40
