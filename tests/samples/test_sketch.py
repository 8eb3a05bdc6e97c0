"""Sketches: levels of known sounds, and recognising a sound."""

import numpy as np
import pytest

from latentpad.bundle.map import SKETCH_PARTS
from latentpad.samples.sketch import PARTS, is_same_sound, sketch


def steps(n_samples=16_000, drop_db=10):
    """Return noise that falls by some decibels from each sixteenth to the next."""
    noise = np.random.default_rng(0).choice([-1.0, 1.0], n_samples)
    return (noise * 10 ** (-drop_db / 20 * (np.arange(n_samples) * 16 // n_samples))).astype(np.float32)


def test_a_sketch_has_the_level_of_each_sixteenth():
    found = sketch(steps())
    assert found.dtype == np.uint8
    assert found.tolist() == [*range(255, 0, -25), 0, 0, 0, 0, 0]


def test_a_sketch_is_that_of_a_sound_of_any_peak():
    assert sketch(0.001 * steps()).tolist() == sketch(steps()).tolist()


@pytest.mark.parametrize("n_samples", [0, 1, 15, 16, 17, 1001])
def test_sounds_of_every_length_and_silence_have_a_sketch(n_samples):
    assert sketch(np.zeros(n_samples, dtype=np.float32)).tolist() == [0] * 16
    assert sketch(np.ones(n_samples, dtype=np.float32)).shape == (16,)
    assert sketch(np.ones(n_samples, dtype=np.float32)).max() == (255 if n_samples else 0)


def test_a_sound_is_recognised_in_spite_of_rounding_and_noise_below_60_db(rng):
    changed = np.round(steps() * 32767) / 32767 + 1e-4 * rng.uniform(-1, 1, 16_000)
    assert is_same_sound(sketch(steps()), sketch(changed))


@pytest.mark.parametrize("other", [steps(drop_db=9), steps()[::-1], steps()[:12_000], np.zeros(16_000)])
def test_another_sound_is_recognised_as_another(other):
    assert not is_same_sound(sketch(steps()), sketch(other))
    assert not is_same_sound(sketch(other), sketch(steps()))


def test_the_bundle_stores_sketches_of_this_size():
    assert SKETCH_PARTS == PARTS
