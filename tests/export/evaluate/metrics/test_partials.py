"""Prominence of sines in noise, where it is known."""

import numpy as np
import pytest

pytest.importorskip("librosa")

from latentpad_export.evaluate.metrics.partials import BLACKMAN_HARRIS, WINDOW, prominence

RATE = 44_100
TIME = np.arange(RATE) / RATE


def sine(hertz):
    return np.sin(2 * np.pi * hertz * TIME + 1)


def expected(amplitude, deviation):
    """A peak of (amplitude / 2 · sum of the window)², over the median of exponentially distributed noise."""
    mean, mean_square = BLACKMAN_HARRIS[0], BLACKMAN_HARRIS[0] ** 2 + sum(a * a for a in BLACKMAN_HARRIS[1:]) / 2
    peak = (amplitude / 2 * mean * WINDOW) ** 2
    return 10 * np.log10(peak / (np.log(2) * deviation**2 * mean_square * WINDOW))


@pytest.mark.parametrize("hertz", [1_000.0, 5_003.0])
@pytest.mark.parametrize("deviation", [0.07, 0.1])
def test_a_sine_in_noise_stands_out_by_the_ratio_of_their_powers(hertz, deviation, rng):
    found = prominence(sine(hertz) + deviation * rng.standard_normal(RATE))
    assert found == pytest.approx(expected(1, deviation), abs=1)


def test_partials_of_one_level_stand_out_alike(rng):
    noise = 0.1 * rng.standard_normal(RATE)
    chord = sum(sine(hertz) for hertz in (500, 1_100, 2_300, 4_700))
    assert prominence(chord + noise) == pytest.approx(expected(1, 0.1), abs=1)


def test_prominence_does_not_depend_on_the_level(rng):
    sound = sum(sine(110 * k) / k for k in range(1, 20)) + 0.001 * rng.standard_normal(RATE)
    assert prominence(1e-3 * sound) == pytest.approx(prominence(sound), abs=1e-6)


def test_what_blurs_partials_lowers_their_prominence(rng):
    harmonics = range(1, 16)
    clean = sum(sine(220 * k) / k for k in harmonics)
    smeared = sum(
        np.sin(2 * np.pi * 220 * k * TIME + 0.3 * k * np.cumsum(rng.standard_normal(RATE)) / 50) / k for k in harmonics
    )
    noisy = clean + 0.2 * rng.standard_normal(RATE)
    assert prominence(clean) > prominence(noisy) + 5
    assert prominence(noisy) > prominence(smeared)
    assert prominence(smeared) > prominence(rng.standard_normal(RATE))


def test_noise_has_little_prominence(rng):
    assert 8 < prominence(rng.standard_normal(RATE)) < 17


@pytest.mark.parametrize("n_samples", [0, 1, 5, 100, 2_000, 20_000])
def test_sounds_of_any_length_are_measured(n_samples):
    found = prominence(sine(440)[:n_samples])
    assert np.isnan(found) if n_samples <= 100 else found > 20


def test_silence_has_no_prominence():
    assert np.isnan(prominence(np.zeros(RATE)))
