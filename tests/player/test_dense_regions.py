import numpy as np
import pytest

from latentpad.player.dense_regions import MAX_SPOTS, N_CELLS, SPOT_DISTANCE, dense_regions


def cloud(rng, centre, size, spread=0.02):
    return np.clip(rng.normal(centre, spread, (size, 2)), 0, 1).astype(np.float32)


def first_spots(*clouds):
    """Return the place of each region's first spot [n, 2]."""
    points = np.concatenate(clouds)
    return points[[region.spots[0] for region in dense_regions(points)]]


def test_a_region_is_where_the_sounds_are_densest_not_at_their_mean(rng):
    scattered = rng.random((400, 2)).astype(np.float32)
    assert first_spots(scattered, cloud(rng, (0.8, 0.7), 400)) == pytest.approx(np.array([(0.8, 0.7)]), abs=0.03)


def test_two_separate_clouds_are_two_regions_the_densest_first(rng):
    clouds = cloud(rng, (0.2, 0.3), 300), cloud(rng, (0.8, 0.7), 500)
    assert first_spots(*clouds) == pytest.approx(np.array([(0.8, 0.7), (0.2, 0.3)]), abs=0.03)
    assert [region.count for region in dense_regions(np.concatenate(clouds))] == pytest.approx([500, 300], rel=0.1)


@pytest.mark.parametrize(
    ("centre", "size"),
    [((0.8, 0.7), 60), ((0.27, 0.3), 300), ((0.8, 0.7), 15)],
    ids=["a small share", "near", "few"],
)
def test_a_second_cloud_that_is_small_or_near_is_no_region(rng, centre, size):
    first = cloud(rng, (0.2, 0.3), 50 if size == 15 else 500)
    assert len(dense_regions(np.concatenate([first, cloud(rng, centre, size)]))) == 1


def test_a_bridge_of_sounds_makes_two_clouds_one_region(rng):
    x = np.linspace(0.2, 0.8, 600)
    bridge = np.stack([x, np.full(600, 0.5)], axis=1) + rng.normal(scale=0.01, size=(600, 2))
    clouds = [cloud(rng, (0.2, 0.5), 100), cloud(rng, (0.8, 0.5), 100)]
    assert len(dense_regions(np.concatenate([bridge.astype(np.float32), *clouds]))) == 1


@pytest.mark.parametrize("size", [1, 2, 20, 5000])
def test_spots_have_room_between_them(rng, size):
    points = rng.random((size, 2)).astype(np.float32)
    for region in dense_regions(points):
        assert 1 <= len(region.spots) <= MAX_SPOTS
        spots = points[region.spots]
        gaps = np.linalg.norm(spots[:, None] - spots, axis=2) * N_CELLS
        assert (gaps[~np.eye(len(gaps), dtype=bool)] > SPOT_DISTANCE - np.sqrt(2)).all()


def test_points_at_the_edges_of_the_map_have_regions():
    corners = np.repeat(np.array([[0, 0], [1, 1]], dtype=np.float32), 100, axis=0)
    assert sorted(map(tuple, first_spots(corners))) == [(0, 0), (1, 1)]


def test_the_same_points_have_the_same_regions(rng):
    points = rng.random((1000, 2)).astype(np.float32)
    assert dense_regions(points) == dense_regions(points.copy())
