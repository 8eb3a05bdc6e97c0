"""Blends, paths, kits and kinds of the toy, as an evaluation plays them."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")
from latentpad.player.ways import Way
from latentpad.request import Request
from latentpad.sources import Blend
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.subjects import paths
from latentpad_export.evaluate.subjects.blends import WEIGHTS, draw_pairs, measure_blends
from latentpad_export.evaluate.subjects.kind_walks import measure_kinds
from latentpad_export.evaluate.subjects.kits import ORDERS, measure_kits
from latentpad_export.evaluate.subjects.originals import Originals
from latentpad_export.evaluate.subjects.paths import divided, measure_paths
from latentpad_export.evaluate.subjects.requests import each, measure_requests, open_player, play


@pytest.fixture
def originals(detailed_bundle, reference):
    return Originals(detailed_bundle, reference)


@pytest.fixture
def own_player(detailed_bundle, originals, tmp_path):
    """A player that reads the evaluated library."""
    (tmp_path / "drop").mkdir()
    return open_player(detailed_bundle, originals, tmp_path / "drop")


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path)


def no_play(*_):
    raise AssertionError("played again")


def test_pairs_have_two_labels_and_no_sound_twice(rng):
    labels = np.array([0] * 60 + [1] * 38 + [-1] * 2)
    pairs = draw_pairs(np.arange(100, 200), labels, 30, rng)
    assert (labels[pairs[:, 0] - 100] != labels[pairs[:, 1] - 100]).all()
    assert len(np.unique(pairs)) == 60


def test_sounds_come_again_where_there_are_too_few(rng):
    pairs = draw_pairs(np.array([3, 5, 7, 9]), np.full(4, -1), 20, rng)
    assert np.unique(pairs, return_counts=True)[1].tolist() == [10] * 4
    assert (pairs[:, 0] != pairs[:, 1]).all()
    assert draw_pairs(np.array([4]), np.array([0]), 2, rng).tolist() == [[4, 4], [4, 4]]


def test_the_player_of_an_evaluation_hears_the_library(own_player, prepared):
    x, y = own_player.bundle.map.points[5].tolist()
    assert own_player.renderer.render(Request(x, y)).origin.parents == (str(own_player.bundle.map.names[5]),)


def test_requests_are_played_once_and_measured_as_they_sound(own_player, cache, monkeypatch):
    requests = [Request(*own_player.bundle.map.points[row].tolist()) for row in (0, 9)]
    found = measure_requests(own_player.renderer, requests, cache, "two")
    assert found.sounding.all()
    monkeypatch.setattr("latentpad_export.evaluate.subjects.requests.play", no_play)
    again = measure_requests(own_player.renderer, requests, cache, "two")
    assert np.array_equal(again.descriptions.features, found.descriptions.features)


def test_work_is_returned_in_the_order_of_its_items():
    assert each(lambda i: i * i, range(20), "squares") == [i * i for i in range(20)]


def test_blends_have_the_points_of_their_pairs(own_player, originals, cache):
    found = measure_blends(own_player, originals, 4, cache, seed=1)
    layout = own_player.bundle.map
    assert [(name, len(made.sounding)) for name, made in found.made.items()] == [(name, 4) for name in WEIGHTS]
    points = [(*layout.points[row].tolist(), 1.0) for row in found.pairs[0]]
    blend = Blend.of(points)
    expected = play(own_player.renderer, Request(*blend.middle, seed=0, source=blend))
    assert found.made["mean"].sounding[0] == (expected is not None)
    assert len(found.first.sounding) == len(found.second.sounding) == 4
    assert (layout.labels[found.pairs[:, 0]] != layout.labels[found.pairs[:, 1]]).all()


def test_a_path_has_the_positions_of_the_players(own_player):
    way = Way(own_player.renderer, ((0.1, 0.1), (0.2, 0.15)), Request(0.5, 0.5, 3))
    positions = divided(way)
    played = list(own_player.path(((0.1, 0.1), (0.2, 0.15)), paths.N_SAMPLES, Request(0.5, 0.5, 3)))
    assert [way.at(position) for position in positions] == [(one.request.x, one.request.y) for one in played]


def test_steps_of_paths_are_measured_in_three_ways_for_both_divisions(own_player, cache, monkeypatch):
    found = measure_paths(own_player, 2, cache, seed=0)
    assert set(found) == {"short", "long"}
    assert all(steps.shape == (2, 2, 3, paths.N_SAMPLES - 1) for steps in found.values())
    assert np.nanmin(found["long"]) >= 0
    monkeypatch.setattr(paths, "play", no_play)
    assert np.array_equal(measure_paths(own_player, 2, cache, seed=0)["long"], found["long"], equal_nan=True)


def test_lines_begin_among_sounds_and_end_on_the_map(own_player, rng):
    for length in paths.LENGTHS.values():
        (x0, y0), (x1, y1) = paths._draw(own_player, length, rng)
        assert np.hypot(x1 - x0, y1 - y0) == pytest.approx(length)
        assert 0 <= min(x0, y0, x1, y1) <= max(x0, y0, x1, y1) <= 1


def test_kits_are_those_of_the_player(detailed_bundle, originals, own_player, cache):
    found = measure_kits(detailed_bundle, originals, 1, cache, seed=2)
    assert np.unique(found.kit).tolist() == [0, 1, 2, 3]
    assert {str(recipe) for recipe in found.recipes} == set(ORDERS)
    electronic = found.kit == ORDERS.index("electronic")
    kit = list(own_player.kit("electronic", 2, formats=()))
    assert found.pad[electronic].tolist() == [int(one.path.name[:2]) - 1 for one in kit]
    names = detailed_bundle.map.names[found.rows[electronic]]
    assert [one.parents[0] for one in kit] == names.tolist()
    labels = np.array([*detailed_bundle.labels, ""])[detailed_bundle.map.labels[found.rows]]
    assert found.labels.tolist() == labels.tolist()


def test_kinds_are_played_in_the_order_of_the_explorer_without_repetition(own_player, originals, cache):
    found = measure_kinds(own_player, originals, cache, seed=0)
    kinds, counts = np.unique(found.kinds, return_counts=True)
    assert kinds.tolist() == sorted({"kick", "snare", "hat"})
    assert counts.max() <= 8
    points = {own_player.kind_point("kick", index) for index in range(8)}
    assert (found.kinds == "kick").sum() == len(points)
    assert found.drawn_kinds.tolist() == found.kinds.tolist()
    assert len(found.drawn.sounding) == len(found.made.sounding)
