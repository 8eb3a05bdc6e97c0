"""Spots of a map: half-way between neighbours, inside triangles, and where a sound was taken off."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("scipy", reason="needs the extra [export]")
pytest.importorskip("librosa", reason="needs the extra [export]")
from latentpad.bundle.map import Map
from latentpad.synth.inverse_map import InverseMap
from latentpad_export.data.triangles import triangulate
from latentpad_export.evaluate.subjects.spots import SpotFinder

N = 40
ROWS = np.arange(N)


def random_map(points):
    n, rng = len(points), np.random.default_rng(1)
    one = np.ones(n, dtype=np.float32)
    return Map(
        points.astype(np.float32),
        rng.standard_normal((n, 3)).astype(np.float32),
        np.zeros(n, dtype=np.int32),
        np.arange(n).astype(str),
        one,
        one,
        pitches=rng.uniform(50, 2_000, n).astype(np.float32),
        pitch_certainties=one,
        triangles=triangulate(points.astype(np.float32)),
    )


@pytest.fixture
def layout(rng):
    return random_map(rng.random((N, 2)))


@pytest.fixture
def finder(layout):
    return SpotFinder(layout, InverseMap(layout))


def test_on_the_point_of_a_sound_it_is_the_only_parent(finder):
    spots = finder.on(ROWS)
    assert [place.neighbors.tolist() for place in spots.places] == [[row] for row in ROWS]


def test_half_way_is_between_a_sound_and_a_near_one_and_no_pair_comes_twice(layout, finder):
    spots = finder.half_way(ROWS)
    assert len(set(spots.rows.tolist())) == len(spots.rows) > 0.9 * N
    assert len({frozenset(pair) for pair in zip(spots.rows, spots.others, strict=True)}) == len(spots.rows)
    for place, row, other in zip(spots.places, spots.rows, spots.others, strict=True):
        assert set(place.neighbors[:2].tolist()) == {row, other}
        assert place.weights[:2] == pytest.approx(0.5, abs=0.01)
        distances = np.hypot(*(layout.points - layout.points[row]).T)
        assert (distances < distances[other]).sum() <= 3
    nearest = np.hypot(*(layout.points[spots.rows] - layout.points[spots.others]).T)
    assert np.median(nearest) < 0.15


def test_inside_is_between_the_corners_of_a_triangle_of_the_sound(layout, finder, rng):
    spots = finder.inside(ROWS, rng)
    assert spots.rows.tolist() == ROWS.tolist()
    corners = [set(triangle) for triangle in layout.triangles.tolist()]
    for place, row in zip(spots.places, spots.rows, strict=True):
        assert any(set(place.neighbors.tolist()) <= own and row in own for own in corners)


def test_a_sound_left_out_is_played_as_on_a_map_without_it(layout, finder):
    for row, place in zip(ROWS, finder.left_out(ROWS).places, strict=True):
        others = np.delete(ROWS, row)
        without = replace(
            layout,
            points=layout.points[others],
            latents=layout.latents[others],
            labels=layout.labels[others],
            pitches=layout.pitches[others],
            pitch_certainties=layout.pitch_certainties[others],
            triangles=triangulate(layout.points[others]),
        )
        expected = InverseMap(without).place(*map(float, layout.points[row]))
        assert place.neighbors.tolist() == others[expected.neighbors].tolist()
        assert place.weights == pytest.approx(expected.weights)
        assert place.latent == pytest.approx(expected.latent)


def test_one_of_two_sounds_at_the_same_point_is_replaced_by_the_other(layout):
    twice = replace(layout, points=np.concatenate([layout.points[:-1], layout.points[:1]]))
    twice = replace(twice, triangles=triangulate(twice.points))
    spots = SpotFinder(twice, InverseMap(twice)).left_out(np.array([N - 1]))
    assert spots.places[0].neighbors.tolist() == [0]


def test_variations_are_near_the_sound_but_not_on_it(layout, finder, rng):
    spots = finder.varied(ROWS, rng)
    away = np.hypot(*(np.array([place.point for place in spots.places]) - layout.points).T)
    assert (away > 0).all()
    assert np.median(away) < 0.25


def test_an_older_map_has_the_same_kinds_of_spots(layout, rng):
    older = replace(layout, triangles=None)
    finder = SpotFinder(older, InverseMap(older))
    assert len(finder.half_way(ROWS).rows) > 0.9 * N
    assert len(finder.inside(ROWS, rng).rows) == N
    assert all(row not in place.neighbors for row, place in zip(ROWS, finder.left_out(ROWS).places, strict=True))


def test_sounds_on_a_line_have_neighbours_and_no_triangles(rng):
    line = random_map(np.stack([np.linspace(0, 1, 12), np.full(12, 0.5)], axis=1))
    finder = SpotFinder(line, InverseMap(line))
    rows = np.arange(12)
    assert len(finder.inside(rows, rng).rows) == 0
    half_way = finder.half_way(rows)
    assert (np.abs(half_way.rows - half_way.others) <= 2).all()
    assert finder.left_out(np.array([5])).places[0].neighbors.tolist() in ([4, 6], [6, 4])


def test_a_single_sound_has_no_neighbour(rng):
    alone = random_map(np.array([[0.5, 0.5]]))
    finder, row = SpotFinder(alone, InverseMap(alone)), np.array([0])
    assert len(finder.half_way(row).rows) == len(finder.inside(row, rng).rows) == 0
    assert finder.left_out(row).places[0].neighbors.tolist() == [0]
