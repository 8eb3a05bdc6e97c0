"""Excerpts: decoded means compared by what is audible of them."""

import numpy as np
import pytest

pytest.importorskip("scipy", reason="needs the extra [export]")

from latentpad_export.layout.excerpts import Excerpts, excerpt, excerpt_frames, heard


@pytest.mark.parametrize("n_frames", [1, 2, 16, 352, 700])
def test_the_frames_of_an_excerpt_stand_for_all_frames(n_frames: int) -> None:
    frames, spans = excerpt_frames(n_frames)
    assert spans.sum() == n_frames
    assert (np.diff(frames) > 0).all()
    assert 0 <= frames[0] <= frames[-1] < n_frames
    assert (spans >= 1).all()


def test_frames_are_farther_apart_the_later_they_are() -> None:
    frames, spans = excerpt_frames(352)
    assert frames[:3].tolist() == [0, 1, 2]
    assert (np.diff(spans) >= 0).all()


@pytest.mark.parametrize(("n_bands", "n_frames"), [(384, 352), (30, 20), (1, 1)])
def test_an_excerpt_has_values_of_the_mean(n_bands: int, n_frames: int) -> None:
    means = np.random.default_rng(0).random((3, n_bands, n_frames)).astype(np.float32)
    found = excerpt(means)
    frames, spans = excerpt_frames(n_frames)
    assert found.shape[:2] == (3, len(spans))
    all_bytes = np.round(255 * means[:, :, frames])
    assert all((found[:, :, j, None] == all_bytes.swapaxes(1, 2)).any(axis=2).all() for j in range(found.shape[2]))


def test_values_outside_the_range_of_a_mean_are_clipped() -> None:
    assert excerpt(np.float32([[[-0.5, 1.5]]])).tolist() == [[[0], [255]]]


def test_differences_are_means_over_what_is_audible_of_either() -> None:
    values = np.uint8([[[255, 0], [0, 60]], [[155, 0], [0, 0]], [[0, 0], [0, 0]], [[255, 0], [200, 0]]])
    excerpts = Excerpts(values, np.float32([1, 3]))
    found = excerpts.differences(np.array([[0, 1], [1, 2], [2, 2], [0, 3]]))
    np.testing.assert_allclose(found * 255, [100, 155, 0, 3 * 200 / 4], rtol=1e-6)
    assert excerpts.differences(np.zeros((0, 2), dtype=np.int64)).shape == (0,)


def test_differences_do_not_depend_on_the_order_or_the_block() -> None:
    rng = np.random.default_rng(1)
    excerpts = Excerpts(rng.integers(0, 256, (50, 5, 7), dtype=np.uint8), rng.random(5).astype(np.float32))
    pairs = rng.integers(0, 50, (9_000, 2))
    found = excerpts.differences(pairs)
    np.testing.assert_allclose(found, excerpts.differences(pairs[:, ::-1]), rtol=1e-6)
    np.testing.assert_allclose(found[-10:], excerpts.differences(pairs[-10:]), rtol=1e-6)
    taken = excerpts.take(np.array([3, 40]))
    np.testing.assert_array_equal(taken.differences(np.array([[0, 1]])), excerpts.differences(np.array([[3, 40]])))


def test_means_are_compared_in_a_range_of_80_decibels() -> None:
    decibels = np.float32([0, -40, -80, -99])
    for top_db in (100.0, 80.0):
        found = heard(np.clip(1 + decibels / top_db, 0, 1), top_db)
        np.testing.assert_allclose(found, [1, 0.5, 0, 0], atol=1e-6)
