"""Regions of maps: where random points and those of a label are."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.spatial import Delaunay

from latentpad.synth.regions import Regions
from latentpad.synth.triangulation import Triangulation

SQUARE = [[0.2, 0.2], [0.8, 0.2], [0.2, 0.8], [0.8, 0.8]]


def regions_of(points, labels=None, latents=None, outlines=None, triangulated=True, radius=0.0):
    points = np.float32(points)
    n = len(points)
    triangles = None
    if triangulated:
        triangles = Delaunay(points.astype(float)).simplices if n > 2 else np.zeros((0, 3), np.int32)
    layout = SimpleNamespace(
        points=points,
        labels=np.zeros(n, dtype=np.int32) if labels is None else np.array(labels),
        latents=np.eye(n, dtype=np.float32) if latents is None else np.float32(latents),
        outlines=outlines,
        triangles=triangles,
    )
    return Regions(layout, radius)


def test_random_points_are_even_over_the_area(rng):
    points = regions_of([*SQUARE, [0.35, 0.25], [0.3, 0.3], [0.25, 0.35]]).whole().draw(40_000, rng)
    counts, _, _ = np.histogram2d(*points.T, bins=4, range=[[0.2, 0.8]] * 2)
    assert counts == pytest.approx(np.full((4, 4), 2500), rel=0.1)
    assert points.dtype == np.float32


def test_random_points_are_not_where_only_long_triangles_are(rng):
    left = 0.1 * rng.random((100, 2))
    points = regions_of(np.concatenate([left, left + 0.9])).whole().draw(2000, rng)
    low, high = (points <= 0.1).all(axis=1), (points >= 0.9).all(axis=1)
    assert (low | high).all()
    assert 800 < low.sum() < 1200


def test_silent_sounds_are_in_no_region(rng):
    outlines = np.ones((9, 2, 2), dtype=np.uint8)
    outlines[4] = 0
    grid = np.stack(np.meshgrid([0.1, 0.5, 0.9], [0.1, 0.5, 0.9]), axis=-1).reshape(-1, 2)
    regions = regions_of(grid, outlines=outlines)
    for points in (regions.whole().draw(2000, rng), regions.of_label(0).draw(2000, rng), regions.walk(0)):
        assert np.linalg.norm(points - 0.5, axis=1).min() > 0.2


@pytest.mark.parametrize("triangulated", [True, False])
@pytest.mark.parametrize("outline", [0, 1])
def test_one_sound_is_a_region_of_points_around_it(rng, triangulated, outline):
    outlines = np.full((1, 2, 2), outline, dtype=np.uint8)
    regions = regions_of([[0.25, 0.5]], outlines=outlines, triangulated=triangulated, radius=0.01)
    around = regions.whole().draw(200, rng)
    assert 0.001 < np.linalg.norm(around - (0.25, 0.5), axis=1).max() <= 0.01 + 1e-6
    assert regions.of_label(0).draw(3, rng).tolist() == [[0.25, 0.5]] * 3
    assert regions.walk(0).tolist() == [[0.25, 0.5]]


def test_points_of_a_label_are_between_its_sounds_only(rng):
    points = rng.random((300, 2))
    labels = (points[:, 0] > 0.5).astype(int)
    regions = regions_of(points, labels)
    triangulation = Triangulation(points, Delaunay(np.float32(points).astype(float)).simplices)
    for label in (0, 1):
        for x, y in [*regions.of_label(label).draw(200, rng), *regions.walk(label)]:
            nearest = int(np.hypot(*(points - (x, y)).T).argmin())
            parents, shares = triangulation.parents(x, y, nearest)
            assert set(labels[parents[shares > 1e-3]]) == {label}


def test_a_sound_between_others_is_played_by_itself():
    regions = regions_of([*SQUARE, [0.5, 0.45]], [0, 0, 0, 0, 1])
    assert regions.walk(1).tolist() == [pytest.approx([0.5, 0.45])]


def test_sounds_without_neighbours_of_their_label_come_last(rng):
    left = 0.3 * rng.random((40, 2))
    points = np.concatenate([left, 0.6 + 0.4 * rng.random((40, 2)), [[0.8, 0.8]]])
    labels = [0] * 40 + [1] * 40 + [0]
    walk = regions_of(points, labels).walk(0)
    assert walk[-1].tolist() == pytest.approx([0.8, 0.8])
    assert walk[:-1].max() < 0.3


def test_each_point_of_a_walk_is_led_by_another_sound(rng):
    points = rng.random((60, 2))
    walk = regions_of(points).walk(0)
    leaders = [int(np.hypot(*(points - point).T).argmin()) for point in walk]
    assert len(set(leaders)) > 0.8 * len(walk)
    assert len(walk) == 60  # latents that are all as far from each other


def test_a_walk_leaves_out_near_twins(rng):
    points, kinds = rng.random((90, 2)), 5 * rng.standard_normal((6, 4))
    regions = regions_of(points, latents=np.repeat(kinds, 15, axis=0) + 1e-4, triangulated=False)
    assert len(regions.walk(0)) == 6
    assert regions.walk(0).tolist() == regions.walk(0).tolist()


def test_a_random_place_that_a_sound_leads_is_nearer_to_it_than_half_way_to_any_other(rng):
    regions = regions_of([*SQUARE, [0.5, 0.5]], labels=[0, 0, 0, 1, 0])
    places = np.array([regions.led_point(4, rng) for _ in range(500)])
    shares = 1 - np.linalg.norm(places - 0.5, axis=1) / np.hypot(0.3, 0.3)
    assert shares.min() >= 0.5 - 1e-6
    assert len(np.unique(places, axis=0)) == 500
    assert (places.sum(axis=1) <= 1 + 1e-6).all()  # no triangle with the sound of another label


def test_a_lone_sound_is_led_to_its_own_point(rng):
    regions = regions_of([*SQUARE[:3], [0.9, 0.95]], labels=[0, 0, 0, 1])
    assert regions.is_lone(np.arange(4)).tolist() == [False, False, False, True]
    assert regions.led_point(3, rng) == pytest.approx((0.9, 0.95))


def test_a_place_that_a_sound_leads_can_be_kept_free_of_others(rng):
    regions = regions_of([*SQUARE, [0.5, 0.5]])
    places = np.array([regions.led_point(4, rng, (0, 4)) for _ in range(100)])
    assert (places.sum(axis=1) >= 1 - 1e-6).all()
    assert regions.led_point(4, rng, (0, 3)) == pytest.approx((0.5, 0.5))
