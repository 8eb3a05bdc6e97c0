import numpy as np
import pytest

from latentpad.request import Controls
from latentpad.synth.shaping import shape

RATE = 16_000
TIME = np.arange(RATE) / RATE
HIT = (np.random.default_rng(0).standard_normal(RATE) * 10 ** (-3 * TIME / 0.5)).astype(np.float32)
EXTREME = {"attack": 1.0, "tail": 1.0, "drive": 1.0}


def test_at_their_defaults_controls_leave_the_signal_as_it_is():
    assert shape(HIT, Controls(), RATE) is HIT


@pytest.mark.parametrize("signal", [np.zeros(500), np.zeros(0), np.full(500, np.nan), np.r_[np.zeros(9), np.inf]])
def test_silence_and_what_is_not_finite_are_left_alone(signal):
    signal = signal.astype(np.float32)
    assert shape(signal, Controls(**EXTREME), RATE) is signal


@pytest.mark.parametrize("n", [1, 2, 9, 100])
def test_the_shortest_signals_stay_finite(n):
    assert np.isfinite(shape(HIT[:n], Controls(**EXTREME), RATE)).all()


@pytest.mark.parametrize("controls", [Controls(drive=1.0), Controls(attack=-1.0)])
def test_the_noise_that_follows_a_recorded_sound_is_not_brought_up(controls):
    hit = np.where(TIME < 0.2, HIT * 10 ** (-60 * TIME / 20), 0) + 1e-4 * HIT[::-1]
    shaped = shape(hit.astype(np.float32), controls, RATE)
    assert len(shaped) / RATE == pytest.approx(0.2 + 0.05, abs=0.02)
    assert len(shape(hit.astype(np.float32), Controls(attack=1.0), RATE)) == RATE


def test_the_input_is_not_modified():
    signal = HIT.copy()
    shape(signal, Controls(**EXTREME), RATE)
    assert np.array_equal(signal, HIT)
