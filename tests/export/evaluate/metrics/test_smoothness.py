"""The way of the sound along the way of the finger, on the toy bundle."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="needs the extra [export]")

from latentpad.synth.synth import Synth
from latentpad_export.evaluate.metrics.smoothness import (
    STEP,
    Travel,
    audible_db,
    draw_strokes,
    draw_travel,
    measure_travel,
)

N_STEPS = 96


@pytest.fixture
def synth(bundle):
    return Synth(bundle)


def test_distance_is_that_of_the_audible_bands_and_frames():
    a, b = np.zeros((4, 5), dtype=np.float32), np.zeros((4, 5), dtype=np.float32)
    a[0, 0], b[0, 0] = 0.75, 0.5
    a[1, 1] = 0.5
    a[2, 2], b[3, 3] = 0.25, 0.125
    assert audible_db(a, b, top_db=80.0) == pytest.approx(80 * (0.25 + 0.5) / 2)
    assert audible_db(b, a, top_db=80.0) == audible_db(a, b, top_db=80.0)


def test_silent_sounds_are_no_distance_apart():
    silent = np.full((4, 5), 0.2, dtype=np.float32)
    assert audible_db(silent, 0 * silent, top_db=80.0) == 0.0


def test_strokes_stay_on_the_pad_in_steps_of_one_size(rng):
    strokes = draw_strokes(rng, n_strokes=200, n_steps=N_STEPS)
    assert strokes.min() >= 0
    assert strokes.max() <= 1
    np.testing.assert_allclose(np.linalg.norm(np.diff(strokes, axis=1), axis=2), STEP, atol=1e-9)
    np.testing.assert_allclose(np.diff(strokes, n=2, axis=1), 0, atol=1e-9)


def test_strokes_reach_every_side_of_the_pad(rng):
    strokes = draw_strokes(rng, n_strokes=200, n_steps=N_STEPS)
    assert (strokes.min(axis=(0, 1)) < 0.05).all()
    assert (strokes.max(axis=(0, 1)) > 0.95).all()


def test_pad_of_one_sound_alone_does_not_move(bundle):
    latents = np.repeat(np.eye(1, 4, dtype=np.float32), 32, axis=0)
    synth = Synth(replace(bundle, map=replace(bundle.map, latents=latents)))
    figures = measure_travel(synth, seed=0, n_strokes=3).figures()
    assert figures["worst_jump_db"] == pytest.approx(0, abs=1e-3)
    assert figures["usual_db"] == 0
    assert figures["still_share"] == 1
    assert figures["worst_over_median"] is None
    assert figures["worst_jump_of_usual"] is None


def test_jump_is_as_big_as_the_sounds_are_apart_and_where_they_meet(bundle):
    points = np.repeat(np.float32([[0.25, 0.5], [0.75, 0.5]]), 16, axis=0)
    latents = np.repeat(np.eye(2, 4, dtype=np.float32), 16, axis=0)
    synth = Synth(replace(bundle, map=replace(bundle.map, points=points, latents=latents)))
    travel = measure_travel(synth, seed=0, n_strokes=6)
    figures = travel.figures()
    assert figures["worst_jump_db"] == pytest.approx(80, abs=1e-3)
    assert abs(figures["worst_jump_at"][0] - 0.5) <= STEP
    before, after = travel.strokes[:, :-1, 0], travel.strokes[:, 1:, 0]
    crosses = (before < 0.5) != (after < 0.5)
    assert crosses.sum() >= 2
    np.testing.assert_allclose(travel.steps, np.where(crosses, 80, 0), atol=1e-3)


def test_sound_moves_at_least_as_far_as_the_slope_that_the_finger_climbs(bundle):
    side = np.linspace(0, 1, 40)
    points = np.stack(np.meshgrid(side, side), axis=2).reshape(-1, 2).astype(np.float32)
    latents = np.zeros((1600, 4), dtype=np.float32)
    latents[:, 2] = 0.4 + 0.5 * points[:, 0]
    layout = replace(bundle.map, points=points, latents=latents)
    travel = measure_travel(Synth(replace(bundle, map=layout)), seed=0)
    climbed = np.abs(travel.strokes[:, -1, 0] - travel.strokes[:, 0, 0])
    # 1.5 dB for the ends, where the pad draws to the nearest sound; up and down on the way make it more.
    assert (travel.steps.sum(axis=1) >= 80 * 0.5 * climbed - 1.5).all()
    assert travel.steps.max() < 80 * 0.5 / 20


def test_usual_distance_is_the_median_between_two_sounds(synth):
    # Three of four pairs are of two clusters, which share no band; two sounds of one cluster are the same.
    assert measure_travel(synth, seed=0, n_strokes=1, n_steps=2).usual == pytest.approx(80)


def test_same_seed_gives_the_same_steps(synth):
    first, second = (measure_travel(synth, seed=5, n_strokes=2) for _ in range(2))
    np.testing.assert_array_equal(first.strokes, second.strokes)
    np.testing.assert_array_equal(first.steps, second.steps)


def test_figures_are_those_of_the_steps():
    strokes = np.zeros((1, 5, 2))
    strokes[0, :, 0] = np.arange(5) / 10
    figures = Travel(strokes, np.array([[1.0, 0.05, 9.0, 2.0]]), usual=3.0).figures()
    assert figures["median_step_db"] == 1.5
    assert figures["worst_jump_db"] == 9
    assert figures["worst_jump_at"] == pytest.approx([0.25, 0])
    assert figures["worst_over_median"] == 6
    assert figures["worst_jump_of_usual"] == 3
    assert figures["still_share"] == 0.25


def test_drawing_is_a_png_for_each_number_of_maps(synth):
    travel = measure_travel(synth, seed=0, n_strokes=2, n_steps=8)
    one = draw_travel({"toy": (travel, synth.inverse_map.points)})
    two = draw_travel({"toy": (travel, synth.inverse_map.points), "other": (travel, synth.inverse_map.points)})
    assert one[:8] == two[:8] == b"\x89PNG\r\n\x1a\n"
    heights = [int.from_bytes(png[20:24]) for png in (one, two)]
    assert heights[1] == 2 * heights[0]
