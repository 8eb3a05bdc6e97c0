"""Bootstrap intervals of means, medians and other quantiles over sounds.

Sounds of one kit are often the same drum, hit again, and one line has many steps: they are not independent. Whole units
are resampled then, a unit being a kit or a line (the cluster bootstrap: Davison and Hinkley, "Bootstrap Methods and
their Application", 1997, section 3.8). Resamples are the same for the same units, so that figures of the same sounds
can be divided draw by draw.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.estimate import estimate

N_RESAMPLES = 1_000

SEED = 0
"""Of all resamples: the same figures have the same intervals."""

BLOCK = 1_000_000
"""Draws held in memory at once."""

Units = NDArray[np.integer]
"""[n] number of the unit that each value is from."""

Weights = NDArray[np.float32]
"""[n_resamples, n] how often each value is in each resample."""

Statistic = Callable[[Weights], NDArray[np.float64]]


def units_of(kits: Sequence[str] | NDArray[np.str_]) -> Units:
    """Number the kits of sounds [n]; a sound without one is a unit of its own."""
    names = np.asarray(kits, dtype=np.str_)
    kit = np.unique(names, return_inverse=True)[1].reshape(-1)
    return np.where(names == "", len(names) + np.arange(len(names)), kit)


def resample(units: Units) -> Weights:
    """Return how often each value of some units [n] is in each resample of the units."""
    own, members = np.unique(units, return_inverse=True)
    return _counts(len(own))[:, members.reshape(-1)]


@lru_cache(maxsize=8)
def _counts(n: int) -> Weights:
    """Draw n of n units with replacement, and count each; [n_resamples, n]."""
    rng, step = np.random.default_rng(SEED), max(1, BLOCK // max(n, 1))
    blocks = []
    for start in range(0, N_RESAMPLES, step):
        rows = min(step, N_RESAMPLES - start)
        drawn = rng.integers(n, size=(rows, n)) + n * np.arange(rows)[:, None]
        blocks.append(np.bincount(drawn.reshape(-1), minlength=n * rows).reshape(rows, n).astype(np.float32))
    counts = np.concatenate(blocks)
    counts.flags.writeable = False  # shared
    return counts


def mean(values: NDArray[np.floating] | NDArray[np.bool_], units: Units | None = None) -> float | None:
    """Return the mean of the finite values [n]; None if there are none. Of booleans, it is a share."""
    finite, units = np.isfinite(values), _each_its_own(values) if units is None else units
    if not finite.any():
        return None
    value, n_units = float(values[finite].mean(dtype=np.float64)), len(np.unique(units[finite]))
    if values.dtype == bool and value in (0.0, 1.0):
        return estimate(value, _all_agree(value, n_units), n_units)
    return estimate(value, weighted_mean(values[finite], resample(units)[:, finite]), n_units)


def median(values: NDArray[np.floating], units: Units | None = None) -> float | None:
    """Return the median of the finite values [n]; None if there are none."""
    return quantile(values, 0.5, units)


def quantile(values: NDArray[np.floating], share: float, units: Units | None = None) -> float | None:
    """Return a quantile of the finite values [n], as `numpy.quantile`; None if there are none."""
    finite, units = np.isfinite(values), _each_its_own(values) if units is None else units
    if not finite.any():
        return None
    draws = weighted_quantile(values[finite], resample(units)[:, finite], share)
    return estimate(float(np.quantile(values[finite], share)), draws, len(np.unique(units[finite])))


def median_of_pairs(values: Sequence[float], n: int) -> float | None:
    """Return the median of values of all pairs of n sounds, in the order of `itertools.combinations`; None without any.

    A resample has a pair as often as both of its sounds together: pairs of a sound with itself are left out.
    """
    if not values:
        return None
    first, second = np.triu_indices(n, 1)
    weights, found = resample(np.arange(n)), np.array(values, dtype=np.float64)
    return estimate(float(np.median(found)), weighted_quantile(found, weights[:, first] * weights[:, second], 0.5), n)


def _each_its_own(values: NDArray[np.generic]) -> Units:
    """Return a unit for each value."""
    return np.arange(len(values))


def weighted_mean(values: NDArray[np.generic], weights: Weights) -> NDArray[np.float64]:
    """Return the mean of values [n] in each resample; NaN where none is in it."""
    total = weights.sum(axis=1, dtype=np.float64)
    sums = weights @ values.astype(np.float64)
    means: NDArray[np.float64] = np.divide(sums, total, out=np.full(len(weights), np.nan), where=total > 0)
    return means


def weighted_quantile(values: NDArray[np.floating], weights: Weights, share: float) -> NDArray[np.float64]:
    """Return a quantile of values [n] in each resample, interpolated linearly; NaN where none is in it."""
    order = np.argsort(values, kind="stable")
    rising, counts = values[order].astype(np.float64), np.cumsum(weights[:, order], axis=1, dtype=np.float32)
    total = counts[:, -1].astype(np.float64)
    position = share * np.maximum(total - 1, 0)
    below = np.floor(position)
    low, high = (
        rising[(counts > np.minimum(k, total - 1)[:, None]).argmax(axis=1)] for k in (below, np.ceil(position))
    )
    found: NDArray[np.float64] = np.where(total > 0, low + (position - below) * (high - low), np.nan)
    return found


def _all_agree(value: float, n_units: int) -> NDArray[np.float64]:
    """Return draws of a share of 0 or 1, where resamples are all the same: by the rule of succession."""
    found = np.random.default_rng(SEED).beta(1, n_units + 1, N_RESAMPLES)
    return found if value == 0 else 1 - found
