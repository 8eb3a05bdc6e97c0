from types import SimpleNamespace

import numpy as np
import pytest

from latentpad.synth.inverse_map import N_NEIGHBORS, InverseMap
from latentpad.synth.place import SOFTEST, Place, original_level


def inverse_map_of(points, latents, labels=None):
    labels = np.full(len(points), -1) if labels is None else np.array(labels)
    layout = SimpleNamespace(points=np.float32(points), latents=np.float32(latents), labels=labels)
    return InverseMap(SimpleNamespace(**vars(layout), pitches=None, pitch_certainties=None, triangles=None))


@pytest.fixture
def scattered(rng):
    """Two hundred points whose latents are a linear map of them."""
    points = rng.random((200, 2))
    return points, points @ rng.standard_normal((2, 5))


def test_an_isolated_cluster_has_its_own_latent(bundle, sounds):
    inverse_map = InverseMap(bundle.map)
    for i, sound in enumerate(sounds):
        place = inverse_map.place(sound.x, sound.y)
        assert place.latent == pytest.approx(np.eye(4)[i], abs=1e-6)
        assert sorted(place.neighbors) == list(range(8 * i, 8 * i + 8))


def test_weights_sum_to_1_and_fall_with_the_distance(scattered):
    inverse_map = inverse_map_of(*scattered)
    for x, y in ((0, 0), (0.5, 0.5), (1, 0.3)):
        place = inverse_map.place(x, y)
        assert place.weights.sum() == pytest.approx(1, abs=1e-6)
        assert (np.diff(place.weights) <= 0).all()
        distances = np.hypot(*(scattered[0] - [x, y]).T)
        assert place.neighbors.tolist() == np.argsort(distances)[:N_NEIGHBORS].tolist()
        assert place.latent == pytest.approx(place.weights @ scattered[1][place.neighbors], abs=1e-5)


def test_weights_are_gaussian_with_the_mean_of_the_first_and_fifth_distance_as_bandwidth():
    points = np.stack([np.arange(1, 9) / 8, np.zeros(8)], axis=1)
    place = inverse_map_of(points, np.eye(8)).place(0.0, 0.0)
    wanted = np.exp(-0.5 * np.arange(1, 9) ** 2 / (1 * 5))
    assert place.latent == pytest.approx(wanted / wanted.sum(), abs=1e-6)


def test_the_point_of_a_sound_has_its_latent(scattered):
    points, latents = scattered
    inverse_map = inverse_map_of(points, latents)
    for i in range(0, 200, 20):
        assert inverse_map.place(*inverse_map.points[i]).latent == pytest.approx(latents[i], abs=1e-5)


def test_a_linear_map_is_recovered(scattered):
    points, latents = scattered
    inside = [i for i, point in enumerate(points) if point.min() > 0.1 and point.max() < 0.9]
    inverse_map = inverse_map_of(points, latents)
    errors = [np.linalg.norm(inverse_map.place(*points[i]).latent - latents[i]) for i in inside]
    assert np.mean(errors) < 0.1 * np.linalg.norm(latents.std(axis=0))


@pytest.mark.parametrize("n", [1, 2, 4, 7])
def test_there_may_be_fewer_points_than_neighbours(n, rng):
    points = rng.random((n, 2))
    place = inverse_map_of(points, np.eye(n)).place(*points[0])
    assert sorted(place.neighbors) == list(range(n))
    assert place.weights.sum() == pytest.approx(1, abs=1e-6)
    assert place.neighbors[0] == 0
    assert place.confidence == 1.0


def test_a_single_sound_is_the_latent_of_every_point():
    inverse_map = inverse_map_of([[0.3, 0.6]], [[1.0, -2.0]])
    for x, y in ((0.3, 0.6), (0, 0), (1, 1)):
        assert inverse_map.place(x, y).latent.tolist() == [1.0, -2.0]


def test_sounds_at_the_same_point_have_equal_weights():
    inverse_map = inverse_map_of(np.full((20, 2), 0.5), np.tile(np.eye(4), (5, 1)))
    on, off = inverse_map.place(0.5, 0.5), inverse_map.place(0.9, 0.1)
    assert on.weights == pytest.approx(1 / 8)
    assert off.weights == pytest.approx(1 / 8)
    assert (on.confidence, off.confidence < 0.01) == (1.0, True)


def test_confidence_is_1_on_the_map_and_falls_along_a_ray_away_from_it(rng):
    inverse_map = inverse_map_of(0.2 * rng.random((100, 2)), np.zeros((100, 3)))
    assert inverse_map.place(0.1, 0.1).confidence == 1.0
    along = [inverse_map.place(v, v).confidence for v in np.linspace(0.2, 1.0, 50)]
    assert (np.diff(along) <= 0).all()
    assert 0 < along[-1] < 0.2


def test_the_order_of_the_points_does_not_matter(scattered, rng):
    points, latents = scattered
    order = rng.permutation(len(points))
    inverse_map, shuffled = inverse_map_of(points, latents), inverse_map_of(points[order], latents[order])
    for x, y in rng.random((50, 2)):
        one, other = inverse_map.place(x, y), shuffled.place(x, y)
        assert np.array_equal(one.latent, other.latent)
        assert np.array_equal(one.neighbors, order[other.neighbors])
        assert one.confidence == other.confidence


def test_the_same_point_has_the_same_latent_bit_for_bit(scattered):
    inverse_map = inverse_map_of(*scattered)
    assert inverse_map.place(0.3, 0.7).latent.tobytes() == inverse_map.place(0.3, 0.7).latent.tobytes()
    assert inverse_map.place(0.3, 0.7).latent.dtype == np.float32


def two_labels(rng):
    """Return sounds of two labels in one cluster: they vary along axes 0 and 1, axis 2 separates the labels."""
    points = 0.5 + 0.01 * rng.standard_normal((60, 2))
    latents = np.zeros((60, 4))
    latents[:, :2] = rng.standard_normal((60, 2)) * [3.0, 0.3]
    labels = np.arange(60) % 2
    latents[:, 2] = 10.0 * labels
    return points, latents, labels


def test_siblings_vary_as_the_sounds_of_the_label_do_and_keep_the_label(rng):
    points, latents, labels = two_labels(rng)
    inverse_map = inverse_map_of(points, latents, labels)
    place = inverse_map.place(*inverse_map.points[0])
    offsets = (
        np.stack([inverse_map.vary(place, 1.0, np.random.default_rng(i)).latent for i in range(400)]) - place.latent
    )
    assert np.abs(offsets[:, 2:]).max() < 1e-5
    assert offsets[:, :2].std(axis=0) == pytest.approx(latents[labels == 0][:, :2].std(axis=0), rel=0.5)
    assert np.linalg.norm(offsets.mean(axis=0)) < 0.5


def test_half_the_variation_goes_half_as_far_and_the_generator_decides_where(rng):
    inverse_map = inverse_map_of(*two_labels(rng))
    place = inverse_map.place(0.5, 0.5)
    whole, half = (
        inverse_map.vary(place, amount, np.random.default_rng(1)).latent - place.latent for amount in (1.0, 0.5)
    )
    assert half == pytest.approx(whole / 2, abs=1e-6)
    assert not np.allclose(whole, inverse_map.vary(place, 1.0, np.random.default_rng(2)).latent - place.latent)


@pytest.mark.parametrize("n", [1, 2, 7])
def test_siblings_exist_among_few_sounds(n, rng):
    inverse_map = inverse_map_of(rng.random((n, 2)), rng.random((n, 3)), np.arange(n))
    place = inverse_map.place(0.5, 0.5)
    varied = inverse_map.vary(place, 1.0, rng).latent
    assert np.isfinite(varied).all()
    assert np.allclose(varied, place.latent) == (n == 1)


def test_the_original_level_of_a_place_is_the_weighted_mean_in_decibels():
    place = Place(
        np.zeros(2, np.float32), 1.0, np.array([2, 0]), *[np.array([0.75, 0.25], np.float32)] * 2, np.zeros(2)
    )
    peaks = np.array([10 ** (-8 / 20), 0.3, 10 ** (-20 / 20)], np.float32)
    assert original_level(place, peaks) == pytest.approx(10 ** (-17 / 20), rel=1e-5)
    assert original_level(place, np.zeros(3, np.float32)) == pytest.approx(SOFTEST)
