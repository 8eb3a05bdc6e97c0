import numpy as np
import pytest

pytest.importorskip("librosa")
from latentpad_export.evaluate.metrics.descriptors import (
    EAR,
    Descriptors,
    at_ear_rate,
    bands_below,
    hear,
    spectral_distance,
    texture,
)

RATE = EAR.sample_rate


def noise(seconds, seed=0):
    return np.random.default_rng(seed).standard_normal(round(seconds * RATE)).astype(np.float32)


def sine(hertz, seconds):
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE).astype(np.float32)


def blurred(feature, width):
    kernel = np.ones(width) / width
    return np.stack([np.convolve(band, kernel, "same") for band in feature]).astype(np.float32)


def test_a_feature_has_the_ear_s_shape_and_range():
    feature = hear(noise(0.5)).feature
    assert feature.shape == (EAR.n_bands, EAR.n_frames)
    assert feature.max() == 1.0
    assert feature.min() == 0.0


def test_blur_takes_texture_away():
    feature = hear(noise(1.5)).feature
    rough = texture(feature)
    softer = [texture(blurred(feature, width)) / rough for width in (2, 4, 8)]
    assert softer == sorted(softer, reverse=True)
    assert softer[1] < 0.6


def test_a_mean_of_noises_is_the_blur_of_a_mean_and_one_of_them_is_not():
    several = [hear(noise(1.0, seed)).feature for seed in range(8)]
    assert texture(np.mean(several, axis=0)) < 0.6 * texture(several[0])
    assert texture(several[1]) / texture(several[0]) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("constant", [0.02, 0.05, 0.2, 100.0])
def test_a_tone_has_no_texture_however_fast_it_dies_away(constant):
    time = np.arange(2 * RATE) / RATE
    dying = sine(1000, 2.0) * np.exp(-time / constant).astype(np.float32)
    rough = noise(2.0) * np.exp(-time / constant).astype(np.float32)
    smooth = [texture(hear(sound).feature[:, 10:]) for sound in (dying, rough)]
    assert smooth[0] < 0.2 * smooth[1]


def test_what_is_never_heard_twice_has_no_texture():
    assert np.isnan(texture(np.zeros((EAR.n_bands, EAR.n_frames), dtype=np.float32)))


def test_the_centroid_of_a_tone_is_its_frequency():
    assert hear(sine(2500, 1.0)).descriptors.centroid == pytest.approx(2500, rel=0.02)


def test_the_duration_is_where_the_sound_ends():
    assert hear(np.pad(noise(0.5), (0, RATE))).descriptors.duration == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("constant", [0.05, 0.1, 0.2])
def test_the_decay_of_an_exponential_takes_its_time_to_minus_20_db(constant):
    time = np.arange(2 * RATE) / RATE
    decay = hear(sine(1000, 2.0) * np.exp(-time / constant).astype(np.float32)).descriptors.decay
    assert decay == pytest.approx(constant * np.log(10), abs=0.01)


@pytest.mark.parametrize("seconds", [0.05, 0.1])
def test_a_linear_attack_rises_from_10_to_90_percent_in_four_fifths_of_its_time(seconds):
    rise = np.minimum(1.0, np.arange(RATE) / (seconds * RATE)).astype(np.float32)
    assert hear(sine(1000, 1.0) * rise).descriptors.attack == pytest.approx(0.8 * seconds, abs=0.008)


def test_silence_before_an_attack_is_at_the_floor():
    assert hear(np.pad(noise(0.5), (RATE // 10, 0))).descriptors.pre_echo == -60.0


@pytest.mark.parametrize("decibels", [-20.0, -40.0])
def test_pre_echo_is_the_level_of_what_precedes(decibels):
    signal = noise(0.5)
    signal[: RATE // 10] *= np.float32(10 ** (decibels / 20))
    assert hear(signal).descriptors.pre_echo == pytest.approx(decibels, abs=1.5)


def test_descriptors_are_in_the_order_that_arrays_keep_them_in():
    assert Descriptors._fields == ("texture", "attack", "pre_echo", "decay", "duration", "centroid")


def test_the_distance_of_a_feature_to_a_shifted_one_is_the_shift():
    feature = np.full((EAR.n_bands, 10), 0.6, dtype=np.float32)
    assert spectral_distance(feature, feature) == 0.0
    assert spectral_distance(feature, feature + np.float32(0.1)) == pytest.approx(8.0, rel=1e-5)


def test_what_neither_sound_has_does_not_count():
    quiet = np.full((EAR.n_bands, 10), 0.1, dtype=np.float32)
    assert spectral_distance(quiet, np.zeros_like(quiet)) == 0.0


def test_a_sound_of_16_khz_lacks_the_bands_above_8_khz():
    low = np.random.default_rng(0).standard_normal(8000).astype(np.float32)
    low *= np.hanning(len(low)).astype(np.float32)  # a sudden start or end holds all frequencies
    feature = hear(at_ear_rate(low, 16_000)).feature
    top = bands_below(8_000).stop
    assert 40 < top < EAR.n_bands
    assert feature[top + 1 :].max() < 0.2
    assert feature[: top - 1].max(axis=1).min() > 0.7
