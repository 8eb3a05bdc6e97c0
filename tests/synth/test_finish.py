import numpy as np
import pytest

from latentpad.errors import SilenceError
from latentpad.synth.finish import FADE_IN, FADE_OUT, INAUDIBLE, LOUDNESS, MAX_PEAK, MIN_SECONDS, TAIL, finish
from latentpad.synth.loudness import momentary_loudness, true_peak

SAMPLE_RATE = 10_000
N_IN, N_OUT, N_TAIL = (round(seconds * SAMPLE_RATE) for seconds in (FADE_IN, FADE_OUT, TAIL))

RINGING = 300
"""Samples for which the filters of the loudness ring after an abrupt end."""


def steps(*parts):
    """Concatenate stretches of equal samples: (length, level)."""
    return np.concatenate([np.full(n, level, dtype=np.float32) for n, level in parts])


def tone(hz, seconds, decay=np.inf):
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (np.sin(2 * np.pi * hz * time) * np.exp(-time / decay)).astype(np.float32)


def loudness(signal):
    return momentary_loudness(signal, SAMPLE_RATE)


def peak_of(signal):
    return float(np.abs(signal).max())


@pytest.mark.parametrize("gain", [1e-5, 0.1, 1.0, 50.0])
@pytest.mark.parametrize(
    "signal", [tone(300, 1.0), tone(1000, 0.3), tone(2000, 2.0, 0.5)], ids=["low", "short", "long"]
)
def test_sounds_of_any_level_are_equally_loud(signal, gain):
    assert loudness(finish(gain * signal, SAMPLE_RATE)) == pytest.approx(LOUDNESS, abs=0.01)


def test_a_spike_does_not_make_a_sound_softer():
    plain, spiky = tone(1000, 1.0), tone(1000, 1.0)
    spiky[30] = 5.0
    louder = loudness(finish(spiky, SAMPLE_RATE)[100:]) - loudness(finish(plain, SAMPLE_RATE)[100:])
    assert abs(louder) < 0.2
    assert peak_of(finish(spiky, SAMPLE_RATE)) > 4 * peak_of(finish(plain, SAMPLE_RATE))


@pytest.mark.parametrize(
    "signal", [tone(1000, 0.005), tone(3300, 0.005), steps((3000, 0.001), (1, 1.0), (3000, 0.001))]
)
def test_the_true_peak_is_at_most_1_db_below_full_scale(signal):
    found = finish(signal, SAMPLE_RATE)
    assert true_peak(found, SAMPLE_RATE, peak_of(found)) == pytest.approx(10 ** (-1 / 20), rel=1e-6) == MAX_PEAK
    assert loudness(found) < LOUDNESS


def test_the_level_of_the_originals_is_kept_on_request():
    signal = tone(1000, 1.0)
    plain = peak_of(finish(signal, SAMPLE_RATE))
    for level in (0.02, 0.3, 0.8):
        peaks = [peak_of(finish(signal, SAMPLE_RATE, level, dynamics)) for dynamics in (0.0, 0.25, 1.0)]
        assert peaks == pytest.approx([plain, plain**0.75 * level**0.25, level], rel=1e-5)
    loudest = finish(signal, SAMPLE_RATE, 2.0, 1.0)
    assert true_peak(loudest, SAMPLE_RATE, peak_of(loudest)) == pytest.approx(MAX_PEAK, rel=1e-6)
    assert peak_of(finish(signal, SAMPLE_RATE, None, 1.0)) == plain


def test_between_the_fades_samples_are_only_scaled(rng):
    signal = rng.uniform(-1, 1, 3000).astype(np.float32)
    inside = slice(N_IN, -N_OUT)
    found = finish(signal, SAMPLE_RATE)
    assert found[inside] == pytest.approx(signal[inside] * found[1500] / signal[1500], rel=1e-5)
    assert (found.dtype, len(found)) == (np.float32, 3000)


def test_both_ends_fade_linearly_to_zero():
    found = finish(steps((3000, 1.0)), SAMPLE_RATE)
    level = found[1500]
    assert found[: N_IN + 1] == pytest.approx(level * np.arange(N_IN + 1) / N_IN, rel=1e-6)
    assert found[-N_OUT:] == pytest.approx(level * np.linspace(1, 0, N_OUT), rel=1e-6)


def sines(*parts):
    """Concatenate stretches of a sine: (seconds, decibels)."""
    level = np.concatenate([np.full(round(seconds * SAMPLE_RATE), 10 ** (db / 20)) for seconds, db in parts])
    return (level * tone(500, len(level) / SAMPLE_RATE)).astype(np.float32)


def test_a_sound_lasts_no_longer_than_its_peak_is_audible():
    found = finish(steps((1000, 1.0), (2000, INAUDIBLE * 0.9)), SAMPLE_RATE)
    assert len(found) == 1000 + N_OUT


def test_a_sound_ends_where_its_level_stays_60_db_below_the_loudest():
    assert len(finish(sines((0.2, 0.0), (0.5, -59.5)), SAMPLE_RATE)) == 7000
    assert len(finish(sines((0.2, 0.0), (0.5, -60.5)), SAMPLE_RATE)) == pytest.approx(2000 + N_TAIL, abs=RINGING)
    assert len(finish(sines((0.2, 0.0), (0.5, -60.5)), SAMPLE_RATE, is_whole=True)) == 7000


def test_what_follows_the_end_of_a_sound_fades_out():
    signal = sines((0.2, 0.0), (0.5, -62.0))
    found, whole = (finish(signal, SAMPLE_RATE, is_whole=is_whole) for is_whole in (False, True))
    end = len(found) - N_TAIL
    assert end == pytest.approx(2000, abs=RINGING)
    assert np.array_equal(found[:end], whole[:end])
    assert found[end:] == pytest.approx(whole[end : end + N_TAIL] * np.linspace(1, 0, N_TAIL), abs=1e-9)
    assert np.abs(found[end:]).max() < 10 ** (-62 / 20)


def test_a_swell_after_the_end_is_not_played_but_an_echo_is():
    swell = np.linspace(-80, -50, 10)
    parts = [(0.3, 0.0), (0.2, -70.0), *((0.05, db) for db in swell)]
    assert len(finish(sines(*parts), SAMPLE_RATE)) == pytest.approx(3000 + N_TAIL, abs=RINGING)
    assert len(finish(sines((0.3, 0.0), (0.5, -90.0), (0.1, -40.0)), SAMPLE_RATE)) == 9000
    echoes = [(0.02, 0.0), (0.2, -120.0), (0.02, -20.0), (0.2, -120.0), (0.02, -35.0), (0.2, -120.0), (0.02, -50.0)]
    assert len(finish(sines(*echoes), SAMPLE_RATE)) == 6800


def test_a_slow_attack_and_a_reverb_are_played(rng):
    time = np.arange(20_000) / SAMPLE_RATE
    noise = rng.standard_normal(20_000)
    rising = (noise * 10 ** (-60 * (2 - time) / 2 / 20)).astype(np.float32)
    assert len(finish(rising, SAMPLE_RATE)) == 20_000
    reverb = (noise * 10 ** (-60 * time / 1.0 / 20)).astype(np.float32)  # -60 dB after a second
    assert len(finish(reverb, SAMPLE_RATE)) == pytest.approx(1.0 * SAMPLE_RATE, abs=0.05 * SAMPLE_RATE)


def test_a_pause_is_not_an_end():
    assert len(finish(steps((1000, 1.0), (1000, 0.0), (1, 0.5), (1000, 0.0)), SAMPLE_RATE)) == 2001 + N_OUT


def test_a_click_has_the_shortest_length():
    assert len(finish(steps((10, 0.0), (1, 1.0), (2000, 0.0)), SAMPLE_RATE)) == MIN_SECONDS * SAMPLE_RATE


def test_a_signal_may_be_shorter_than_its_fades():
    found = finish(steps((7, 1.0)), SAMPLE_RATE)
    assert (len(found), found[0], found[-1]) == (7, 0.0, 0.0)
    assert peak_of(found) == pytest.approx(MAX_PEAK, rel=1e-6)


def test_a_reversed_sound_is_the_finished_sound_turned_round_at_the_same_loudness():
    signal = tone(1000, 1.0) * np.exp(-np.arange(SAMPLE_RATE) / 2000).astype(np.float32)
    plain, turned = (finish(signal, SAMPLE_RATE, is_reversed=is_reversed) for is_reversed in (False, True))
    gain = peak_of(turned) / peak_of(plain)
    assert turned == pytest.approx(gain * plain[::-1], abs=1e-6)
    assert 20 * np.log10(gain) == pytest.approx(0, abs=0.5)
    assert loudness(turned) == pytest.approx(LOUDNESS, abs=0.01)


def test_the_input_is_not_modified():
    signal = steps((3000, 1.0))
    finish(signal, SAMPLE_RATE)
    assert (signal == 1.0).all()


@pytest.mark.parametrize(
    "signal", [steps((3000, 0.0)), steps((3000, 1e-8)), steps((0, 0.0)), steps((9, np.nan)), steps((9, np.inf))]
)
def test_silent_and_non_finite_signals_are_refused(signal):
    with pytest.raises(SilenceError, match=r"^this point of the map is silent$"):
        finish(signal, SAMPLE_RATE)


def test_two_channels_are_finished_as_one():
    left = tone(1000, 1.0, 0.5)
    both = finish(np.stack([left, left]), SAMPLE_RATE)
    assert np.array_equal(both, np.stack([finish(left, SAMPLE_RATE)] * 2))
    loud_right = finish(np.stack([0.1 * left, left]), SAMPLE_RATE)
    assert loudness(loud_right[1]) == pytest.approx(LOUDNESS - 10 * np.log10(1.01 / 2), abs=0.05)
    spiky = finish(np.stack([steps((20, 0.0), (1, gain), (3000, 0.0)) for gain in (1.0, 0.5)]), SAMPLE_RATE)
    assert peak_of(spiky) <= MAX_PEAK
    late = np.stack([steps((900, 1.0), (3000, 0.0)), steps((2000, 1.0), (1900, 0.0))])
    assert finish(late, SAMPLE_RATE).shape == (2, 2000 + N_OUT)
