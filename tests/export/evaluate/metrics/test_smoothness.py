"""Smoothness of the toy bundle along strokes."""

from dataclasses import replace

import numpy as np
import pytest

from latentpad.synth.synth import Synth
from latentpad_export.evaluate.metrics.smoothness import (
    STEP,
    Smoothness,
    audible_db,
    draw_strokes,
    measure_smoothness,
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


def test_strokes_stay_on_the_pad_in_equal_steps(rng):
    strokes = draw_strokes(rng, n_strokes=200, n_steps=N_STEPS)
    assert strokes.min() >= 0
    assert strokes.max() <= 1
    np.testing.assert_allclose(np.linalg.norm(np.diff(strokes, axis=1), axis=2), STEP, atol=1e-9)
    np.testing.assert_allclose(np.diff(strokes, n=2, axis=1), 0, atol=1e-9)


def test_strokes_reach_every_side_of_the_pad(rng):
    strokes = draw_strokes(rng, n_strokes=200, n_steps=N_STEPS)
    assert (strokes.min(axis=(0, 1)) < 0.05).all()
    assert (strokes.max(axis=(0, 1)) > 0.95).all()


def test_a_pad_with_one_sound_does_not_change_along_any_stroke(bundle):
    latents = np.repeat(np.eye(1, 4, dtype=np.float32), 32, axis=0)
    synth = Synth(replace(bundle, map=replace(bundle.map, latents=latents)))
    figures = measure_smoothness(synth, seed=0, n_strokes=3).figures()
    assert figures["worst_jump_db"] == pytest.approx(0, abs=1e-3)
    assert figures["usual_db"] == 0
    assert figures["still_share"] == 1
    assert figures["worst_over_median"] is None
    assert figures["worst_jump_of_usual"] is None


def test_a_jump_is_the_distance_between_two_sounds_and_lies_where_they_meet(bundle):
    points = np.repeat(np.float32([[0.25, 0.5], [0.75, 0.5]]), 16, axis=0)
    latents = np.repeat(np.eye(2, 4, dtype=np.float32), 16, axis=0)
    synth = Synth(replace(bundle, map=replace(bundle.map, points=points, latents=latents)))
    smoothness = measure_smoothness(synth, seed=0, n_strokes=6)
    figures = smoothness.figures()
    assert figures["worst_jump_db"] == pytest.approx(80, abs=1e-3)
    assert abs(figures["worst_jump_at"][0] - 0.5) <= STEP
    before, after = smoothness.strokes[:, :-1, 0], smoothness.strokes[:, 1:, 0]
    crosses = (before < 0.5) != (after < 0.5)
    assert crosses.sum() >= 2
    np.testing.assert_allclose(smoothness.steps, np.where(crosses, 80, 0), atol=1e-3)


def test_sound_changes_at_least_as_much_as_the_slope_along_the_stroke(bundle):
    side = np.linspace(0, 1, 40)
    points = np.stack(np.meshgrid(side, side), axis=2).reshape(-1, 2).astype(np.float32)
    latents = np.zeros((1600, 4), dtype=np.float32)
    latents[:, 2] = 0.4 + 0.5 * points[:, 0]
    layout = replace(bundle.map, points=points, latents=latents)
    smoothness = measure_smoothness(Synth(replace(bundle, map=layout)), seed=0)
    climbed = np.abs(smoothness.strokes[:, -1, 0] - smoothness.strokes[:, 0, 0])
    # 1.5 dB less at the ends, where the nearest sound dominates; more if the sound goes up and down on the way.
    assert (smoothness.steps.sum(axis=1) >= 80 * 0.5 * climbed - 1.5).all()
    assert smoothness.steps.max() < 80 * 0.5 / 20


def test_typical_distance_is_the_median_between_two_sounds(synth):
    # Three of four pairs are of two clusters, which share no band; two sounds of one cluster are the same.
    assert measure_smoothness(synth, seed=0, n_strokes=1, n_steps=2).typical == pytest.approx(80)


def test_same_seed_gives_the_same_steps(synth):
    first, second = (measure_smoothness(synth, seed=5, n_strokes=2) for _ in range(2))
    np.testing.assert_array_equal(first.strokes, second.strokes)
    np.testing.assert_array_equal(first.steps, second.steps)


def test_figures_follow_from_the_steps():
    strokes = np.zeros((1, 5, 2))
    strokes[0, :, 0] = np.arange(5) / 10
    figures = Smoothness(strokes, np.array([[1.0, 0.05, 9.0, 2.0]]), typical=3.0).figures()
    assert figures["median_step_db"] == 1.5
    assert figures["worst_jump_db"] == 9
    assert figures["worst_jump_at"] == pytest.approx([0.25, 0])
    assert figures["worst_over_median"] == 6
    assert figures["worst_jump_of_usual"] == 3
    assert figures["still_share"] == 0.25
