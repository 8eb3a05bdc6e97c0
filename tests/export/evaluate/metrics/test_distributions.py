import numpy as np
import pytest

pytest.importorskip("sklearn")
from scipy.spatial.distance import cdist

from latentpad_export.evaluate.metrics.distributions import (
    Binning,
    _among,
    frechet_distance,
    mean_distance,
    nearest_distances,
    precision_recall,
)

MODES = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0], [10.0, 10.0]])


def gaussian(rng, n=4000, shift=0.0, scale=1.0, d=4):
    return shift + scale * rng.standard_normal((n, d))


def mixture(rng, n, modes):
    return MODES[rng.choice(modes, n)] + 0.3 * rng.standard_normal((n, 2))


def test_identical_sets_have_no_frechet_distance(rng):
    points = gaussian(rng)
    assert frechet_distance(points, points) == pytest.approx(0.0, abs=1e-6)


def test_frechet_distance_of_shifted_gaussians_is_the_square_of_the_shift(rng):
    a, b = gaussian(rng, 100_000), gaussian(rng, 100_000, shift=1.5)
    assert frechet_distance(a, b) == pytest.approx(4 * 1.5**2, rel=0.02)


def test_frechet_distance_of_wider_gaussians_is_the_square_of_the_difference(rng):
    a, b = gaussian(rng, 100_000), gaussian(rng, 100_000, scale=3.0)
    assert frechet_distance(a, b) == pytest.approx(4 * (3.0 - 1.0) ** 2, rel=0.02)


def test_frechet_distance_of_correlated_gaussians_follows_the_closed_form(rng):
    mix = rng.standard_normal((3, 3))
    a, b = rng.standard_normal((50_000, 3)) @ mix, rng.standard_normal((50_000, 3))
    eigenvalues = np.linalg.eigvalsh(mix.T @ mix)
    wanted = eigenvalues.sum() + 3 - 2 * np.sqrt(eigenvalues).sum()
    assert frechet_distance(a, b) == pytest.approx(wanted, rel=0.05)


def test_identical_sets_have_full_precision_recall_and_coverage(rng):
    points = gaussian(rng, 300)
    found = precision_recall(points, points)
    assert (found.precision, found.recall, found.coverage) == (1.0, 1.0, 1.0)
    assert found.density >= 1.0


def test_similar_sets_have_a_density_of_about_one(rng):
    found = precision_recall(gaussian(rng, 1000), gaussian(rng, 1000))
    assert found.density == pytest.approx(1.0, abs=0.1)
    assert found.coverage > 0.9


def test_distant_sets_have_no_precision_or_recall(rng):
    assert tuple(precision_recall(gaussian(rng, 300), gaussian(rng, 300, shift=100.0))) == (0.0, 0.0, 0.0, 0.0)


def test_dropped_modes_reduce_recall_and_coverage_but_not_precision(rng):
    real, generated = mixture(rng, 800, [0, 1, 2, 3]), mixture(rng, 800, [0, 1])
    found = precision_recall(real, generated)
    assert found.precision > 0.95
    assert found.recall == pytest.approx(0.5, abs=0.06)
    assert found.coverage == pytest.approx(0.5, abs=0.06)


def test_precision_and_recall_print_nothing(rng, capsys):
    precision_recall(gaussian(rng, 50), gaussian(rng, 50))
    assert capsys.readouterr().out == ""


def test_a_set_does_not_differ_from_itself_in_any_bin(rng):
    points = gaussian(rng, 1000)
    assert Binning(points, 20, seed=0).different_bins(points).n_different == 0


def test_similar_sets_differ_in_one_bin_of_twenty(rng):
    binning = Binning(gaussian(rng, 4000), 50, seed=0)
    counts = [binning.different_bins(gaussian(rng, 1000)).n_different for _ in range(20)]
    assert 1.0 < np.mean(counts) < 5.0


def test_dropped_modes_show_as_bins(rng):
    binning = Binning(mixture(rng, 2000, [0, 1, 2, 3]), 20, seed=0)
    alike = binning.different_bins(mixture(rng, 1000, [0, 1, 2, 3]))
    dropped = binning.different_bins(mixture(rng, 1000, [0, 1]))
    assert alike.n_different <= 4
    assert dropped.n_different >= 15
    assert (dropped.generated == 0).sum() >= 8


def test_bins_use_more_than_a_thousand_features(rng):
    binning = Binning(rng.standard_normal((200, 2816)).astype(np.float32), 10, seed=0)
    found = binning.different_bins(rng.standard_normal((100, 2816)).astype(np.float32))
    assert found.reference.sum() == pytest.approx(1.0)
    assert found.generated.sum() == pytest.approx(1.0)


def test_mean_distance_is_over_all_pairs():
    assert mean_distance(np.array([[0.0], [1.0], [3.0]])) == pytest.approx((1 + 3 + 2) / 3)


def test_a_single_sound_has_no_diversity():
    assert mean_distance(np.ones((1, 3))) == 0.0


def test_nearest_distances_are_to_the_nearest():
    a, b = np.array([[0.0], [5.0]]), np.array([[1.0], [7.0], [20.0]])
    assert nearest_distances(a, b) == pytest.approx([1.0, 2.0])


def test_nearest_distances_within_a_set_exclude_the_sound_itself():
    a = np.array([[0.0], [5.0], [6.0]])
    assert nearest_distances(a, a, same=True) == pytest.approx([5.0, 1.0, 1.0])


def test_intervals_of_sets_contain_the_figure_and_are_wider_over_kits(rng):
    real, generated = gaussian(rng, 120), gaussian(rng, 120, shift=0.5)
    each, kits = np.arange(120), np.repeat(np.arange(12), 10)
    alone = precision_recall(real, generated, (each, each))
    assert tuple(alone) == tuple(precision_recall(real, generated))
    distances = [frechet_distance(real, generated, units) for units in ((each, each), (kits, each))]
    for figure in (*alone, *distances):
        low, high = figure.interval
        assert 0 <= low < figure < high
    ndb = Binning(real, 10, seed=0).different_bins(generated, each).n_different
    assert 0 <= ndb.interval[0] < ndb < ndb.interval[1] <= 10


def test_half_sets_are_measured_like_whole_ones(rng):
    real, generated = gaussian(rng, 40), gaussian(rng, 60, shift=0.5)
    distances = [cdist(*pair) for pair in ((real, real), (real, generated), (generated, generated))]
    found = _among(distances, np.arange(40) < 30, np.arange(60) < 20)
    assert found == pytest.approx(tuple(precision_recall(real[:30], generated[:20])))


def test_intervals_of_the_frechet_distance_are_as_wide_as_it_varies(rng):
    def draw():
        return frechet_distance(gaussian(rng, 300), gaussian(rng, 300, shift=0.5), 2 * (np.arange(300),))

    found = [draw() for _ in range(24)]
    width = np.mean([figure.interval[1] - figure.interval[0] for figure in found])
    assert width == pytest.approx(2 * 1.96 * np.std(found), rel=0.5)


def test_the_diversity_of_few_sounds_is_uncertain(rng):
    few, many = (mean_distance(gaussian(rng, n)) for n in (8, 200))
    for figure in (few, many):
        low, high = figure.interval
        assert low < figure < high
    assert np.ptp(few.interval) > 3 * np.ptp(many.interval)
