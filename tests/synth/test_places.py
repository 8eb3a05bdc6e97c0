"""Places between the sounds of a triangulated map: their parents, weights, latents and confidence."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.spatial import Delaunay

from latentpad.synth.inverse_map import MIN_SHARE, SHARPNESS, USUAL_CONFIDENCE, InverseMap

N = 60
TRIANGLE = np.array([[0.2, 0.2], [0.8, 0.2], [0.2, 0.8]])


def inverse_map_of(points, latents, pitches=None):
    """Return the inverse map of sounds with pitches in hertz, 0 = none."""
    pitches = np.zeros(len(points)) if pitches is None else np.array(pitches)
    layout = SimpleNamespace(
        points=np.float32(points),
        latents=np.float32(latents),
        labels=np.full(len(points), -1),
        pitches=np.float32(pitches),
        pitch_certainties=np.ones(len(points), dtype=np.float32),
    )
    return InverseMap(SimpleNamespace(**vars(layout), triangles=Delaunay(layout.points.astype(float)).simplices))


@pytest.fixture
def scattered(rng):
    """Sixty sounds, every second with a pitch."""
    pitches = np.where(np.arange(N) % 2, 50 * 2 ** (6 * rng.random(N)), 0)
    return inverse_map_of(0.1 + 0.8 * rng.random((N, 2)), rng.standard_normal((N, 4)), pitches)


def between(*shares):
    """Return the point of the triangle with these barycentric coordinates."""
    return np.array(shares) @ TRIANGLE


def test_weights_are_positive_and_sorted_and_sum_to_1(scattered, rng):
    for x, y in [*rng.random((300, 2)), *scattered.points]:
        place = scattered.place(x, y)
        assert 1 <= len(place.neighbors) == len(place.weights) <= 3
        assert place.weights.min() > 0
        assert (np.diff(place.weights) <= 0).all()
        assert place.weights.sum() == pytest.approx(1, abs=1e-6)
        assert (place.weights.dtype, place.latent.dtype) == (np.float32, np.float32)


def test_on_its_point_a_sound_is_alone_with_its_latent_to_the_bit(scattered):
    for i, (x, y) in enumerate(scattered.points.tolist()):
        place = scattered.place(x, y)
        assert (place.neighbors.tolist(), place.weights.tolist(), place.confidence) == ([i], [1.0], 1.0)
        assert np.array_equal(place.latent, scattered.latents[i])


@pytest.mark.parametrize("others", [(0.0, 0.02), (0.02, 0.0), (0.0199, 0.0199), (0.01, 0.01)])
def test_near_the_point_of_a_sound_it_is_alone(others):
    inverse_map = inverse_map_of(TRIANGLE, np.eye(3))
    place = inverse_map.place(*between(1 - sum(others), *others) - 1e-9)
    assert (place.neighbors.tolist(), place.weights.tolist()) == ([0], [1.0])


def test_the_latent_is_mixed_by_shares_beyond_the_smallest_audible_one_and_the_sound_by_sharpened_ones():
    inverse_map = inverse_map_of(TRIANGLE, np.eye(3), [200, 0, 500])
    for shares in ((0.5, 0.3, 0.2), (0.1, 0.2, 0.7), (0.3, 0.69, 0.01)):
        left = np.maximum(np.array(shares) - MIN_SHARE, 0)
        wanted = left**SHARPNESS / (left**SHARPNESS).sum()
        place = inverse_map.place(*between(*shares))
        assert place.neighbors.tolist() == np.argsort(-wanted)[: np.count_nonzero(wanted)].tolist()
        assert place.weights == pytest.approx(wanted[place.neighbors], abs=1e-5)
        assert place.shares == pytest.approx((left / left.sum())[place.neighbors], abs=1e-5)
        assert place.latent == pytest.approx(left / left.sum(), abs=1e-5)


def shepard(inverse_map, place):
    """Return the latent of the eight nearest sounds, by the inverse of their distances less that of the ninth.

    And how near the nearest one is, relative to the ninth.
    """
    distances = np.hypot(*(inverse_map.points - place.point).T.astype(float))
    nearest = np.argsort(distances)[:9]
    closeness = 1 / distances[nearest[:8]] - 1 / distances[nearest[8]]
    return closeness / closeness.sum() @ inverse_map.latents[nearest[:8]], distances[nearest[0]] / distances[nearest[8]]


def test_between_many_sounds_half_of_the_latent_is_that_of_the_nearest_ones(scattered, rng):
    seen = []
    for x, y in 0.3 + 0.4 * rng.random((100, 2)):
        place = scattered.place(x, y)
        parents = place.shares @ scattered.latents[place.neighbors]
        nearest, nearness = shepard(scattered, place)
        around = 0.5 * min(1, 3 * (1 - place.shares.max())) * min(1, 2 * (1 - nearness))
        assert place.latent == pytest.approx((1 - around) * parents + around * nearest, abs=1e-5)
        seen.append(around)
    assert (np.mean(np.array(seen) > 0.499) > 0.3, min(seen) < 0.3) == (True, True)


def test_the_latent_moves_continuously_where_the_nearest_sounds_change(scattered):
    way = np.stack([np.linspace(0.3, 0.7, 20_001), np.linspace(0.4, 0.6, 20_001)], axis=1)
    latents = np.array([scattered.place(x, y).latent for x, y in way])
    steps = np.linalg.norm(np.diff(latents, axis=0), axis=1)
    assert steps.max() < 0.02 * np.linalg.norm(scattered.latents.std(axis=0))


def test_half_way_between_two_clusters_the_nearest_sounds_change_little():
    circle = 0.01 * np.exp(2j * np.pi * np.arange(8) / 8)
    points = np.concatenate([[centre + part.real, 0.5 + part.imag] for centre in (0.1, 0.9) for part in circle])
    inverse_map = inverse_map_of(points.reshape(-1, 2), np.repeat(np.eye(2), 8, axis=0))
    along = np.array([inverse_map.place(x, 0.5).latent[1] for x in np.linspace(0.15, 0.85, 141)])
    assert np.diff(along).max() < 3 * np.diff(along).mean()


def test_a_place_in_the_usual_middle_has_the_usual_confidence():
    place = inverse_map_of(TRIANGLE, np.eye(3)).place(*between(1 / 3, 1 / 3, 1 / 3))
    assert place.confidence == pytest.approx(USUAL_CONFIDENCE, abs=1e-3)


def test_confidence_is_lower_between_unlike_sounds_than_between_like_ones():
    like, unlike = np.eye(4)[:2] * 0.1, np.eye(4)[2:] * 3
    points = [[0.1, 0.1], [0.1, 0.9], [0.9, 0.1], [0.9, 0.9]]
    inverse_map = inverse_map_of(points, [*like, *unlike])
    confidences = [inverse_map.place(x, 0.5).confidence for x in (0.1, 0.9)]
    assert 1 > confidences[0] > confidences[1] > 0
    towards = [inverse_map.place(0.9, y).confidence for y in np.linspace(0.5, 0.9, 20)]
    assert (np.diff(towards) >= 0).all()
    assert towards[-1] == 1.0


def test_between_equal_sounds_the_confidence_is_1(rng):
    inverse_map = inverse_map_of(rng.random((20, 2)), np.ones((20, 3)))
    assert min(inverse_map.place(x, y).confidence for x, y in rng.random((50, 2))) > 0.999


def test_outside_the_triangles_the_place_is_that_of_the_nearest_point_on_their_edge():
    inverse_map = inverse_map_of(TRIANGLE, np.eye(3))
    outside, edge = inverse_map.place(0.5, 0.0), inverse_map.place(0.5, 0.2)
    assert outside.latent == pytest.approx(edge.latent, abs=1e-6)
    assert outside.point == pytest.approx([0.5, 0.2], abs=1e-6)
    assert inverse_map.place(0.0, 0.0).neighbors.tolist() == [0]


def test_a_place_knows_its_point(scattered, rng):
    for x, y in 0.4 + 0.2 * rng.random((50, 2)):
        assert scattered.place(x, y).point == pytest.approx([x, y], abs=1e-6)


def dense(place):
    weights = np.zeros(N)
    weights[place.neighbors] = place.weights
    return weights


def test_no_variation_is_the_place_itself(scattered, rng):
    for x, y in rng.random((50, 2)):
        place = scattered.place(x, y)
        still = scattered.vary(place, 0.0, rng)
        assert dense(still) == pytest.approx(dense(place), abs=1e-4)
        assert np.array_equal(still.latent, place.latent)


def test_a_little_variation_changes_little(scattered):
    for x, y in ((0.5, 0.5), (0.3, 0.6)):
        place = scattered.place(x, y)
        near = scattered.vary(place, 1e-3, np.random.default_rng(0))
        assert 0 < np.abs(dense(near) - dense(place)).sum() < 0.1


def test_variation_moves_the_point_and_the_latent_as_the_generator_decides(scattered):
    place = scattered.place(0.5, 0.5)
    one, again, other = (scattered.vary(place, 0.5, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.latent.tobytes() == again.latent.tobytes() != other.latent.tobytes()
    assert dense(one).tolist() == dense(again).tolist() != dense(other).tolist()
    farther = scattered.vary(place, 1.0, np.random.default_rng(1))
    assert farther.latent - place.latent == pytest.approx(2 * (one.latent - place.latent), abs=1e-5)
    assert farther.point - place.point == pytest.approx(2 * (one.point - place.point), abs=1e-5)


def test_full_variation_draws_many_sounds_of_the_neighbourhood(scattered):
    place = scattered.place(0.5, 0.5)
    varied = [scattered.vary(place, 1.0, np.random.default_rng(seed)) for seed in range(100)]
    drawn = np.unique(np.concatenate([one.neighbors for one in varied]))
    assert len(drawn) > 10
    points = np.array([one.point for one in varied])
    assert np.linalg.norm(points.mean(axis=0) - place.point) < 0.05
    assert (points >= 0).all()
    assert (points <= 1).all()
