"""Triangulations of maps: of every shape, also of maps that have none."""

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("scipy", reason="needs the extra [export]")

from latentpad_export.data.triangles import triangulate


def areas(points: NDArray[np.float32], triangles: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return the signed areas of triangles."""
    a, b, c = points[triangles.T].astype(np.float64)
    found: NDArray[np.float64] = 0.5 * (
        (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    )
    return found


def some_points(n: int) -> NDArray[np.float32]:
    return np.random.default_rng(n).random((n, 2), dtype=np.float32)


@pytest.mark.parametrize("n", [3, 4, 50, 3_000])
def test_every_point_is_a_corner_and_the_triangles_fill_the_hull(n: int) -> None:
    points = np.vstack([some_points(n - 3), [[0, 0], [1, 0], [0, 1]]]).astype(np.float32)
    points[:, 0] *= 1 - points[:, 1]  # inside the triangle of the last three
    triangles = triangulate(points)
    assert triangles.dtype == np.int32
    assert set(triangles.reshape(-1)) == set(range(n))
    assert (areas(points, triangles) > 0).all()
    assert areas(points, triangles).sum() == pytest.approx(0.5)
    assert len(triangles) <= 2 * n - 5


def test_no_point_lies_inside_the_circle_around_a_triangle() -> None:
    points = some_points(60)
    exact = points.astype(np.float64)
    for corners in triangulate(points):
        a, b, c = exact[corners]
        centre = np.linalg.solve(2 * np.array([b - a, c - a]), [b @ b - a @ a, c @ c - a @ a])
        others = np.setdiff1d(np.arange(60), corners)
        assert np.linalg.norm(exact[others] - centre, axis=1).min() > np.linalg.norm(a - centre)


def test_of_equal_points_the_first_is_the_corner() -> None:
    points = some_points(9)
    twice = np.concatenate([points, points[::-1]])
    np.testing.assert_array_equal(triangulate(twice), triangulate(points))


def test_a_grid_has_two_triangles_per_cell() -> None:
    points = np.stack(np.meshgrid(np.linspace(0, 1, 7), np.linspace(0, 1, 5)), axis=-1).reshape(-1, 2)
    triangles = triangulate(points.astype(np.float32))
    assert len(triangles) == 2 * 6 * 4
    np.testing.assert_allclose(areas(points, triangles), 1 / 48, rtol=1e-5)


LINE = np.linspace(0.1, 0.9, 20)


@pytest.mark.parametrize(
    "points",
    [
        np.full((1, 2), 0.5),
        np.full((30, 2), 0.5),
        np.array([[0.1, 0.2], [0.7, 0.3]]),
        np.stack([LINE, np.full(20, 0.5)], axis=1),
        np.stack([np.full(20, 0.5), LINE], axis=1),
        np.stack([LINE, 1 - LINE / 3], axis=1),
        np.array([[0.1, 0.2], [0.7, 0.3], [0.1, 0.2], [0.7, 0.3]]),
    ],
)
def test_points_on_a_line_have_no_triangles(points: NDArray[np.float64]) -> None:
    assert triangulate(points.astype(np.float32)).shape == (0, 3)


def test_a_single_point_beside_a_line_is_joined_to_all_of_it() -> None:
    points = np.vstack([np.stack([LINE, np.full(20, 0.5)], axis=1), [[0.5, 0.6]]]).astype(np.float32)
    triangles = triangulate(points)
    assert len(triangles) == 19
    assert (triangles == 20).sum() == 19


@pytest.mark.parametrize("apart", [1e-5, 1e-6, 1e-7])
def test_sounds_that_nearly_share_a_point_leave_no_hole(apart: float) -> None:
    rng = np.random.default_rng(0)
    clusters = [some_points(30) + apart * rng.standard_normal((30, 2)) for _ in range(4)]
    points = np.vstack([*clusters, [[0, 0], [1, 0], [1, 1], [0, 1]]]).clip(0, 1).astype(np.float32)
    triangles = triangulate(points)
    assert (areas(points, triangles) > 0).all()
    assert areas(points, triangles).sum() == pytest.approx(1)
    edges = np.sort(triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    unique, counts = np.unique(edges, axis=0, return_counts=True)
    assert set(unique[counts == 1].ravel()) == set(range(120, 124))
