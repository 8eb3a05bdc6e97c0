"""Punch of sounds whose levels are known."""

import numpy as np
import pytest

pytest.importorskip("scipy")
pytest.importorskip("librosa")

from latentpad_export.evaluate.metrics.punch import punch

RATE = 48_000


def sine(hertz, seconds, rate=RATE):
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


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
