"""Maps as their model plays them: what comes back at the points of sounds, and how much of them is near twins."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("librosa", reason="needs the extra [export]")
pytest.importorskip("sklearn", reason="needs the extra [export]")

from latentpad.synth.decoder import Decoder
from latentpad.synth.inverse_map import InverseMap
from latentpad_export.data.triangles import triangulate
from latentpad_export.evaluate.metrics.neighbourhoods import MIN_SOUNDS, mean_squared_error
from latentpad_export.evaluate.sections.map_measures import (
    Effort,
    measure_played,
    measure_sound_twins,
    measure_twins,
)
from latentpad_export.evaluate.subjects.decoded_map import DecodedMap, as_map, comparison_feature

LITTLE = Effort(n_strokes=2, n_points=30, n_decoded=10)


@pytest.fixture
def decoded(bundle):
    """Return a function that makes maps which the toy's decoder plays."""
    decoder = Decoder(bundle)
    return lambda points, latents: DecodedMap(as_map(points, latents), decoder, bundle.representation)


@pytest.fixture
def scattered(rng):
    """Forty points of a map with random latents."""
    return rng.random((40, 2)).astype(np.float32), rng.random((40, 4)).astype(np.float32)


@pytest.fixture
def plane():
    """An even grid of points, and latents that are a plane of the same shape."""
    side = np.linspace(0, 1, 7)
    points = np.stack(np.meshgrid(side, side), axis=2).reshape(-1, 2).astype(np.float32)
    return points, (0.2 + points @ np.float32([[0.5, 0.1, 0, 0], [0, 0.3, 0.4, 0]])).astype(np.float32)


def inner(points):
    return np.flatnonzero(((points > 0.01) & (points < 0.99)).all(axis=1))


def test_every_sound_comes_back_at_its_own_point(decoded, scattered):
    found = decoded(*scattered).latents_on(np.arange(40))
    np.testing.assert_allclose(found, scattered[1], atol=1e-6)


@pytest.mark.parametrize("n", [MIN_SOUNDS, 9, 40])
def test_a_sound_that_is_left_out_is_played_as_on_a_map_without_it(decoded, scattered, n):
    points, latents = scattered[0][:n], scattered[1][:n]
    found = decoded(points, latents).latents_left_out(np.arange(n))
    hull = 0
    for i, (x, y) in enumerate(points):
        pad = InverseMap(as_map(np.delete(points, i, axis=0), np.delete(latents, i, axis=0)))
        hull += not np.allclose(found[i], pad.place(float(x), float(y)).latent, atol=1e-6)
    assert hull <= 2  # the outermost sounds, where the nearest edge may be another one without the sounds around


def test_a_duplicate_that_is_left_out_is_replaced_by_the_other_one(decoded, scattered):
    points, latents = (np.concatenate([x, x[:1]]) for x in scattered)
    found = decoded(points, latents).latents_left_out(np.arange(41))
    np.testing.assert_allclose(found[-1], latents[0], atol=1e-6)


def test_a_plane_that_is_embedded_exactly_has_no_error_even_where_sounds_are_left_out(decoded, plane):
    points, latents = plane
    played, rows = decoded(points, latents), inner(points)
    assert mean_squared_error(latents[rows], played.latents_left_out(rows)) == pytest.approx(0, abs=1e-4)
    figures, _ = measure_played(played, rows, np.arange(len(played.layout.latents)), LITTLE, seed=0)
    assert figures["left_out"]["relative"] < 0.03
    assert figures["kernel"]["relative"] == pytest.approx(0, abs=1e-6)
    assert figures["heard"]["kernel_db"] == pytest.approx(0, abs=1e-3)


def test_a_map_of_one_sound_is_near_twins_only(decoded, scattered):
    played = decoded(scattered[0], np.tile(np.eye(1, 4, dtype=np.float32), (40, 1)))
    assert measure_twins(played, 30, seed=0) == {"n": 30, "share": 1.0}
    assert measure_sound_twins(played, 30, seed=0) == {"n": 30, "share": 1.0}


def test_two_places_with_unlike_sounds_are_no_twins(bundle):
    # Of the toy's sounds, no two share a band; a triangle between three of them has as many sounds as points.
    corners = np.float32([[0, 0], [1, 0], [0, 1]])
    layout = as_map(corners, np.eye(3, 4, dtype=np.float32))
    played = DecodedMap(layout, Decoder(bundle), bundle.representation)
    assert measure_sound_twins(played, 3, seed=0) == {"n": 3, "share": 0.0}
    assert measure_twins(played, 4, seed=0)["share"] == 0.0


def test_points_are_drawn_evenly_inside_the_area_of_a_map(decoded, rng):
    corners = np.float32([[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8], [0.75, 0.75]])
    points = decoded(corners, np.eye(5, 4, dtype=np.float32)).draw_points(4_000, rng)
    assert points.min() >= 0.2 - 1e-6
    assert points.max() <= 0.8 + 1e-6
    quarters = np.histogram2d(*points.T, bins=2)[0] / 4_000
    np.testing.assert_allclose(quarters, 0.25, atol=0.03)


def test_points_of_a_map_that_is_a_line_are_drawn_on_it(decoded, rng):
    along = np.linspace(0, 1, 9)
    played = decoded(np.stack([along, 0.5 + 0 * along], axis=1), rng.random((9, 4)))
    points = played.draw_points(20, rng)
    assert (points[:, 1] == 0.5).all()
    assert np.ptp(points[:, 0]) > 0.5


def test_sounds_are_compared_in_at_most_64_bands_and_80_decibels():
    mean = np.zeros((130, 4), dtype=np.float32)
    mean[0] = mean[1] = 0.6  # 40 dB below full scale of 100 dB, half of 80
    found = comparison_feature(mean, top_db=100.0)
    assert found.shape == (64, 4)
    assert found[0].tolist() == [128] * 4
    assert not found[1:].any()
    assert comparison_feature(np.full((32, 4), 0.2, dtype=np.float32), top_db=100.0).max() == 0


def test_a_bundle_without_triangles_is_played_by_its_own_inverse(bundle):
    assert bundle.map.triangles is None
    old = DecodedMap(bundle.map, Decoder(bundle), bundle.representation)
    triangles = triangulate(bundle.map.points)
    new = DecodedMap(replace(bundle.map, triangles=triangles), old.decoder, bundle.representation)
    assert not old.inverse_map.has_parents
    assert new.inverse_map.has_parents
    x, y = bundle.map.points[:3].mean(axis=0)
    np.testing.assert_array_equal(
        old.feature_at(x, y), comparison_feature(old.mean(old.inverse_map.place(x, y).latent), 80)
    )
