"""A figure over sounds with its 95 % interval: what it might have been with other sounds of the same kind."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

CONFIDENCE = 0.95
"""Share of intervals that contain the figure of all sounds, of which those measured are a sample."""

MIN_UNITS = 4
"""Fewest independent sounds, or kits, for an interval: no resample lies beyond the least and the largest of them."""


class Estimate(float):
    """A number with its interval. Arithmetic returns plain numbers; `ratio`, `median_of` and `combine` keep one.

    `interval` is (low, high), and contains the number. `draws` [n_resamples] are the values of the figure for
    resampled sounds: draw i of all figures of the same sounds is of the same resample. They are not copied or saved.
    """

    interval: tuple[float, float]
    draws: NDArray[np.float64]
    n_units: int

    def __new__(
        cls, value: float, interval: tuple[float, float], draws: NDArray[np.float64] | None = None, n_units: int = 0
    ) -> "Estimate":
        """Attach an interval to a number."""
        self = super().__new__(cls, value)
        self.interval, self.n_units = interval, n_units
        self.draws = np.zeros(0) if draws is None else draws
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy the number and its interval."""
        return Estimate, (float(self), self.interval)


def estimate(value: float, draws: NDArray[np.floating], n_units: int) -> float:
    """Attach the interval that draws span to a number; a plain number if there are too few independent sounds.

    The percentiles are those that cover 95 % for the mean of few normal values, too: the plain 2.5 and 97.5 are too
    narrow by the factor between the normal and Student's t distribution and by that of dividing by n for n - 1.

    Parameters
    ----------
    value : float
    draws : np.ndarray [shape=(n_resamples,)]
        NaN where a resample has no sound that counts.
    n_units : int
        Independent sounds, or kits.

    References
    ----------
    Hesterberg, "What Teachers Should Know About the Bootstrap", The American Statistician 69, 2015, section 5.
    """
    finite = draws[np.isfinite(draws)]
    if n_units < MIN_UNITS or len(finite) < len(draws) / 2 or not np.isfinite(value):
        return float(value)
    tail = norm.cdf(np.sqrt(n_units / (n_units - 1)) * t.ppf((1 - CONFIDENCE) / 2, n_units - 1))
    low, high = (float(bound) for bound in np.quantile(finite, (tail, 1 - tail)))
    return Estimate(value, (min(low, value), max(high, value)), np.asarray(draws, dtype=np.float64), n_units)


def combine(value: float, *parts: float | None, draws: NDArray[np.floating]) -> float:
    """Attach an interval to a figure that was computed from others, as were its draws from theirs."""
    found = [part.n_units for part in parts if isinstance(part, Estimate)]
    return estimate(value, draws, min(found, default=0))


def draws_of(value: float) -> NDArray[np.float64] | float:
    """Return the draws of an estimate; of a plain number, the number."""
    return value.draws if isinstance(value, Estimate) and len(value.draws) else float(value)


def ratio(one: float | None, other: float | None, least: float = 0.0) -> float | None:
    """Divide figures; None if one of them is not available, or the second is no larger than `least`."""
    if one is None or other is None or not other > least:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        draws = np.divide(draws_of(one), draws_of(other))
    return combine(float(one) / float(other), one, other, draws=np.atleast_1d(draws))


def median_of(figures: Sequence[float]) -> float | None:
    """Return the median of figures, each of sounds of its own, such as those of a label; None without any."""
    if not figures:
        return None
    draws = np.median(np.broadcast_arrays(*map(draws_of, figures), np.zeros(1))[:-1], axis=0)
    return estimate(float(np.median(figures)), draws, sum(getattr(figure, "n_units", 0) for figure in figures))


def intervals_of(figures: Any) -> Any:
    """Return the intervals of the estimates in a tree of figures, [low, high] at the same paths; None if there is none.

    In lists, None stands for what has no interval, so that indices are the same, too.
    """
    if isinstance(figures, Estimate):
        return list(figures.interval)
    if isinstance(figures, dict):
        return {str(key): found for key, item in figures.items() if (found := intervals_of(item)) is not None} or None
    if isinstance(figures, list | tuple):
        items = [intervals_of(item) for item in figures]
        return items if any(item is not None for item in items) else None
    return None


def with_intervals(figures: Any, intervals: Any) -> Any:
    """Attach intervals to a tree of plain figures: the inverse of `intervals_of`."""
    if intervals is None:
        return figures
    if isinstance(figures, dict):
        return {key: with_intervals(item, intervals.get(key)) for key, item in figures.items()}
    if isinstance(figures, list):
        return [with_intervals(*both) for both in zip(figures, intervals, strict=True)]
    low, high = intervals
    return Estimate(figures, (low, high))
