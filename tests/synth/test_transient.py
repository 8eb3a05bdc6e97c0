import numpy as np
import pytest

from latentpad.synth.transient import BOOST, onset_decibels, shape_attack

RATE = 16_000
TIME = np.arange(RATE) / RATE


def tone_after_silence(hz, silence=0.1):
    return np.where(silence <= TIME, np.sin(2 * np.pi * hz * TIME), 0).astype(np.float32)


def gain_at(shaped, signal, seconds):
    """Return the gain in decibels in 5 ms around a time."""
    near = slice(round((seconds - 0.0025) * RATE), round((seconds + 0.0025) * RATE))
    return 20 * np.log10(np.abs(shaped[near]).max() / np.abs(signal[near]).max())


def test_a_sharper_onset_is_12_db_louder_and_the_rest_unchanged():
    signal = tone_after_silence(2000)
    shaped = shape_attack(signal, 1.0, RATE)
    assert 20 * np.log10(np.abs(shaped).max()) == pytest.approx(BOOST, abs=1.0)
    assert gain_at(shaped, signal, 0.112) == pytest.approx(BOOST / 2, abs=1.0)
    assert np.array_equal(shaped[round(0.145 * RATE) :], signal[round(0.145 * RATE) :])
    half = shape_attack(signal, 0.5, RATE)
    assert gain_at(half, signal, 0.112) == pytest.approx(BOOST / 4, abs=0.5)


@pytest.mark.parametrize("amount", [-1.0, -0.5, -0.25])
def test_a_softer_onset_rises_by_60_db_in_up_to_80_ms(amount):
    signal = tone_after_silence(2000)
    shaped = shape_attack(signal, amount, RATE)
    seconds = 0.08 * -amount
    for share in (0.25, 0.5, 0.75):
        assert gain_at(shaped, signal, 0.1 + share * seconds) == pytest.approx(-60 + 60 * share + 2, abs=9)
    rest = round((0.105 + seconds) * RATE)
    assert np.array_equal(shaped[rest:], signal[rest:])


@pytest.mark.parametrize("hz", [40, 50, 100, 440])
def test_the_period_of_a_steady_tone_is_no_onset(hz):
    peaks = np.abs(tone_after_silence(hz, 0.0)).reshape(-1, RATE // 1000).max(axis=1)
    assert not onset_decibels(peaks, 40)[60:].any()


def test_a_second_hit_after_a_pause_is_shaped_and_a_roll_is_not():
    hits = np.zeros(1000, dtype=np.float32)
    hits[[100, 800]] = 1.0
    onset = onset_decibels(hits, 40)
    assert onset[800] == pytest.approx(onset[100]) == 58.0
    hits[100:800:8] = 1.0
    assert not onset_decibels(hits, 40)[150:800].any()


def test_a_click_is_softened_within_its_length():
    click = (np.sin(2 * np.pi * 2000 * TIME) * np.exp(-TIME / 0.002)).astype(np.float32)
    noise = 1e-4 * np.random.default_rng(0).standard_normal(len(TIME)).astype(np.float32)
    shaped = shape_attack(click + noise, -1.0, RATE)
    assert np.abs(shaped).max() > 200 * np.abs(noise).max()
    assert np.abs(shaped[:16]).max() < 0.005


def test_a_signal_that_begins_at_once_is_softened_from_its_first_sample():
    signal = tone_after_silence(2000, 0.0)
    shaped = shape_attack(signal, -1.0, RATE)
    assert np.abs(shaped[:16]).max() < 0.003
    assert shaped.dtype == np.float32
    assert np.isfinite(shape_attack(signal[:5], -1.0, RATE)).all()
