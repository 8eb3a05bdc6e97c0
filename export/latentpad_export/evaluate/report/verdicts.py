"""Verdicts: a figure against its best value or that of real sounds, in words; one bundle's against another's.

The shortfall of a figure is by how much it misses its best value, or that of the real sounds: a difference, or for
ratios, a factor. Three bounds on it separate four grades. Verdicts are conservative: where a figure has an interval,
its worse end is judged, and if its ends are two grades or more apart, there are too few sounds for more than a guess.
"""

import math
from dataclasses import dataclass
from enum import Enum

Path = tuple[str, ...]
"""Keys of a figure, from the section's name on; {} is the bundle's name."""

Words = tuple[str, str, str, str]
"""Names of the grades, the best one first."""

Interval = tuple[float, float]

UNCERTAIN = "perhaps {}"
"""Verdict on a figure whose interval says little."""


class Better(Enum):
    """Direction in which a figure is better."""

    HIGHER, LOWER, NEARER = "higher", "lower", "nearer"


@dataclass(frozen=True)
class Row:
    """A figure of the headline, and how it is judged."""

    title: str
    path: Path
    better: Better

    words: Words | None
    """None: there is no verdict, only a comparison of bundles."""

    bounds: tuple[float, float, float]
    """Largest shortfall of the first three grades."""

    best: float | None = None
    """The shortfall is measured from here; None: from the figure of the real sounds."""

    real: Path | float | None = None
    """The same figure of real sounds: a path or a constant."""

    real_is: str = "held-out real sounds"
    """Which real sounds these are."""

    is_ratio: bool = False
    """The shortfall is a factor, at least 1, not a difference."""

    can_exceed: bool = False
    """Whether a figure beyond its target is better still; otherwise it is as good as the target."""

    least: float = 0.05
    """Smallest difference of shortfalls between bundles that counts; for ratios, of their logarithms."""

    @property
    def direction(self) -> str:
        """Return the direction in words."""
        if self.better is Better.NEARER:
            return f"nearer to {self.best:g}" if self.best is not None else "nearer to real"
        return str(self.better.value)

    @property
    def arrow(self) -> str:
        """Return the direction as a sign."""
        return {Better.HIGHER: "↑", Better.LOWER: "↓", Better.NEARER: "→"}[self.better]

    def shortfall(self, value: float, real: float | None) -> float | None:
        """Return by how much a figure misses its target; None without one. Logarithmic for ratios."""
        target = self.best if self.best is not None else real
        if target is None:
            return None
        if self.is_ratio:
            target, value = (math.log(max(number, 1e-9)) for number in (target, value))
        difference = {Better.HIGHER: target - value, Better.LOWER: value - target, Better.NEARER: abs(value - target)}
        missed = difference[self.better]
        return missed if self.can_exceed else max(0.0, missed)

    def limits(self) -> tuple[float, float, float]:
        """Return the bounds in the units of shortfalls."""
        first, second, third = (math.log(bound) if self.is_ratio else bound for bound in self.bounds)
        return first, second, third


@dataclass(frozen=True)
class Judged:
    """A bundle's figure in the headline."""

    value: float | int
    interval: Interval | None
    shortfalls: Interval | None
    """Best and worst within the interval; None without a target."""

    grade: int | None
    """0 is best, 3 worst; None without a verdict."""

    verdict: str
    """The grade in words, or why there is none; empty where no verdict is meant."""


def judge(row: Row, value: float | int, interval: Interval | None, real: float | None) -> Judged:
    """Judge a figure, given that of real sounds."""
    found = _shortfalls(row, value, interval, real)
    if row.words is None:
        return Judged(value, interval, found, None, "")
    if found is None:
        return Judged(value, interval, None, None, "no real sounds to compare with")
    best, worst = (_grade(row, shortfall) for shortfall in found)
    if worst - best >= 2:
        own = row.shortfall(value, real)
        return Judged(value, interval, found, None, UNCERTAIN.format(row.words[_grade(row, own or 0.0)]))
    return Judged(value, interval, found, worst, row.words[worst])


def _shortfalls(row: Row, value: float, interval: Interval | None, real: float | None) -> Interval | None:
    """Return the smallest and the largest shortfall within an interval; without one, twice the figure's own."""
    ends = [row.shortfall(end, real) for end in (value, *(interval or ()))]
    known = [end for end in ends if end is not None]
    return (min(known), max(known)) if known else None


def _grade(row: Row, shortfall: float) -> int:
    """Return the grade of a shortfall."""
    return sum(shortfall > bound + 1e-9 for bound in row.limits())


def compare(row: Row, one: Judged, other: Judged) -> int:
    """Return 1 if the first of two figures is better beyond noise, -1 if it is worse, and 0 otherwise.

    Their shortfalls must differ by the row's ``least``, and where they have intervals, these must not overlap.
    """
    if one.shortfalls is None or other.shortfalls is None:
        return 0
    if other.shortfalls[0] - one.shortfalls[1] > 0 and _middle(other) - _middle(one) >= row.least:
        return 1
    return -1 if one.shortfalls[0] - other.shortfalls[1] > 0 and _middle(one) - _middle(other) >= row.least else 0


def _middle(judged: Judged) -> float:
    """Return the middle of the shortfalls of a figure."""
    return sum(judged.shortfalls or (0.0, 0.0)) / 2


def limits_in_words(row: Row) -> tuple[str, str, str]:
    """Return the figures up to which the first three verdicts are given."""
    first, second, third = (_limit(row, bound) for bound in row.bounds)
    return first, second, third


def _limit(row: Row, bound: float) -> str:
    """Return one of them: a number, or in terms of the real sounds' figure."""
    sign = {Better.HIGHER: "≥ ", Better.LOWER: "≤ ", Better.NEARER: "within "}[row.better]
    if row.best is None:
        if row.is_ratio:
            return f"{sign}real {'/' if row.better is Better.HIGHER else 'times'} {bound:g}"
        upwards = (row.better is Better.LOWER) == (bound >= 0)
        return f"{sign}real {'+' if upwards else '-'} {abs(bound):g}"
    if row.better is Better.NEARER:
        low, high = (row.best / bound, row.best * bound) if row.is_ratio else (row.best - bound, row.best + bound)
        return f"{low:.3g} to {high:.3g}"
    if row.is_ratio:
        return f"{sign}{row.best / bound if row.better is Better.HIGHER else row.best * bound:.3g}"
    return f"{sign}{row.best - bound if row.better is Better.HIGHER else row.best + bound:.3g}"
