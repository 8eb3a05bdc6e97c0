import numpy as np
import pytest

pytest.importorskip("librosa")
from latentpad_export.evaluate.metrics.descriptors import (
    COMPARISON,
    Descriptors,
    bands_below,
    describe,
    spectral_distance,
    texture,
    to_comparison_rate,
)

RATE = COMPARISON.sample_rate


def noise(seconds, seed=0):
    return np.random.default_rng(seed).standard_normal(round(seconds * RATE)).astype(np.float32)


def sine(hertz, seconds):
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE).astype(np.float32)


def blurred(feature, width):
    kernel = np.ones(width) / width
    return np.stack([np.convolve(band, kernel, "same") for band in feature]).astype(np.float32)


def test_a_feature_has_the_shape_and_range_of_the_representation():
    feature = describe(noise(0.5)).feature
    assert feature.shape == (COMPARISON.n_bands, COMPARISON.n_frames)
    assert feature.max() == 1.0
    assert feature.min() == 0.0


def test_blur_reduces_texture():
    feature = describe(noise(1.5)).feature
    rough = texture(feature)
    softer = [texture(blurred(feature, width)) / rough for width in (2, 4, 8)]
    assert softer == sorted(softer, reverse=True)
    assert softer[1] < 0.6


def test_the_mean_of_several_noises_is_blurred_and_a_single_one_is_not():
    several = [describe(noise(1.0, seed)).feature for seed in range(8)]
    assert texture(np.mean(several, axis=0)) < 0.6 * texture(several[0])
    assert texture(several[1]) / texture(several[0]) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("constant", [0.02, 0.05, 0.2, 100.0])
def test_a_tone_has_no_texture_however_fast_it_decays(constant):
    time = np.arange(2 * RATE) / RATE
    dying = sine(1000, 2.0) * np.exp(-time / constant).astype(np.float32)
    rough = noise(2.0) * np.exp(-time / constant).astype(np.float32)
    smooth = [texture(describe(sound).feature[:, 10:]) for sound in (dying, rough)]
    assert smooth[0] < 0.2 * smooth[1]


def test_an_inaudible_feature_has_no_texture():
    assert np.isnan(texture(np.zeros((COMPARISON.n_bands, COMPARISON.n_frames), dtype=np.float32)))


def test_the_centroid_of_a_tone_is_its_frequency():
    assert describe(sine(2500, 1.0)).descriptors.centroid == pytest.approx(2500, rel=0.02)


def test_the_duration_is_where_the_sound_ends():
    assert describe(np.pad(noise(0.5), (0, RATE))).descriptors.duration == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("constant", [0.05, 0.1, 0.2])
def test_the_decay_of_an_exponential_is_its_time_to_minus_20_db(constant):
    time = np.arange(2 * RATE) / RATE
    decay = describe(sine(1000, 2.0) * np.exp(-time / constant).astype(np.float32)).descriptors.decay
    assert decay == pytest.approx(constant * np.log(10), abs=0.01)


@pytest.mark.parametrize("seconds", [0.05, 0.1])
def test_a_linear_attack_takes_four_fifths_of_its_length(seconds):
    rise = np.minimum(1.0, np.arange(RATE) / (seconds * RATE)).astype(np.float32)
    assert describe(sine(1000, 1.0) * rise).descriptors.attack == pytest.approx(0.8 * seconds, abs=0.008)


def test_silence_before_an_attack_is_at_the_floor():
    assert describe(np.pad(noise(0.5), (RATE // 10, 0))).descriptors.pre_echo == -60.0


@pytest.mark.parametrize("decibels", [-20.0, -40.0])
def test_pre_echo_is_the_level_before_the_attack(decibels):
    signal = noise(0.5)
    signal[: RATE // 10] *= np.float32(10 ** (decibels / 20))
    assert describe(signal).descriptors.pre_echo == pytest.approx(decibels, abs=1.5)


def test_descriptors_are_in_the_order_of_the_arrays():
    assert Descriptors._fields == ("texture", "attack", "pre_echo", "decay", "duration", "centroid")


def test_the_distance_to_a_shifted_feature_is_the_shift():
    feature = np.full((COMPARISON.n_bands, 10), 0.6, dtype=np.float32)
    assert spectral_distance(feature, feature) == 0.0
    assert spectral_distance(feature, feature + np.float32(0.1)) == pytest.approx(8.0, rel=1e-5)


def test_bands_inaudible_in_both_sounds_do_not_count():
    quiet = np.full((COMPARISON.n_bands, 10), 0.1, dtype=np.float32)
    assert spectral_distance(quiet, np.zeros_like(quiet)) == 0.0


def test_a_16_khz_sound_lacks_the_bands_above_8_khz():
    low = np.random.default_rng(0).standard_normal(8000).astype(np.float32)
    low *= np.hanning(len(low)).astype(np.float32)  # a sudden start or end holds all frequencies
    feature = describe(to_comparison_rate(low, 16_000)).feature
    top = bands_below(8_000).stop
    assert 40 < top < COMPARISON.n_bands
    assert feature[top + 1 :].max() < 0.2
    assert feature[: top - 1].max(axis=1).min() > 0.7
