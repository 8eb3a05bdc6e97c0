import numpy as np
import pytest

from latentpad.synth.gate import RELEASE, gate

RATE = 16_000
TIME = np.arange(RATE) / RATE
FALLING = (np.sin(2 * np.pi * 2000 * TIME) * 10 ** (-3 * TIME / 1.0)).astype(np.float32)
"""A tone that falls by 60 dB in a second."""

N_RELEASE = round(RELEASE * RATE)


@pytest.mark.parametrize(("amount", "decibels"), [(0.25, 46.5), (0.5, 33.0), (1.0, 6.0)])
def test_a_sound_is_untouched_down_to_the_threshold_and_then_ends_in_20_ms(amount, decibels):
    cut = gate(FALLING, amount, RATE)
    n_open = len(cut) - N_RELEASE
    assert n_open / RATE == pytest.approx(decibels / 60, abs=0.002)
    assert np.array_equal(cut[:n_open], FALLING[:n_open])
    assert abs(cut[-1]) < 1e-6
    assert np.abs(cut[n_open + N_RELEASE // 2 :]).max() <= 0.51 * np.abs(FALLING[n_open + N_RELEASE // 2 :]).max()


def test_the_gate_stays_open_for_a_later_hit_above_the_threshold():
    late = FALLING.copy()
    late[8000:] += 0.4 * FALLING[:8000]
    assert len(gate(late, 0.8, RATE)) > 8000
    assert len(gate(late, 1.0, RATE)) < 8000


@pytest.mark.parametrize("amount", [0.0, 1e-6])
def test_a_gate_that_stays_open_returns_the_signal(amount):
    steady = np.sin(2 * np.pi * 2000 * TIME).astype(np.float32)
    assert gate(steady, amount, RATE) is steady
