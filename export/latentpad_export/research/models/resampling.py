"""Figures over sounds with the spread that they would have with other sounds: the bootstrap over whole kits.

Sounds of one kit are often the same drum, hit again. Kits are drawn with replacement then (the cluster bootstrap:
Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 3.8), the same ones for all models, so
that differences of models are less uncertain than their figures.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

N_RESAMPLES = 300

Counts = NDArray[np.int64]
"""[n_resamples, n] how often each sound is in each resample."""


class Figure(NamedTuple):
    """A figure, and what it is for resampled sounds."""

    value: float
    draws: NDArray[np.float64]
    """[n_resamples]; NaN where a resample has no sound that counts."""

    @property
    def margin(self) -> float:
        """Half of the 95 % interval, from the standard deviation of the draws."""
        return float(1.96 * np.nanstd(self.draws)) if np.isfinite(self.draws).any() else float("nan")

    def __str__(self) -> str:
        """Return the figure with its margin, with as many decimals as the margin has."""
        if not np.isfinite(self.value):
            return "-"
        if not self.margin > 0:
            return f"{self.value:.3g}"
        decimals = int(np.clip(1 - np.floor(np.log10(self.margin)), 0, 3))
        return f"{self.value:.{decimals}f} ± {self.margin:.{decimals}f}"

    def minus(self, other: "Figure") -> "Figure":
        """Return the difference from a figure of the same sounds."""
        return Figure(self.value - other.value, self.draws - other.draws)

    @property
    def is_certain(self) -> bool:
        """Whether the 95 % interval of a difference leaves out 0."""
        return bool(abs(self.value) > self.margin > 0)


def resample(kits: Sequence[str], seed: int) -> Counts:
    """Return how often each sound is in each resample of the kits [n]; a sound without one is a kit of its own."""
    names = [kit or f"\0{i}" for i, kit in enumerate(kits)]
    own, members = np.unique(names, return_inverse=True)
    drawn = np.random.default_rng(seed).integers(len(own), size=(N_RESAMPLES, len(own)))
    counts = np.stack([np.bincount(row, minlength=len(own)) for row in drawn])
    return counts[:, members.reshape(-1)].astype(np.int64)


def mean(values: NDArray[np.floating], counts: Counts) -> Figure:
    """Return the mean of the finite values [n]; NaN if there are none."""
    finite = np.isfinite(values)
    if not finite.any():
        return Figure(float("nan"), np.full(len(counts), np.nan))
    kept = counts[:, finite]
    sizes = kept.sum(axis=1)
    draws = np.divide(kept @ values[finite], sizes, out=np.full(len(counts), np.nan), where=sizes > 0)
    return Figure(float(values[finite].mean()), draws)
