import numpy as np
import pytest

pytest.importorskip("librosa")

from latentpad_export.evaluate.metrics.distances import match_level, multi_resolution_stft_distance


@pytest.fixture
def noise(rng):
    return rng.standard_normal(8_000).astype(np.float32)


def test_a_sound_has_no_distance_from_itself(noise):
    assert multi_resolution_stft_distance(noise, noise) == 0


@pytest.mark.parametrize("gain", [0.5, 0.9, 2.0])
def test_a_gain_counts_by_its_difference_from_1_and_its_logarithm(noise, gain):
    found = multi_resolution_stft_distance(np.float32(gain) * noise, noise)
    assert found == pytest.approx(abs(1 - gain) + abs(np.log(gain)), rel=1e-3)


def test_the_level_of_both_does_not_matter(noise):
    other = np.roll(noise, 100)
    near = multi_resolution_stft_distance(other, noise)
    assert multi_resolution_stft_distance(other / 1000, noise / 1000) == pytest.approx(near, rel=1e-3)


def test_an_inverted_phase_does_not_matter(noise):
    assert multi_resolution_stft_distance(-noise, noise) == pytest.approx(0, abs=1e-6)


def test_more_noise_is_further_away(noise, rng):
    other = rng.standard_normal(len(noise)).astype(np.float32)
    near, far = (multi_resolution_stft_distance(noise + np.float32(g) * other, noise) for g in (0.01, 0.1))
    assert 0 < near < far


def test_what_is_80_db_below_the_loudest_does_not_count():
    time = np.arange(8_000) / 8_000
    tone = np.sin(2 * np.pi * 1_000 * time).astype(np.float32)
    quiet = np.sin(2 * np.pi * 3_000 * time).astype(np.float32)
    above = multi_resolution_stft_distance(tone + np.float32(1e-2) * quiet, tone)
    below = multi_resolution_stft_distance(tone + np.float32(1e-5) * quiet, tone)
    assert below < 1e-3 < 0.02 < above


def test_silence_has_no_distance_from_silence_but_is_far_from_a_sound(noise):
    silence = np.zeros_like(noise)
    assert multi_resolution_stft_distance(silence, silence) == 0
    assert 1 < multi_resolution_stft_distance(silence, noise) < 20
    assert 1 < multi_resolution_stft_distance(noise, silence) < np.inf


def test_a_sound_shorter_than_the_windows_is_compared_too(noise):
    assert multi_resolution_stft_distance(noise[:88], noise[:88]) == 0
    assert multi_resolution_stft_distance(-noise[88:176], noise[:88]) > 0.1


def test_the_level_is_matched_in_magnitude_whatever_the_phase(noise):
    assert match_level(np.float32(-0.1) * noise, noise) == pytest.approx(-noise, rel=1e-4)


def test_silence_has_no_level_to_match(noise):
    assert not match_level(np.zeros_like(noise), noise).any()
