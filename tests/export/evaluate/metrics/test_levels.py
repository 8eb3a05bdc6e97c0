"""Loudness and punch of sounds whose levels are known."""

import numpy as np
import pytest

pytest.importorskip("scipy")
pytest.importorskip("librosa")

from latentpad_export.evaluate.metrics.levels import k_weighting, loudness, punch

RATE = 48_000


def sine(hertz, seconds, rate=RATE):
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def test_the_filters_at_48_khz_are_those_of_the_recommendation():
    """BS.1770, tables 1 and 2."""
    (shelf, shelf_poles), (high_pass, poles) = k_weighting(48_000)
    np.testing.assert_allclose(shelf, [1.53512485958697, -2.69169618940638, 1.19839281085285], rtol=1e-10)
    np.testing.assert_allclose(shelf_poles, [1, -1.69065929318241, 0.73248077421585], rtol=1e-10)
    np.testing.assert_array_equal(high_pass, [1, -2, 1])
    np.testing.assert_allclose(poles, [1, -1.99004745483398, 0.99007225036621], rtol=1e-10)


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
@pytest.mark.parametrize("decibels", [0, -18, -60])
def test_a_sine_of_997_hz_is_3_lu_below_its_peak(rate, decibels):
    found = loudness(10 ** (decibels / 20) * sine(997, 2, rate), rate)
    assert found == pytest.approx(decibels - 3.01, abs=0.05)


def test_a_short_sound_is_as_loud_as_its_energy_in_400_ms():
    assert loudness(sine(997, 0.1), RATE) == pytest.approx(
        loudness(sine(997, 0.4), RATE) + 10 * np.log10(0.25), abs=0.1
    )


def test_the_loudest_part_counts_wherever_it_is():
    sound = 0.01 * sine(997, 3)
    sound[RATE : RATE + round(0.4 * RATE)] *= 100
    assert loudness(sound, RATE) == pytest.approx(-3.01, abs=0.05)


def test_bass_is_less_loud_and_treble_louder_than_the_middle():
    assert loudness(sine(30, 1), RATE) < loudness(sine(997, 1), RATE) - 5
    assert loudness(sine(8_000, 1), RATE) == pytest.approx(loudness(sine(997, 1), RATE) + 3.3, abs=0.2)


@pytest.mark.parametrize("factor", [0.25, 1, 4])
def test_punch_is_the_level_of_the_first_10_ms_over_that_of_the_body(factor):
    sound = sine(1_000, 2)
    sound[: RATE // 100] *= factor
    body = max(1, (factor**2 * 0.01 + 0.39) / 0.4)  # the loudest 400 ms may include the attack
    assert punch(sound, RATE) == pytest.approx(10 * np.log10(factor**2 / body), abs=0.3)


def test_a_click_has_the_greatest_punch():
    assert punch(np.r_[sine(1_000, 0.01), np.zeros(RATE)], RATE) == pytest.approx(10 * np.log10(40), abs=0.3)


def test_silence_before_a_sound_and_its_level_do_not_change_its_punch():
    sound = sine(400, 1) * np.exp(-5 * np.arange(RATE) / RATE)
    late = np.r_[np.zeros(12_345), 0.01 * sound]
    assert punch(late, RATE) == pytest.approx(punch(sound, RATE), abs=0.2)
    assert punch(late.astype(np.float32), RATE) == pytest.approx(punch(late, RATE), abs=1e-3)
