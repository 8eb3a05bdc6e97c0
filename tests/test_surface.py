"""The map: any number of latents on the unit square, near ones near each other."""

import warnings

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("sklearn", reason="needs the extra [export]")
pytest.importorskip("umap", reason="needs the extra [export]")

from latentpad_export.surface import FEWEST_FOR_UMAP, MARGIN, lay_out


def latents(n: int, seed: int = 0) -> NDArray[np.float32]:
    """Draw latents as the encoder gives them."""
    return np.random.default_rng(seed).standard_normal((n, 16), dtype=np.float32)


def distances(points: NDArray[np.float32]) -> NDArray[np.float64]:
    """Measure every point against every other."""
    return np.linalg.norm(points[:, None] - points[None], axis=2)


@pytest.mark.parametrize("n", [2, 3, 5, 7, 8, 9, 20, 31, 130])
def test_any_number_of_latents_fills_the_square_up_to_the_margin(n: int) -> None:
    points = lay_out(latents(n), seed=0)
    assert points.shape == (n, 2)
    assert points.dtype == np.float32
    np.testing.assert_allclose(points[:, 0].min(), MARGIN, atol=1e-6)
    np.testing.assert_allclose(points[:, 0].max(), 1 - MARGIN, atol=1e-6)
    assert points[:, 1].min() >= MARGIN - 1e-6
    assert points[:, 1].max() <= 1 - MARGIN + 1e-6
    assert len(np.unique(points, axis=0)) == n


def test_single_latent_lies_in_the_middle() -> None:
    np.testing.assert_array_equal(lay_out(latents(1), seed=0), [[0.5, 0.5]])


@pytest.mark.parametrize("n", [2, 9, 50])
def test_equal_latents_all_lie_in_the_middle(n: int) -> None:
    np.testing.assert_array_equal(lay_out(np.repeat(latents(1), n, axis=0), seed=0), np.full((n, 2), 0.5))


@pytest.mark.parametrize("n", [4, 20])
def test_equal_latents_share_a_point_and_do_not_move_the_others(n: int) -> None:
    some = latents(n)
    twice = some[[*range(n), 0, 2, 0]]
    points = lay_out(twice, seed=0)
    np.testing.assert_array_equal(points[n:], points[[0, 2, 0]])
    np.testing.assert_array_equal(points[:n], lay_out(some, seed=0))


def test_order_of_the_latents_does_not_matter() -> None:
    some, order = latents(20), np.random.default_rng(1).permutation(20)
    np.testing.assert_array_equal(lay_out(some[order], seed=0), lay_out(some, seed=0)[order])


def test_two_latents_lie_in_the_middle_of_two_sides() -> None:
    points = lay_out(latents(2), seed=0)
    assert sorted(points[:, 0].tolist()) == pytest.approx([MARGIN, 1 - MARGIN])
    np.testing.assert_array_equal(points[:, 1], 0.5)


def test_few_latents_on_a_plane_keep_their_places_along_its_axes() -> None:
    flat = np.zeros((FEWEST_FOR_UMAP - 1, 16), dtype=np.float32)
    flat[:, 3] = [0, 1, 2, 3, 4, 5, 6]
    points = lay_out(flat, seed=0)
    steps = np.abs(np.diff(points[:, 0]))
    np.testing.assert_allclose(steps, (1 - 2 * MARGIN) / 6, atol=1e-6)


def test_latents_of_one_dimension_are_laid_out_too() -> None:
    points = lay_out(np.float32([[0], [1], [3]]), seed=0)
    np.testing.assert_allclose(np.abs(np.diff(points[:, 0])) * 3, [1 - 2 * MARGIN, 2 - 4 * MARGIN], atol=1e-5)


@pytest.mark.parametrize("spread", [0.05, 1.0])
def test_three_clusters_stay_three_clusters(spread: float) -> None:
    label = np.arange(300) % 3
    centres = 20 * np.eye(3, 16, dtype=np.float32)
    points = lay_out(centres[label] + np.float32(spread) * latents(300), seed=0)
    apart = distances(points)
    nearest = np.argsort(apart, axis=1)[:, 1:6]
    assert (label[nearest] == label[:, None]).all()
    middles = np.stack([points[label == k].mean(axis=0) for k in range(3)])
    assert (np.argmin(np.linalg.norm(points[:, None] - middles[None], axis=2), axis=1) == label).all()


@pytest.mark.parametrize("n", [5, 40])
def test_same_seed_gives_the_same_points(n: int) -> None:
    np.testing.assert_array_equal(lay_out(latents(n), seed=3), lay_out(latents(n), seed=3))


def test_warnings_of_the_caller_are_as_strict_as_before() -> None:
    lay_out(latents(20), seed=0)
    with pytest.raises(UserWarning, match="still here"):
        warnings.warn("still here", UserWarning, stacklevel=1)
