"""Verdicts: how figures are judged against real sounds, and bundles against each other."""

import math

import pytest

pytest.importorskip("rich", reason="needs the extra [evaluate]")
from latentpad_export.evaluate.report.rows import groups
from latentpad_export.evaluate.report.verdicts import Better, Row, compare, judge, limits_in_words

WORDS = ("same", "close", "off", "far")
TOLD = Row("told", ("told",), Better.LOWER, WORDS, (0.05, 0.15, 0.3), best=0.5, real=0.5)
SHARE = Row("share", ("share",), Better.HIGHER, WORDS, (0.1, 0.2, 0.4), real=("real",))
RATIO = Row("ratio", ("ratio",), Better.NEARER, WORDS, (1.1, 1.25, 1.5), best=1.0, is_ratio=True, least=0.1)


def verdict(row, value, interval=None, real=None):
    return judge(row, value, interval, real).verdict


@pytest.mark.parametrize(
    ("value", "expected"), [(0.41, "same"), (0.55, "same"), (0.56, "close"), (0.8, "off"), (0.81, "far"), (1.0, "far")]
)
def test_a_figure_is_judged_by_how_far_it_misses_its_best_value(value, expected):
    assert verdict(TOLD, value) == expected


def test_without_a_best_value_the_real_sounds_are_the_target():
    assert [verdict(SHARE, 0.7, real=real) for real in (0.6, 0.85, 1.0)] == ["same", "close", "off"]
    assert judge(SHARE, 0.7, None, None).grade is None
    assert verdict(SHARE, 0.7) == "no real sounds to compare with"


def test_ratios_are_as_far_off_above_as_below():
    assert [verdict(RATIO, value) for value in (1 / 1.2, 1.2, 1 / 1.09, 1.6, 0.0)] == [
        "close",
        "close",
        "same",
        "far",
        "far",
    ]


def test_the_worse_end_of_an_interval_is_judged():
    assert verdict(TOLD, 0.52, (0.48, 0.54)) == "same"
    assert verdict(TOLD, 0.52, (0.48, 0.6)) == "close"


def test_an_interval_over_three_verdicts_is_no_more_than_a_guess():
    judged = judge(TOLD, 0.55, (0.45, 0.7), None)
    assert (judged.grade, judged.verdict) == (None, "perhaps same")


def test_a_difference_within_noise_is_no_win():
    def against(one, other, *intervals):
        judged = [judge(TOLD, v, i, None) for v, i in zip((one, other), intervals or (None, None), strict=True)]
        assert compare(TOLD, *judged) == -compare(TOLD, *reversed(judged))
        return compare(TOLD, *judged)

    assert against(0.6, 0.9) == 1
    assert against(0.6, 0.9, (0.5, 0.75), (0.7, 1.0)) == 0
    assert against(0.6, 0.9, (0.55, 0.65), (0.85, 0.95)) == 1
    assert against(0.6, 0.62, (0.599, 0.601), (0.619, 0.621)) == 0  # certain, but too small to matter
    assert against(0.4, 0.5) == 0  # better than chance is not better


def test_figures_without_a_target_are_not_compared():
    assert compare(SHARE, judge(SHARE, 0.1, None, None), judge(SHARE, 0.9, None, None)) == 0


def test_limits_are_named_as_figures_or_relative_to_real_sounds():
    assert limits_in_words(TOLD) == ("≤ 0.55", "≤ 0.65", "≤ 0.8")
    assert limits_in_words(SHARE) == ("≥ real - 0.1", "≥ real - 0.2", "≥ real - 0.4")
    assert limits_in_words(RATIO) == ("0.909 to 1.1", "0.8 to 1.25", "0.667 to 1.5")


def test_every_row_of_the_headline_can_be_judged():
    rows = [row for group in groups() for row in group.rows]
    assert len({row.path for row in rows}) == len(rows) > 40
    for row in rows:
        assert row.bounds == tuple(sorted(row.bounds)), row.title
        assert row.best is not None or row.real is not None, row.title
        assert row.best is not None or not isinstance(row.real, float), row.title
        assert row.real is None or row.real_is, row.title
        assert all(math.isfinite(bound) for bound in row.limits()), row.title


@pytest.mark.parametrize(
    "row", [row for group in groups() for row in group.rows if row.words], ids=lambda row: row.title
)
def test_the_target_itself_gets_the_best_verdict_and_its_opposite_the_worst(row):
    target = row.best if row.best is not None else 10.0
    if not row.can_exceed:
        assert judge(row, target, None, target).grade == 0
    worst = {Better.HIGHER: -1e6, Better.LOWER: 1e6, Better.NEARER: 1e6}[row.better]
    assert judge(row, worst, None, target).grade == 3
