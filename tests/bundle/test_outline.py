"""Outlines: means of patches, for every size of a feature."""

import numpy as np
import pytest

from latentpad.bundle.outline import PATCH_BANDS, PATCH_FRAMES, outline, outline_shape, patch_sizes, to_bytes


@pytest.mark.parametrize(
    ("n_bands", "n_frames", "shape"),
    [(384, 352, (22, 16)), (128, 250, (15, 5)), (65, 32, (2, 2)), (24, 16, (1, 1)), (8, 4, (1, 1)), (23, 40, (2, 1))],
)
def test_an_outline_has_a_value_for_every_whole_patch(n_bands, n_frames, shape, rng):
    mean = rng.random((n_bands, n_frames), dtype=np.float32)
    bands, frames = patch_sizes(n_bands, n_frames)
    assert (bands, frames) == (min(PATCH_BANDS, n_bands), min(PATCH_FRAMES, n_frames))
    found = outline(mean)
    assert found.shape == outline_shape(n_bands, n_frames) == shape
    for t in range(shape[0]):
        for b in range(shape[1]):
            patch = mean[b * bands : (b + 1) * bands, t * frames : (t + 1) * frames]
            assert found[t, b] == pytest.approx(patch.mean(), rel=1e-5)


def test_many_means_are_outlined_as_each_alone(rng):
    means = rng.random((3, 50, 40), dtype=np.float32)
    assert np.array_equal(outline(means), [outline(mean) for mean in means])


def test_what_is_left_over_at_the_ends_does_not_count(rng):
    mean = rng.random((50, 40), dtype=np.float32)
    longer = np.pad(mean, ((0, 20), (0, 5)), constant_values=9)
    longer[:48, :32] = mean[:48, :32]
    assert np.array_equal(outline(longer), outline(mean))


def test_bytes_are_rounded_and_limited():
    assert to_bytes(np.float32([-0.5, 0, 0.1, 0.5, 1, 1.5])).tolist() == [0, 0, 26, 128, 255, 255]
    assert to_bytes(np.zeros((2, 1), dtype=np.float32)).dtype == np.uint8
    values = np.linspace(0, 1, 1001, dtype=np.float32)
    assert np.abs(to_bytes(values) / 255 - values).max() <= 0.5 / 255 + 1e-6
