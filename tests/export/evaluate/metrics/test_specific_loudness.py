import numpy as np
import pytest

pytest.importorskip("librosa", reason="needs the extra [export]")
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.metrics.specific_loudness import EXPONENT, loudness_difference, specific_loudness


def test_ten_decibels_less_are_a_little_over_half_as_loud():
    feature = np.array([[1, 1 - 10 / COMPARISON.top_db, 0]], dtype=np.float32)
    assert specific_loudness(feature)[0] == pytest.approx([1, 10**-EXPONENT, 0], rel=1e-4)
    assert round(10**-EXPONENT, 3) == 0.589


def test_equal_sounds_do_not_differ_and_sounds_without_a_common_band_differ_in_all():
    one, other = np.eye(2, dtype=np.float32)[:, :, None].repeat(5, axis=2)
    assert loudness_difference(one, one) == 0
    assert loudness_difference(one, other) == 1
    assert loudness_difference(np.zeros((2, 3), np.float32), np.zeros((2, 3), np.float32)) == 0


def test_half_the_loudness_in_one_of_two_bands_differs_by_a_seventh():
    softer = 1 + 10 * np.log10(0.5) / EXPONENT / COMPARISON.top_db
    one, other = np.ones((2, 4), np.float32), np.array([[1.0], [softer]], dtype=np.float32).repeat(4, axis=1)
    assert loudness_difference(one, other) == pytest.approx(0.5 / 3.5, rel=1e-4)
