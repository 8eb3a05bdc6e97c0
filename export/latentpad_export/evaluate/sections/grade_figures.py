"""Figures on graders: means per degradation, and where two graders agree.

Grades of n sounds in m ways are [n, m], NaN where there is none.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from latentpad_export.evaluate.metrics.bootstrap import mean
from latentpad_export.evaluate.report.section import Cell
from latentpad_export.evaluate.subjects.degradations import ANOTHER, NOISE, SAME, noise_name

Grades = dict[str, NDArray[np.float64]]
Figures = dict[str, Any]

LONG = 1.0
"""Seconds from which a sound is long: PEAQ grades half of it or more, whatever it is given before it."""

MIN_PAIRS = 8
"""Fewest pairs of grades for a rank correlation."""


def of_degradations(grades: Grades, ways: list[str]) -> dict[str, Figures]:
    """Return the mean, median and best grade of each way, the number of sounds without, and how the graders agree."""
    found: dict[str, Figures] = {}
    for k, way in enumerate(ways):
        found[way] = {name: statistics(values[:, k]) for name, values in grades.items()}
        if len(grades) == 2:
            found[way]["rank correlation"] = rank_correlation(*(values[:, k] for values in grades.values()))
    return found


def statistics(values: NDArray[np.float64]) -> dict[str, Cell]:
    """Return statistics of the grades [n] of some sounds."""
    finite = values[np.isfinite(values)]
    return {
        "mean": mean(values),
        "median": float(np.median(finite)) if len(finite) else None,
        "best": float(finite.max()) if len(finite) else None,
        "not graded": len(values) - len(finite),
    }


def rank_correlation(first: NDArray[np.float64], second: NDArray[np.float64]) -> float | None:
    """Return Spearman's rank correlation of the pairs that both have; None for few of them, or equal ones."""
    both = np.isfinite(first) & np.isfinite(second)
    if both.sum() < MIN_PAIRS or any(np.ptp(values[both]) == 0 for values in (first, second)):
        return None
    return float(spearmanr(first[both], second[both]).statistic)


def agreement(grades: Grades, ways: list[str]) -> Figures:
    """Return how each grader orders what is known to be worse, and how far two of them agree."""
    found: Figures = {name: _order(values, ways) for name, values in grades.items()}
    if len(grades) == 2:
        one, other = grades.values()
        within = [rank_correlation(*rows) for rows in zip(one, other, strict=True)]
        found["rank correlation"] = rank_correlation(one.ravel(), other.ravel())
        found["rank correlation within a sound"] = mean(np.array([np.nan if r is None else r for r in within]))
    return found


def _order(values: NDArray[np.float64], ways: list[str]) -> Figures:
    """Return how often a grade is where it has to be."""
    noise = values[:, [ways.index(noise_name(level)) for level in NOISE]]
    same, other = values[:, ways.index(SAME)], values[:, ways.index(ANOTHER)]
    between = [k for k, way in enumerate(ways) if way not in (SAME, ANOTHER)]
    steps = noise[:, :-1], noise[:, 1:]
    return {
        "falls with noise": _share_greater(*steps),
        "another sound is worst": _share_greater(values[:, between], other[:, None]),
        "range": _mean_difference(same, other),
        "later": _mean_difference(same, values[:, ways.index("1 ms later")]),
        "fades": _mean_difference(same, values[:, ways.index("fades of 0.5 and 8 ms")]),
    }


def _share_greater(first: NDArray[np.float64], second: NDArray[np.float64]) -> float | None:
    """Return the share of pairs that both have in which the first grade is better."""
    both = np.isfinite(first) & np.isfinite(second)
    return mean(np.broadcast_to(first > second, both.shape)[both])


def _mean_difference(first: NDArray[np.float64], second: NDArray[np.float64]) -> float | None:
    """Return the mean of the difference of pairs that both have."""
    return mean(first - second)


def of_ways(fed: Grades, ways: list[str], seconds: NDArray[np.float64]) -> dict[str, Figures]:
    """Return what the ways to feed PEAQ do: sounds without a grade, and the grades of short and long ones."""
    found: dict[str, Figures] = {}
    if not fed:
        return found
    first = next(iter(fed.values()))
    for name, values in fed.items():
        found[name] = {"sounds without a grade": int(np.isnan(values[:, ways.index(SAME)]).sum())}
        found[name]["grades missing"] = int(np.isnan(values).sum())
        for group, members in (("short", seconds < LONG), ("long", seconds >= LONG)):
            mine, ours = values[members], first[members]
            found[name][group] = {
                "sounds": int(members.sum()),
                "mean": mean(mine.ravel()),
                "change": mean((mine - ours).ravel()),
                "rank correlation": rank_correlation(mine.ravel(), ours.ravel()),
            }
    return found
