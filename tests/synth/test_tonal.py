"""Noise between the partials of tones, measured and attenuated."""

import numpy as np
import pytest

from latentpad.bundle.representation import Representation
from latentpad.synth.tonal import (
    ATTACK_SECONDS,
    FADED_SECONDS,
    FOLLOWED,
    MOST_DB,
    UNNOTICED_DB,
    NoiseReduction,
    attenuations,
)

RATE = 8_000
REPRESENTATION = Representation(RATE, n_fft=256, hop_length=64, n_bands=129, n_frames=160, top_db=80.0)
STEADY = slice(RATE // 4, -RATE // 4)
ATTACK, FADED = round(ATTACK_SECONDS * RATE), round(FADED_SECONDS * RATE)


@pytest.fixture(scope="module")
def reduction():
    return NoiseReduction(REPRESENTATION)


def tone(hz=220, seconds=1.0, n_partials=12):
    time = np.arange(round(seconds * RATE)) / RATE
    partials = [np.sin(2 * np.pi * k * hz * time + k) / k for k in range(1, n_partials + 1)]
    return (0.5 * np.sum(partials, axis=0)).astype(np.float32)


def hiss(rng, seconds=1.0):
    return 0.2 * rng.standard_normal(round(seconds * RATE), dtype=np.float32)


def decibels(signal):
    return 10 * np.log10(np.mean(np.square(signal[STEADY], dtype=np.float64)))


def test_contrast_falls_by_as_many_decibels_as_the_noise_rises(reduction, rng):
    noise = hiss(rng)
    found = [reduction.contrast(tone() + np.float32(gain) * noise, 0) for gain in (0.2, 0.6)]
    assert found[0] - found[1] == pytest.approx(20 * np.log10(3), abs=1.5)
    assert reduction.contrast(noise, 0) == pytest.approx(10, abs=3)


def test_contrast_is_that_of_the_sound_after_its_onset(reduction, rng):
    sound = tone() + np.float32(0.01) * hiss(rng)
    shifted = np.concatenate([hiss(rng), sound])
    assert reduction.contrast(shifted, len(shifted) - len(sound)) == reduction.contrast(sound, 0)


def test_contrast_does_not_depend_on_the_level(reduction, rng):
    sound = tone() + np.float32(0.1) * hiss(rng)
    assert reduction.contrast(sound / 8, 0) == pytest.approx(reduction.contrast(sound, 0), abs=1e-3)


@pytest.mark.parametrize("amount", [3.0, 6.0, 15.0])
def test_noise_is_attenuated_and_partials_are_not(reduction, rng, amount):
    noise, sound = hiss(rng), tone()
    assert decibels(noise) - decibels(reduction.attenuate(noise, amount, 0)) == pytest.approx(amount, rel=0.3)
    assert decibels(sound) - decibels(reduction.attenuate(sound, amount, 0)) < 0.01


def test_contrast_rises_with_the_attenuation(reduction, rng):
    noisy = tone() + np.float32(0.3) * hiss(rng)
    quieter = reduction.attenuate(noisy, 6.0, 0)
    assert reduction.contrast(quieter, 0) - reduction.contrast(noisy, 0) == pytest.approx(5, abs=1.5)


@pytest.mark.parametrize("onset", [0, 777])
def test_an_attack_keeps_its_noise(reduction, rng, onset):
    noise = hiss(rng)
    found = reduction.attenuate(noise, MOST_DB, onset)
    assert np.array_equal(found[: onset + ATTACK], noise[: onset + ATTACK])
    assert found.shape == noise.shape
    assert found.dtype == np.float32
    removed = np.abs(found - noise)
    assert removed[onset + ATTACK : onset + ATTACK + 40].max() < 0.2 * removed[onset + FADED :].max()


def test_a_signal_is_left_as_it_is(reduction, rng):
    noise = hiss(rng)
    before = noise.copy()
    assert reduction.attenuate(noise, 0.0, 0) is noise
    reduction.attenuate(noise, 6.0, 0)
    assert np.array_equal(noise, before)


@pytest.mark.parametrize("n", [0, 1, 2, 239, 240, 241, 800, 2047, 2048, 2049])
def test_short_sounds_keep_their_length(reduction, rng, n):
    short = hiss(rng)[:n]
    assert len(reduction.attenuate(short, 6.0, 0)) == n
    assert np.isfinite(reduction.contrast(short, 0))
    assert np.isfinite(reduction.contrast(short, 5_000))


def test_silence_has_no_contrast_and_stays_silent(reduction):
    silence = np.zeros(RATE, dtype=np.float32)
    assert reduction.contrast(silence, 0) == 0
    assert not reduction.attenuate(silence, 6.0, 0).any()


def test_only_parents_of_less_contrast_than_the_mean_lose_noise():
    found = attenuations(np.array([40.0, 32.0]), np.array([0.5, 0.5]))
    assert found.tolist() == [0.0, FOLLOWED * (4 - UNNOTICED_DB)]
    assert attenuations(np.array([40.0, 40.0]), np.array([0.3, 0.7])).tolist() == [0.0, 0.0]
    assert attenuations(np.array([60.0, 10.0]), np.array([0.9, 0.1])).tolist() == [0.0, MOST_DB]


def test_parents_without_pitch_keep_their_noise_and_do_not_count():
    found = attenuations(np.array([40.0, np.nan, 32.0]), np.array([0.25, 0.5, 0.25]))
    assert found.tolist() == [0.0, 0.0, FOLLOWED * (4 - UNNOTICED_DB)]
    assert not attenuations(np.array([40.0, np.nan]), np.array([0.5, 0.5])).any()
    assert not attenuations(np.full(2, np.nan), np.array([0.5, 0.5])).any()


def test_attenuation_changes_continuously_where_parents_come_and_go(rng):
    contrasts = np.array([45.0, 20.0, np.nan, 30.0])
    for weights in rng.dirichlet(np.ones(4), 50):
        for i in range(4):
            near = np.where(np.arange(4) == i, 1e-6, weights)
            kept = np.arange(4) != i
            without = attenuations(contrasts[kept], near[kept] / near[kept].sum())
            assert attenuations(contrasts, near / near.sum())[kept] == pytest.approx(without, abs=1e-3)
