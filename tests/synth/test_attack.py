"""Attacks: how sounds begin, measured, mixed, and followed by what the model makes alone."""

from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.map import ATTACK_STEPS
from latentpad.errors import SilenceError
from latentpad.request import Controls, Request
from latentpad.synth.attack import MOST_DB, follow_attack, measure_attack, mix_attacks
from latentpad.synth.finish import finish
from latentpad.synth.synth import Synth

RATE = 8_000
ALONE = Controls(detail=0.0)
TIMES = 0.0015 * np.arange(ATTACK_STEPS)


def swelling(rise, rate=44_100, seconds=0.5, seed=0):
    """Return noise of one level that rises by 60 dB in `rise` seconds, as straight as a ruler."""
    time = np.arange(round(seconds * rate)) / rate
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], len(time))
    return (signs * 10 ** (np.minimum(0, -60 + 60 * time / rise) / 20)).astype(np.float32)


def levels(signal, rate=44_100):
    """Return the levels of a sound in decibels, as its map would have them."""
    return mix_attacks(measure_attack(signal, rate)[None], np.ones(1, dtype=np.float32))


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000, 96_000])
def test_levels_are_those_of_the_sound_at_any_rate(rate):
    found = levels(swelling(0.04, rate), rate)
    inside = (TIMES > 0.018) & (TIMES < 0.034)
    steepness = np.diff(found)[inside[1:]].mean()  # what comes later leaks into it, the more the lower the rate
    assert steepness == pytest.approx(60 * 0.0015 / 0.04, rel=0.2)
    assert found[-1] == pytest.approx(0, abs=0.7)


def test_levels_do_not_depend_on_the_peak():
    assert (measure_attack(1e-3 * swelling(0.02), 44_100) == measure_attack(swelling(0.02), 44_100)).all()


def test_levels_are_relative_to_the_loudest_part_also_where_it_comes_late():
    late = np.concatenate([swelling(0.02), 10 * swelling(0.02)])
    assert levels(late)[-1] == pytest.approx(-20, abs=0.7)


@pytest.mark.parametrize("hertz", [35, 55, 110, 440])
def test_levels_are_those_of_the_envelope_whatever_the_phase(hertz):
    time = np.arange(44_100) / 44_100
    waves = [np.sin(2 * np.pi * hertz * time + phase).astype(np.float32) for phase in (0, np.pi / 2)]
    one, other = (levels(wave)[8:] for wave in waves)  # the first 12 ms contain the edge of the sound
    assert np.ptp(one) < 2
    assert np.abs(one - other).max() < 2


@pytest.mark.parametrize("hertz", [35, 55, 110, 440])
def test_low_tones_are_not_distorted_by_a_sound_of_another_phase(hertz):
    time = np.arange(44_100) / 44_100
    waves = [np.sin(2 * np.pi * hertz * time + phase) * np.exp(-4 * time) for phase in (0, np.pi / 2)]
    wanted, signal = levels(waves[0].astype(np.float32)), waves[1].astype(np.float32)
    beginning = follow_attack(signal, wanted, 44_100)[:2_117]
    basis = np.stack(waves, axis=1)[:2_117]
    rest = beginning - basis @ np.linalg.lstsq(basis, beginning, rcond=None)[0]
    assert np.linalg.norm(rest) < 0.13 * np.linalg.norm(beginning)


@pytest.mark.parametrize("n_samples", [0, 1, 5, 22, 23, 2_000])
def test_sounds_of_every_length_and_silence_have_an_attack(n_samples):
    silence, click = np.zeros(n_samples, dtype=np.float32), np.ones(n_samples, dtype=np.float32)
    assert measure_attack(silence, 44_100).tolist() == [0] * ATTACK_STEPS
    found = measure_attack(click, 44_100)
    assert (found.shape, found.dtype) == ((ATTACK_STEPS,), np.uint8)
    assert found.any() == bool(n_samples)


def test_levels_between_sounds_are_the_mean_of_theirs_in_decibels():
    attacks = np.array([[210] * ATTACK_STEPS, [160] * ATTACK_STEPS], dtype=np.uint8)
    assert mix_attacks(attacks, np.float32([0.25, 0.75])) == pytest.approx([-7.5] * ATTACK_STEPS)
    assert mix_attacks(attacks, np.float32([1.5, -0.5])) == pytest.approx([5] * ATTACK_STEPS)
    assert mix_attacks(attacks, np.float32([5.0, -4.0])) == pytest.approx([9] * ATTACK_STEPS)  # as loud as can be


@pytest.mark.parametrize("rates", [(44_100, 44_100), (44_100, 8_000)], ids=str)
def test_a_sound_follows_an_attack_that_is_a_little_slower(rates):
    measured, played = rates
    wanted = levels(swelling(0.033, measured), measured)
    quick = swelling(0.03, played, seed=1)
    before, after = (levels(sound, played) for sound in (quick, follow_attack(quick, wanted, played)))
    middle = (TIMES > 0.015) & (TIMES < 0.027)
    assert np.abs(before - wanted)[middle].mean() > 3
    assert np.abs(after - wanted)[middle].mean() < 1


@pytest.mark.parametrize("rise", [0.001, 0.2])
def test_the_gain_is_bounded_and_ends_after_the_attack(rise):
    signal = swelling(0.03, seed=1)
    gain = 20 * np.log10(np.abs(follow_attack(signal, levels(swelling(rise)), 44_100)) / np.abs(signal))
    assert np.abs(gain).max() == pytest.approx(MOST_DB, abs=0.1)
    assert (gain[round(0.048 * 44_100) :] == 0).all()
    assert np.abs(np.diff(gain)).max() < 0.2  # no click


def test_a_sound_that_begins_as_it_should_stays_as_it_is():
    signal = swelling(0.03)
    np.testing.assert_allclose(follow_attack(signal, levels(signal), 44_100), signal, rtol=0.02)


def test_half_of_the_gain_can_be_had_and_none():
    signal, wanted = swelling(0.03), levels(swelling(0.001))
    assert follow_attack(signal, wanted, 44_100, 0.0) is signal
    gains = [np.abs(follow_attack(signal, wanted, 44_100, amount) / signal).max() for amount in (0.5, 1.0)]
    assert gains[0] ** 2 == pytest.approx(gains[1], rel=1e-3)


@pytest.mark.parametrize("n_samples", [0, 1, 30, 500])
def test_silence_and_short_sounds_are_followed_without_a_word(n_samples):
    wanted = levels(swelling(0.02))
    assert not follow_attack(np.zeros(n_samples, dtype=np.float32), wanted, 44_100).any()
    click = np.ones(n_samples, dtype=np.float32)
    followed = follow_attack(click, wanted, 44_100)
    assert np.isfinite(followed).all()
    assert (followed[: n_samples // 2] < click[: n_samples // 2]).all()  # also where silence comes after it
    broken = np.full(n_samples, np.nan, dtype=np.float32)
    assert np.isnan(follow_attack(broken, wanted, 44_100)).all()  # refused by `finish`


@pytest.fixture
def bundle(make_bundle):
    """A bundle of two sounds that the model decodes alike, the second of which begins 20 dB softer."""
    bundle = make_bundle()
    attacks = np.full((2, ATTACK_STEPS), 210, dtype=np.uint8)
    attacks[1, :20] -= 100
    return replace(bundle, map=replace(bundle.map, attacks=attacks))


def older(bundle):
    """Return a bundle as it was before maps had attacks."""
    return replace(bundle, map=replace(bundle.map, attacks=None))


def beginning(signal):
    """Return the level of the first 20 ms relative to what follows."""
    parts = signal[: RATE // 50], signal[RATE // 20 : RATE // 5]
    return 10 * np.log10(np.mean(parts[0] ** 2) / np.mean(parts[1] ** 2))


def test_the_model_alone_begins_as_the_sounds_of_the_place(bundle):
    plain, synth = Synth(older(bundle)), Synth(bundle)
    x, y = map(float, bundle.map.points[1])
    first, middle, second = (
        beginning(synth.render(Request(place, y, controls=ALONE)))
        - beginning(plain.render(Request(place, y, controls=ALONE)))
        for place in (float(bundle.map.points[0][0]), 0.5, x)
    )
    assert -MOST_DB - 0.5 < second < -3
    assert second <= middle <= first


def test_a_sound_by_the_model_alone_is_that_of_its_place(bundle):
    synth = Synth(bundle)
    x, y = map(float, bundle.map.points[1])
    by_place = synth.render_place(synth.inverse_map.place(x, y), ALONE, np.random.default_rng(3))
    assert (synth.render_sound(1, np.random.default_rng(3)) == by_place).all()
    assert (
        synth.render_sound(1, np.random.default_rng(3))
        != Synth(older(bundle)).render_sound(1, np.random.default_rng(3))
    ).any()


@pytest.mark.parametrize("changed", [{"decay": 0.0}, {"tone": 12.0}, {"tone": -12.0}], ids=str)
def test_what_the_controls_change_most_does_not_follow(bundle, changed):
    x, y = map(float, bundle.map.points[1])
    request = Request(x, y, controls=Controls(detail=0.0, **changed))
    found, plain = (Synth(one).render(request) for one in (bundle, older(bundle)))
    assert (found == plain).all()


@pytest.mark.parametrize("length", [0.25, 1.0, 4.0])
def test_an_attack_is_followed_at_any_length(bundle, length):
    x, y = map(float, bundle.map.points[1])
    request = Request(x, y, controls=Controls(detail=0.0, length=length))
    found, plain = (Synth(one).render(request) for one in (bundle, older(bundle)))
    assert beginning(found) - beginning(plain) < -3


def test_the_detail_keeps_its_own_attack(bundle):
    sounds = [swelling(0.001, RATE, seed=seed) for seed in (1, 2)]
    x, y = map(float, bundle.map.points[1])
    for place in (x, 0.5):
        request = Request(place, y, controls=Controls(detail=1.0))
        found, plain = (Synth(one, lambda index: sounds[index]).render(request) for one in (bundle, older(bundle)))
        assert (found == plain).all()


def test_a_missing_recording_is_replaced_by_the_model_with_its_attack(bundle):
    x, y = map(float, bundle.map.points[1])
    request = Request(x, y, controls=Controls(detail=1.0))
    with_none = Synth(bundle, lambda index: None).render(request)
    assert (with_none == Synth(bundle).render(replace(request, controls=ALONE))).all()


def test_silence_stays_silence(make_bundle, toy):
    means = np.zeros((2, toy.representation.n_bands, toy.representation.n_frames), dtype=np.float32)
    bundle = make_bundle(means=means)
    attacks = np.full((2, ATTACK_STEPS), 255, dtype=np.uint8)
    with pytest.raises(SilenceError):
        Synth(replace(bundle, map=replace(bundle.map, attacks=attacks))).render(Request(0.5, 0.5, controls=ALONE))
    with pytest.raises(SilenceError):
        finish(follow_attack(np.zeros(500, dtype=np.float32), levels(swelling(0.02)), RATE), RATE)
