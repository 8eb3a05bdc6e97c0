"""The pitch of tones, drums and noise whose pitch is known."""

import numpy as np
import pytest

pytest.importorskip("soxr")

from latentpad.synth.pitch import NO_PITCH, find_pitch

RATE = 44_100


def seconds(duration, rate=RATE):
    return np.arange(round(duration * rate)) / rate


def tone(hertz, duration, rate=RATE):
    return np.sin(2 * np.pi * hertz * seconds(duration, rate))


def glide(start, end, time_constant, duration=0.5, decay=8.0):
    """A kick: a sine whose frequency falls exponentially."""
    time = seconds(duration)
    hertz = end + (start - end) * np.exp(-time / time_constant)
    return np.sin(2 * np.pi * np.cumsum(hertz) / RATE) * np.exp(-decay * time)


def cents(found, hertz):
    return 1200 * np.log2(found / hertz)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000, 96_000, 192_000])
@pytest.mark.parametrize("hertz", [20, 41.2, 440, 3_500, 4_186.01, 9_000, 16_000])
def test_a_sine_has_its_pitch_at_any_rate(rate, hertz):
    if hertz > 0.45 * rate:
        hertz = 0.45 * rate
    found = find_pitch(tone(hertz, 1, rate).astype(np.float32), rate)
    assert abs(cents(found.hertz, hertz)) < 0.5
    assert found.certainty > 0.99
    assert found.clarity > 0.999


@pytest.mark.parametrize("hertz", [55.0, 220.0, 1_000.0])
def test_harmonics_share_the_pitch_of_their_fundamental_even_where_it_is_missing(hertz):
    harmonics = sum(tone(k * hertz, 1) / k for k in range(2, 8))
    found = find_pitch(np.exp(-3 * seconds(1)) * harmonics, RATE)
    assert abs(cents(found.hertz, hertz)) < 2
    assert found.certainty > 0.95


def test_level_offset_and_leading_silence_do_not_matter():
    decaying = tone(330, 1) * np.exp(-4 * seconds(1))
    plain = find_pitch(decaying, RATE)
    late = np.concatenate([np.zeros(12_345), 1e-3 * decaying, np.zeros(999)])
    assert abs(cents(find_pitch(late, RATE).hertz, plain.hertz)) < 0.1
    assert abs(cents(find_pitch(decaying + 0.002, RATE).hertz, plain.hertz)) < 0.1


def test_the_body_of_a_kick_is_less_certain_than_a_tone():
    for end in (45.0, 60.0, 90.0):
        found = find_pitch(glide(end * 6, end, 0.02), RATE)
        assert abs(cents(found.hertz, end)) < 150
        assert found.certainty > 0.3
        assert find_pitch(tone(end, 0.5), RATE).certainty > found.certainty


def test_a_tone_that_never_rests_has_no_certain_pitch():
    sweep = np.sin(2 * np.pi * np.cumsum(500 * 2 ** (4 * seconds(1))) / RATE)
    assert find_pitch(sweep, RATE).certainty < 0.3


def test_noise_has_no_pitch():
    for seed in range(5):
        noise = np.random.default_rng(seed).standard_normal(RATE)
        found = find_pitch(noise, RATE)
        assert (found.hertz, found.certainty) == (0, 0)
        assert found.clarity < 0.3
        assert find_pitch(noise * np.exp(-30 * seconds(1)), RATE).certainty < 0.1


def test_certainty_falls_as_noise_rises():
    noise = np.random.default_rng(0).standard_normal(RATE)
    certainties = [find_pitch(tone(700, 1) + level * noise, RATE).certainty for level in (0.0, 0.3, 0.5, 2.0)]
    assert certainties == sorted(certainties, reverse=True)
    assert certainties[0] > 0.99
    assert certainties[-1] == 0


@pytest.mark.parametrize("n_samples", [0, 1, 2, 10, 63])
def test_clicks_have_no_pitch(n_samples):
    assert find_pitch(tone(5_000, 1)[1 : n_samples + 1], RATE) == NO_PITCH


@pytest.mark.parametrize("rate", [8_000, 44_100, 192_000])
def test_silence_and_damage_have_no_pitch(rate):
    assert find_pitch(np.zeros(rate), rate) == NO_PITCH
    assert find_pitch(np.full(rate, np.nan), rate) == NO_PITCH
    assert find_pitch(np.full(rate, np.inf), rate) == NO_PITCH
    assert find_pitch(np.ones(rate), rate).certainty == 0
    assert find_pitch(np.eye(1, rate)[0], rate) == NO_PITCH


@pytest.mark.parametrize("n_samples", range(100, 9_000, 445))
def test_short_sounds_are_measured_without_warnings(n_samples):
    hertz = 12 * RATE / n_samples
    found = find_pitch(tone(hertz, n_samples / RATE), RATE)
    assert found.certainty > 0.9
    assert abs(cents(found.hertz, hertz)) < 10


def test_few_periods_make_a_pitch_uncertain():
    certainties = [find_pitch(tone(100, periods / 100), RATE).certainty for periods in (3, 4, 6, 8)]
    assert certainties == sorted(certainties)
    assert certainties[0] < 0.4
    assert certainties[-1] > 0.95
