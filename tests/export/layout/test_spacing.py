"""The spacing of a map: the sound changes equally fast everywhere."""

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("scipy", reason="needs the extra [export]")

from latentpad_export.data.triangles import triangulate
from latentpad_export.layout.excerpts import Excerpts
from latentpad_export.layout.mesh import measure_sides, squared_rates
from latentpad_export.layout.spacing import space_out

SPANS = np.ones(2, dtype=np.float32)


def excerpts(values: NDArray[np.floating]) -> Excerpts:
    """Return excerpts of sounds [n, k] in which everything is audible; values in [0, 1]."""
    bytes_ = np.round(100 + 155 * values).astype(np.uint8)
    return Excerpts(np.repeat(bytes_[:, None], 2, axis=1), SPANS)


def grid(side: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return points evenly on the unit square, and the column of each."""
    column, row = np.divmod(np.arange(side * side), side)
    return np.stack([column, row], axis=1) / (side - 1), column


def rates(points: NDArray[np.float64], sounds: Excerpts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the rate of change on each triangle, and its area."""
    triangles = triangulate(points.astype(np.float32)).astype(np.int64)
    differences = np.stack([sounds.differences(triangles[:, ends]) for ends in ([1, 2], [2, 0], [0, 1])], axis=1)
    sides = measure_sides(points, triangles)
    return np.sqrt(squared_rates(sides, differences)), np.abs(sides.areas)


@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_a_triangle_like_that_of_its_sounds_changes_at_the_rate_of_their_scale(scale: float) -> None:
    points = np.array([[0.1, 0.2], [0.7, 0.3], [0.4, 0.9]])
    sides = measure_sides(points, np.array([[0, 1, 2], [0, 2, 1]]))
    found = squared_rates(sides, scale * np.sqrt(sides.squares))
    np.testing.assert_allclose(found, 2 * scale**2)  # of a multiple of the identity in two dimensions
    np.testing.assert_allclose(sides.areas[0], -sides.areas[1])


def test_a_change_along_one_axis_has_the_rate_of_its_slope() -> None:
    sides = measure_sides(np.array([[0.0, 0.0], [0.5, 0.0], [0.0, 0.25]]), np.array([[0, 1, 2]]))
    np.testing.assert_allclose(squared_rates(sides, np.array([[3.0, 0.0, 3.0]])), (3 / 0.5) ** 2)


def test_unlike_neighbours_move_apart_and_columns_keep_their_order() -> None:
    points, column = grid(8)
    sounds = excerpts(np.stack([0.05 * column + 0.6 * (column > 3), points[:, 1] / 2], axis=1))
    moved = space_out(points, sounds, seed=0)
    middles = np.array([moved[column == k, 0].mean() for k in range(8)])
    gaps = np.diff(middles)
    assert (gaps > 0).all()
    assert gaps[3] > 2 * np.delete(gaps, 3).max()


def test_the_sound_changes_less_unequally_afterwards() -> None:
    rng = np.random.default_rng(0)
    points = rng.random((300, 2))
    sounds = excerpts(np.stack([points[:, 0] ** 4, points[:, 1] ** 4, np.full(300, 0.5)], axis=1))
    (before, area_before), (after, area) = rates(points, sounds), rates(space_out(points, sounds, seed=0), sounds)
    assert (area @ after**6 / area.sum()) < 0.1 * (area_before @ before**6 / area_before.sum())
    assert after.max() < 0.5 * before.max()


def test_near_duplicates_take_less_area() -> None:
    rng = np.random.default_rng(1)
    points = rng.random((400, 2))
    alike = points[:, 0] < 0.5
    sounds = excerpts(np.where(alike[:, None], 0.5, rng.random((400, 6))))
    moved = space_out(points, sounds, seed=0)
    assert moved[alike, 0].max() < 0.45
    assert np.median(moved[alike, 0]) < 0.2


def test_the_outermost_points_reach_the_borders() -> None:
    rng = np.random.default_rng(2)
    points = 0.3 + 0.4 * rng.random((200, 2))
    moved = space_out(points, excerpts(points), seed=0)
    np.testing.assert_allclose(moved.min(axis=0), 0, atol=0.01)
    np.testing.assert_allclose(moved.max(axis=0), 1, atol=0.01)


def test_the_same_seed_gives_the_same_points() -> None:
    points = np.random.default_rng(3).random((50, 2))
    sounds = excerpts(points)
    np.testing.assert_array_equal(space_out(points, sounds, 5), space_out(points, sounds, 5))


@pytest.mark.parametrize("n", [1, 2, 3, 4, 50])
@pytest.mark.parametrize("where", ["anywhere", "one point", "a line"])
@pytest.mark.parametrize("sound", ["different", "equal", "silent"])
def test_any_points_and_sounds_stay_apart_in_the_square(n: int, where: str, sound: str) -> None:
    rng = np.random.default_rng(4)
    points = {
        "anywhere": rng.random((n, 2)),
        "one point": np.full((n, 2), 0.5),
        "a line": np.stack([np.linspace(0, 1, n), np.full(n, 0.5)], axis=1),
    }[where]
    level = {"different": rng.random((n, 4)), "equal": np.full((n, 4), 0.5), "silent": np.full((n, 4), -100 / 155)}
    moved = space_out(points, excerpts(level[sound]), seed=0)
    assert moved.shape == (n, 2)
    assert ((moved >= 0) & (moved <= 1)).all()
    assert n < 3 or len(np.unique(moved.astype(np.float32), axis=0)) == n
