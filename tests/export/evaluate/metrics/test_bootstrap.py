"""Bootstrap intervals: how often they contain the truth, what they are of, and what has none."""

import copy
import json

import numpy as np
import pytest

pytest.importorskip("scipy", reason="needs the extra [export]")

from latentpad_export.evaluate.metrics.bootstrap import (
    mean,
    median,
    quantile,
    resample,
    units_of,
    weighted_mean,
    weighted_quantile,
)
from latentpad_export.evaluate.metrics.estimate import Estimate, estimate, intervals_of, ratio, with_intervals

N_REPEATS = 400


def coverage(statistic, draw, truth):
    """Return the share of intervals of repeated draws that contain the truth."""
    found = [statistic(draw(np.random.default_rng(seed))).interval for seed in range(N_REPEATS)]
    return np.mean([low <= truth <= high for low, high in found])


def width(figure):
    low, high = figure.interval
    return high - low


@pytest.mark.parametrize(
    ("statistic", "draw", "truth"),
    [
        (mean, lambda rng: rng.normal(3, 1, 8), 3),
        (mean, lambda rng: rng.exponential(2, 60), 2),
        (mean, lambda rng: rng.random(40) < 0.3, 0.3),
        (median, lambda rng: rng.exponential(1, 51), np.log(2)),
    ],
)
def test_about_95_of_100_intervals_contain_the_truth(statistic, draw, truth):
    assert 0.92 <= coverage(statistic, draw, truth) <= 0.985


def test_intervals_over_whole_kits_contain_the_truth_where_those_over_sounds_do_not():
    kits = np.repeat(np.arange(20), 8)

    def draw(rng):
        return rng.normal(0, 1, 20)[kits] + rng.normal(0, 0.3, 160)

    assert coverage(mean, draw, 0) < 0.7
    assert 0.91 <= coverage(lambda values: mean(values, kits), draw, 0) <= 0.985
    values = draw(np.random.default_rng(0))
    assert width(mean(values, kits)) > 2 * width(mean(values))


def test_figures_are_those_of_numpy(rng):
    values = np.append(rng.normal(size=20), [np.nan, np.inf])
    assert mean(values) == values[:20].mean()
    assert median(values) == np.median(values[:20])
    assert quantile(values, 0.95) == np.quantile(values[:20], 0.95)
    assert mean(np.full(3, np.nan)) is None
    assert median(np.zeros(0)) is None


def test_resamples_are_measured_as_if_their_sounds_were_written_out(rng):
    values = rng.normal(size=9)
    weights = resample(np.arange(9))
    assert weights.sum(axis=1).tolist() == [9] * len(weights)
    written = [np.repeat(values, row.astype(int)) for row in weights]
    np.testing.assert_allclose(weighted_mean(values, weights), [own.mean() for own in written])
    for share in (0.5, 0.95):
        np.testing.assert_allclose(
            weighted_quantile(values, weights, share), [np.quantile(own, share) for own in written]
        )


def test_a_kit_is_in_a_resample_as_a_whole_and_sounds_without_one_alone():
    units = units_of(["a", "", "b", "a", ""])
    weights = resample(units)
    assert (weights[:, 0] == weights[:, 3]).all()
    assert len(np.unique(units)) == 4
    assert (weights[:, 1] != weights[:, 4]).any()


def test_the_same_sounds_have_the_same_interval_every_time(rng):
    values = rng.normal(size=30)
    assert mean(values).interval == mean(values).interval


def test_a_share_of_none_or_all_is_uncertain_by_the_number_of_sounds():
    few, many = mean(np.zeros(5, dtype=bool)), mean(np.zeros(100, dtype=bool))
    assert few == many == 0
    assert few.interval[0] == many.interval[0] == 0
    assert few.interval[1] > 0.4
    assert 0.03 < many.interval[1] < 0.05
    low, high = mean(np.ones(100, dtype=bool)).interval
    assert (low, high) == pytest.approx((1 - many.interval[1], 1))


def test_few_sounds_or_one_kit_have_no_interval():
    assert not isinstance(mean(np.array([1.0, 2.0, 4.0])), Estimate)
    assert isinstance(mean(np.array([1.0, 2.0, 4.0, 3.0])), Estimate)
    assert not isinstance(mean(np.arange(5.0), np.zeros(5, dtype=int)), Estimate)


def test_a_ratio_of_what_rises_together_is_certain(rng):
    values = rng.exponential(1, 50)
    same = ratio(median(2 * values), median(values))
    assert same == 2
    assert same.interval == pytest.approx((2, 2))
    other = ratio(median(rng.exponential(1, 50)), median(values))
    assert width(other) > 0.3
    assert ratio(median(values), None) is ratio(1.0, 0.0) is None


def test_figures_and_intervals_are_put_together_again():
    one = estimate(2.0, np.linspace(1, 3, 1_000), 50)
    figures = {"a": one, "n": 3, "b": {"c": None}, "list": [{"x": one}, {"x": 1.0}], "names": ["x"]}
    found = intervals_of(figures)
    assert found == {"a": list(one.interval), "list": [{"x": list(one.interval)}, None]}
    plain = json.loads(json.dumps(figures))
    assert intervals_of(plain) is None
    assert intervals_of(with_intervals(plain, found)) == found
    assert intervals_of(copy.deepcopy(figures)) == found
