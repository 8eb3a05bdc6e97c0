"""Intervals of figures of whole sets, such as their diversity, by half-sampling: of random halves without repetition.

A bootstrap resample has sounds twice, which have a distance of 0 and are nearest neighbours: sets would seem less
diverse, and everything that is measured among neighbours would be wrong. Halves have no copies, and deviate from their
mean as much as the whole set from what it is a sample of: a half varies twice as much, half of which remains where both
halves are of the same set. The figure of half as many sounds may be another one, so that only deviations are used.

References
----------
Shao and Wu, "A general theory for jackknife variance estimation", Annals of Statistics 17, 1989: the delete-d
jackknife, here with d = n / 2.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.bootstrap import SEED, Units
from latentpad_export.evaluate.metrics.estimate import estimate

N_HALVES = 200
"""Fewer than resamples of a mean: some of these figures take milliseconds."""

Mask = NDArray[np.bool_]


def half_samples(units: Units) -> Mask:
    """Return which values of some units [n] are in each random half of the units; [N_HALVES, n]."""
    own, members = np.unique(units, return_inverse=True)
    rng = np.random.default_rng(SEED)
    order = rng.permuted(np.tile(np.arange(len(own)), (N_HALVES, 1)), axis=1)
    chosen: Mask = (order < len(own) // 2)[:, members.reshape(-1)]
    return chosen


def from_halves(value: float, found: NDArray[np.float64], units: Units, least: float, most: float) -> float:
    """Attach an interval to a figure.

    Parameters
    ----------
    value : float
        Of the whole set.
    found : np.ndarray [shape=(N_HALVES,)]
        Of each half.
    units : np.ndarray [shape=(n,)]
        Those of the set; with two sets, those of the one with fewer units.
    least, most : float
        Bounds of the figure.
    """
    n = len(np.unique(units))
    if n < 2 or not np.isfinite(found).any():
        return value
    deviations = (found - np.nanmean(found)) * np.sqrt((n // 2) / (n - n // 2))
    return estimate(value, np.clip(value + deviations, least, most), n)


def over_halves(
    value: float,
    statistic: Callable[[Mask, Mask], float],
    units: tuple[Units, Units],
    least: float = 0.0,
    most: float = np.inf,
) -> float:
    """Attach an interval to a figure of two sets, which is computed for masks of both."""
    pairs = zip(*(half_samples(own) for own in units), strict=True)
    fewer = min(units, key=lambda own: len(np.unique(own)))
    return from_halves(value, np.array([statistic(*pair) for pair in pairs]), fewer, least, most)
