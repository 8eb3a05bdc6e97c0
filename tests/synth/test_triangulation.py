"""Parents of points: against scipy on random maps, and on maps of every degenerate kind."""

import numpy as np
import pytest
from scipy.spatial import ConvexHull, Delaunay

from latentpad.synth.triangulation import Triangulation

EMPTY = np.zeros((0, 3), np.int32)


class Shares:
    """Dense shares [n_points] at any position of a map."""

    def __init__(self, points, triangles):
        self.points = np.asarray(points, dtype=np.float32).astype(np.float64)
        self.triangulation = Triangulation(self.points.astype(np.float32), triangles)

    def __call__(self, x, y):
        nearest = int(np.argmin(np.hypot(*(self.points - [x, y]).T)))
        indices, shares = self.triangulation.parents(x, y, nearest)
        assert len(indices) == len(shares) <= 3
        assert len(set(indices.tolist())) == len(indices)
        dense = np.zeros(len(self.points))
        dense[indices] = shares
        return dense


def delaunay(points):
    return Shares(points, Delaunay(np.float32(points).astype(float)).simplices)


@pytest.fixture
def scattered(rng):
    """A map with two hundred sounds."""
    return delaunay(0.1 + 0.8 * rng.random((200, 2)))


def on_segment(ends, x, y):
    """Return the point of a segment [2, 2] that is nearest to a point, and its share of the second end."""
    along = ends[1] - ends[0]
    share = np.clip(([x, y] - ends[0]) @ along / (along @ along), 0, 1)
    return ends[0] + share * along, share


def test_inside_the_hull_shares_are_the_barycentric_coordinates(rng):
    points = rng.random((1000, 2), dtype=np.float32)
    shares, wanted = delaunay(points), Delaunay(points.astype(float))
    asked = rng.random((4000, 2))
    found = wanted.find_simplex(asked)
    assert (found >= 0).mean() > 0.95
    for (x, y), simplex in zip(asked[found >= 0], found[found >= 0], strict=True):
        first = wanted.transform[simplex, :2] @ ([x, y] - wanted.transform[simplex, 2])
        dense = np.zeros(1000)
        dense[wanted.simplices[simplex]] = [*first, 1 - first.sum()]
        assert np.abs(shares(x, y) - dense).max() < 1e-7


def test_on_its_own_point_a_sound_has_all(scattered):
    for i, (x, y) in enumerate(scattered.points):
        assert scattered(x, y).tolist() == np.eye(200)[i].tolist()


def test_on_an_edge_its_two_ends_share(scattered, rng):
    for triangle in Delaunay(scattered.points).simplices[:100]:
        share, ends = rng.random(), triangle[:2]
        found = scattered(*(share * scattered.points[ends[0]] + (1 - share) * scattered.points[ends[1]]))
        assert found[ends] == pytest.approx([share, 1 - share], abs=1e-6)


def test_outside_the_hull_the_parents_are_those_of_the_nearest_edge(scattered, rng):
    hull = ConvexHull(scattered.points)
    outside = [at for at in 3 * rng.random((1000, 2)) - 1 if (hull.equations @ [*at, 1]).max() > 1e-6]
    assert len(outside) > 700
    for x, y in outside:
        projected = [on_segment(scattered.points[edge], x, y) for edge in hull.simplices]
        best = int(np.argmin([np.hypot(*(place - [x, y])) for place, _ in projected]))
        dense = np.zeros(200)
        dense[hull.simplices[best]] = [1 - projected[best][1], projected[best][1]]
        assert np.abs(scattered(x, y) - dense).max() < 1e-7


def jump(shares, start, end):
    """Return how much shares change where a line crosses from one set of parents to another, found by bisection."""
    low, high = 0.0, 1.0
    first, last = shares(*start), shares(*end)
    while high - low > 1e-11:
        middle = (low + high) / 2
        here = shares(*(start + middle * (end - start)))
        if set(np.flatnonzero(here)) == set(np.flatnonzero(first)):
            low, first = middle, here
        else:
            high, last = middle, here
    return np.abs(last - first).max()


def test_shares_are_continuous_across_edges_and_out_of_the_hull(scattered, rng):
    n_crossings = 0
    for _ in range(12):
        start, end = 1.4 * rng.random((2, 2)) - 0.2
        stops = start + np.linspace(0, 1, 60)[:, None] * (end - start)
        parents = [set(np.flatnonzero(scattered(*stop))) for stop in stops]
        for i in range(59):
            if parents[i] != parents[i + 1]:
                n_crossings += 1
                assert jump(scattered, stops[i], stops[i + 1]) < 1e-6
    assert n_crossings > 100


def noise(n):
    """Return deviations that rounding could cause."""
    return 1e-6 * np.random.default_rng(n).random(n)


EVEN = np.linspace(0.1, 0.9, 9)
LINES = {
    "level": np.stack([EVEN, np.full(9, 0.5)], axis=1),
    "upright": np.stack([np.full(9, 0.5), EVEN], axis=1),
    "steep": np.stack([0.5 + noise(9), EVEN], axis=1),
    "flat": np.stack([EVEN, 0.5 + noise(9)], axis=1),
    "falling": np.stack([EVEN, 1 - EVEN], axis=1),
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_on_a_line_the_parents_are_the_neighbours_along_it(line, rng):
    order = rng.permutation(9)
    shares = Shares(line[order], EMPTY)
    for position in np.concatenate([[0.0, 8.0], 8 * rng.random(50)]):
        first = min(int(position), 7)
        x, y = line[first] + (position - first) * (line[first + 1] - line[first])
        wanted = np.zeros(9)
        wanted[[first, first + 1]] = [1 - (position - first), position - first]
        assert shares(x, y)[np.argsort(order)] == pytest.approx(wanted, abs=1e-4)
    before, after = line[0] - 2 * (line[1] - line[0]), line[8] + 2 * (line[8] - line[7])
    assert shares(*before)[np.argsort(order)] == pytest.approx(np.eye(9)[0], abs=1e-6)
    assert shares(*after)[np.argsort(order)] == pytest.approx(np.eye(9)[8], abs=1e-6)


def test_a_single_sound_is_the_parent_of_every_point():
    for n in (1, 30):
        shares = Shares(np.full((n, 2), 0.3), EMPTY)
        for x, y in ((0.3, 0.3), (0.0, 1.0)):
            assert shares(x, y).tolist() == np.eye(n)[0].tolist()


def test_between_two_sounds_the_share_is_the_distance_along_them():
    shares = Shares([[0.2, 0.2], [0.6, 0.2]], EMPTY)
    assert shares(0.3, 0.7) == pytest.approx([0.75, 0.25], abs=1e-6)
    assert shares(0.0, 0.2).tolist() == [1.0, 0.0]


def test_of_equal_points_the_first_is_the_parent(rng):
    points = rng.random((40, 2), dtype=np.float32)
    alone, thrice = delaunay(points), Shares(np.tile(points, (3, 1)), Delaunay(points.astype(float)).simplices)
    for x, y in rng.random((200, 2)):
        assert np.array_equal(thrice(x, y), [*alone(x, y), *np.zeros(80)])
    line = Shares(np.tile(LINES["falling"], (3, 1)), EMPTY)
    assert line(0.15, 0.85)[:9] == pytest.approx([0.5, 0.5, *np.zeros(7)], abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_triangles_that_are_no_triangulation_still_give_parents(seed):
    rng = np.random.default_rng(seed)
    points = rng.random((50, 2), dtype=np.float32)
    corners = np.stack([rng.permutation(50)[:3] for _ in range(100)])
    sides = points[corners[:, 1:]] - points[corners[:, :1]]
    clockwise = np.linalg.det(sides) < 0
    corners[clockwise] = corners[clockwise][:, ::-1]
    shares = Shares(points, corners)
    for x, y in [*(3 * rng.random((500, 2)) - 1), *points]:
        found = shares(x, y)
        assert found.sum() == pytest.approx(1)
        assert (found >= 0).all()
