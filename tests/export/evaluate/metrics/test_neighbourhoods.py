"""Metrics of maps whose values are known."""

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="needs the extra [export]")

from sklearn import manifold

from latentpad_export.evaluate.metrics import neighbourhoods
from latentpad_export.evaluate.metrics.neighbourhoods import (
    MIN_SOUNDS,
    continuity,
    knn_accuracy,
    knn_ceiling,
    mean_squared_error,
    relative_error,
    trustworthiness,
)


def kits_of(*names):
    return np.array(names, dtype=np.str_)


@pytest.fixture
def blobs(rng):
    """Two labelled clusters, no kits."""
    labels = np.arange(60) % 2
    return rng.standard_normal((60, 3)) + 40 * labels[:, None], labels, np.full(60, "")


@pytest.mark.parametrize("n", [MIN_SOUNDS, 9, 10, 11, 60])
def test_identical_spaces_are_trustworthy_and_continuous(rng, n):
    x = rng.random((n, 3))
    assert trustworthiness(x, x) == 1.0
    assert continuity(x, x) == 1.0


def test_shuffled_points_preserve_neighbours_by_chance_only(rng):
    x = rng.random((300, 2))
    shuffled = x[rng.permutation(300)]
    assert trustworthiness(x, shuffled) == pytest.approx(0.5, abs=0.08)
    assert continuity(x, shuffled) == pytest.approx(0.5, abs=0.08)


def test_map_folded_onto_itself_is_continuous_but_not_trustworthy():
    latents = np.linspace(-1, 1, 80)[:, None]
    folded = np.abs(latents + 0.003)
    assert continuity(latents, folded) > 0.95
    assert trustworthiness(latents, folded) < 0.9


def test_map_torn_in_the_middle_is_trustworthy_but_not_continuous():
    circle = np.linspace(0, 2 * np.pi, 80, endpoint=False)
    latents = np.stack([np.cos(circle), np.sin(circle)], axis=1)
    torn = circle[:, None]
    assert trustworthiness(latents, torn) > 0.99
    assert continuity(latents, torn) < trustworthiness(latents, torn) - 0.01


def test_neighbours_in_clusters_label_every_sound_correctly(blobs):
    assert knn_accuracy(*blobs) == 1.0
    assert knn_ceiling(*blobs[1:]) == 1.0


def test_neighbours_with_shuffled_labels_are_right_by_chance(rng, blobs):
    x, labels, kits = blobs
    assert knn_accuracy(x, rng.permutation(labels), kits) == pytest.approx(0.5, abs=0.2)


def test_accuracy_is_the_same_in_blocks_of_any_size(rng, blobs, monkeypatch):
    x, labels, kits = blobs
    labels = rng.permutation(labels)
    whole = knn_accuracy(x, labels, kits)
    monkeypatch.setattr(neighbourhoods, "BLOCK", 7)
    assert knn_accuracy(x, labels, kits) == whole


def test_sound_whose_label_occurs_in_its_own_kit_only_is_mislabelled():
    x = np.array([[0.0], [0.1], [0.2], [1.0], [1.1], [1.2]])
    labels = np.array([0, 0, 0, 1, 1, 1])
    assert knn_accuracy(x, labels, kits_of(*"aaabcd"), k=1) == 0.5
    assert knn_ceiling(labels, kits_of(*"aaabcd")) == 0.5
    assert knn_accuracy(x, labels, np.full(6, ""), k=1) == 1.0
    assert knn_ceiling(labels, np.full(6, "")) == 1.0


def test_sound_of_another_kit_counts_even_if_sounds_of_its_own_kit_are_nearer():
    x = np.array([[0.0], [0.1], [0.2], [0.5], [5.0], [6.0]])
    labels = np.array([0, 0, 0, 0, 1, 1])
    assert knn_accuracy(x, labels, kits_of(*"aaab", "", ""), k=1) == 1.0


def test_majority_outvotes_the_nearest():
    x = np.array([[0.0], [0.1], [0.3], [0.35], [0.4]])
    labels = np.array([0, 1, 0, 0, 0])
    assert knn_accuracy(x, labels, np.full(5, ""), k=3) == 4 / 5
    assert knn_accuracy(x, labels, np.full(5, ""), k=1) == 3 / 5


def test_in_a_tie_the_nearest_label_wins():
    x = np.array([[0.0], [1.0], [2.5]])
    assert knn_accuracy(x, np.array([0, 0, 1]), kits_of("", "", ""), k=2) == pytest.approx(2 / 3)


def test_sounds_without_a_label_are_left_out_and_do_not_vote(blobs):
    x, labels, kits = blobs
    unknown = np.where(np.arange(60) < 30, -1, labels)
    assert knn_accuracy(x, unknown, kits) == 1.0
    assert knn_accuracy(np.concatenate([x, x]), np.concatenate([labels, np.full(60, -1)]), np.full(120, "")) == 1.0


def test_without_labels_or_with_a_single_kit_there_is_no_accuracy(blobs):
    x, labels, kits = blobs
    assert knn_accuracy(x, np.full(60, -1), kits) is None
    assert knn_ceiling(np.full(60, -1), kits) is None
    assert knn_accuracy(x, labels, np.full(60, "one")) is None
    assert knn_ceiling(labels, np.full(60, "one")) == 0.0


def test_errors_follow_their_definitions():
    latents, back = np.array([[3.0, 0.0], [-3.0, 0.0]]), np.array([[3.0, 1.0], [-3.0, 2.0]])
    assert mean_squared_error(latents, back) == pytest.approx(5 / 4)
    assert relative_error(latents, back, latents.mean(axis=0)) == pytest.approx(1.5 / 3)


def test_mean_latent_everywhere_has_a_relative_error_of_1(rng):
    latents = rng.random((20, 4)) + 7
    middle = latents.mean(axis=0)
    assert relative_error(latents, np.tile(middle, (20, 1)), middle) == pytest.approx(1)
    assert relative_error(latents[:1] * 0 + middle, latents[:1], middle) is None


def test_trustworthiness_is_that_of_scikit_learn_with_an_interval(rng):
    latents = rng.normal(size=(300, 6))
    points = latents[:, :2] + rng.normal(size=(300, 2))
    found = trustworthiness(latents, points)
    assert found == pytest.approx(manifold.trustworthiness(latents, points, n_neighbors=5))
    low, high = found.interval
    assert found - 0.05 < low < found < high < found + 0.05
    low_of_kits, high_of_kits = trustworthiness(latents, points, units=np.repeat(np.arange(10), 30)).interval
    assert low_of_kits < found < high_of_kits


def test_errors_of_maps_have_intervals(rng):
    latents = rng.normal(size=(60, 4))
    back = latents + rng.normal(0, 0.5, size=(60, 4))
    for found in (mean_squared_error(latents, back), relative_error(latents, back, np.zeros(4))):
        low, high = found.interval
        assert 0.5 * found < low < found < high < 1.5 * found
    labels = rng.integers(2, size=60)
    assert 0 <= knn_accuracy(latents, labels, np.full(60, "")).interval[0] < 0.6
