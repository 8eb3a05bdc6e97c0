"""Figures of the same sounds as text, with half of their 95 % intervals, and their differences."""

import numpy as np

from latentpad_export.evaluate.metrics.estimate import Estimate, combine


def difference(one: float | None, other: float | None) -> float | None:
    """Subtract figures of the same sounds, with an interval where both have one; None if one is not available."""
    if one is None or other is None:
        return None
    value = float(one) - float(other)
    if not (isinstance(one, Estimate) and isinstance(other, Estimate)):
        return value
    return combine(value, one, other, draws=one.draws - other.draws)


def margin(figure: float) -> float:
    """Return half of the interval of a figure; 0 without one."""
    return (figure.interval[1] - figure.interval[0]) / 2 if isinstance(figure, Estimate) else 0.0


def differs(figure: float) -> bool:
    """Return whether the interval of a difference leaves out 0."""
    return isinstance(figure, Estimate) and not figure.interval[0] <= 0 <= figure.interval[1]


def with_margin(figure: float | None) -> str:
    """Return a figure with its margin, with as many decimals as the margin needs; a dash for None."""
    if figure is None:
        return "-"
    half = margin(figure)
    if not half > 0:
        return f"{figure:.3g}"
    decimals = int(np.clip(1 - np.floor(np.log10(half)), 0, 3))
    return f"{figure:.{decimals}f} ± {half:.{decimals}f}"
