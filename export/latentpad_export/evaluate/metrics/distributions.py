"""Similarity of two sets of sounds: Fréchet distance, precision and recall, number of statistically-different bins."""

from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from prdc import compute_prdc
from scipy.spatial.distance import cdist
from scipy.stats import norm
from sklearn.cluster import KMeans

from latentpad_export.evaluate.metrics.bootstrap import Units
from latentpad_export.evaluate.metrics.halves import Mask, from_halves, half_samples, over_halves

NEAREST_K = 5
"""Neighbours of `precision_recall`, as in its paper."""

SIGNIFICANCE = 0.05
"""Of `different_bins`, as in its paper."""


BothUnits = tuple[Units, Units]
"""Numbers of the independent units, such as kits, that the sounds of two sets are from: for intervals."""


def frechet_distance(a: NDArray[np.floating], b: NDArray[np.floating], units: BothUnits | None = None) -> float:
    """Return the Fréchet distance between the Gaussians fitted to two sets of features.

    Parameters
    ----------
    a, b : np.ndarray [shape=(n, d)]
        n should be well above d: with few sounds, the distance is too large.
    units : tuple of np.ndarray [shape=(n,)], optional
        Of both sets; without them, the distance has no interval.

    References
    ----------
    Heusel et al., "GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium", 2017, eq. 6.
    """
    one, other = a.astype(np.float64), b.astype(np.float64)
    distance = _frechet(one, other)
    return distance if units is None else over_halves(distance, lambda i, j: _frechet(one[i], other[j]), units)


def _frechet(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Compute the distance from means and covariances."""
    cov_a, cov_b = np.atleast_2d(np.cov(a, rowvar=False)), np.atleast_2d(np.cov(b, rowvar=False))
    cross = np.sqrt(np.maximum(np.linalg.eigvals(cov_a @ cov_b).real, 0)).sum()  # the trace of the square root
    distance = np.square(a.mean(0) - b.mean(0)).sum() + np.trace(cov_a) + np.trace(cov_b) - 2 * cross
    return max(0.0, float(distance))


class PrecisionRecall(NamedTuple):
    """Shares in [0, 1], except density, which is about 1 for similar sets."""

    precision: float
    """Share of the generated sounds that lie among real ones."""

    recall: float
    """Share of the real sounds that lie among generated ones."""

    density: float
    coverage: float
    """Share of the real sounds with a generated one nearby; unlike recall, outliers do not raise it."""


def precision_recall(
    real: NDArray[np.floating], generated: NDArray[np.floating], units: BothUnits | None = None
) -> PrecisionRecall:
    """Return precision, recall, density and coverage of generated sounds.

    Parameters
    ----------
    real, generated : np.ndarray [shape=(n, d)]
        At least 6 of each.
    units : tuple of np.ndarray [shape=(n,)], optional
        Of both sets; without them, the figures have no intervals.

    References
    ----------
    Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models", ICML 2020; by the authors' package.
    """
    with redirect_stdout(StringIO()):  # it prints the number of sounds
        found = compute_prdc(real, generated, NEAREST_K)
    whole = PrecisionRecall(**{name: float(value) for name, value in found.items()})
    return whole if units is None else _with_intervals(whole, real, generated, units)


def _with_intervals(
    whole: PrecisionRecall, real: NDArray[np.floating], generated: NDArray[np.floating], units: BothUnits
) -> PrecisionRecall:
    """Attach intervals to the figures of two sets."""
    distances = tuple(cdist(*pair) for pair in ((real, real), (real, generated), (generated, generated)))
    masks = [half_samples(own) for own in units]
    found = np.array([_among(distances, *pair) for pair in zip(*masks, strict=True)])
    fewer = min(units, key=lambda own: len(np.unique(own)))
    most = PrecisionRecall(1.0, 1.0, np.inf, 1.0)
    columns = zip(whole, found.T, most, strict=True)
    return PrecisionRecall(*(from_halves(value, own, fewer, 0.0, bound) for value, own, bound in columns))


def _among(distances: Sequence[NDArray[np.float64]], real: Mask, generated: Mask) -> tuple[float, float, float, float]:
    """Return precision, recall, density and coverage among some sounds, given the distances of all; NaN if too few."""
    if min(real.sum(), generated.sum()) <= NEAREST_K:
        return (np.nan,) * 4
    of_real, across, of_generated = (
        whole[rows][:, columns]
        for whole, rows, columns in zip(distances, (real, real, generated), (real, generated, generated), strict=True)
    )
    radius, other = (np.partition(own, NEAREST_K, axis=1)[:, NEAREST_K] for own in (of_real, of_generated))
    inside = across < radius[:, None]
    return (
        float(inside.any(axis=0).mean()),
        float((across < other).any(axis=1).mean()),
        float(inside.sum(axis=0).mean() / NEAREST_K),
        float((across.min(axis=1) < radius).mean()),
    )


class Bins(NamedTuple):
    """Result of `Binning.different_bins`."""

    n_different: float
    k: int
    reference: NDArray[np.float64]
    """[k] share of the reference sounds in each bin."""

    generated: NDArray[np.float64]
    """[k] share of the generated sounds."""


class Binning:
    """Clusters of reference sounds, as bins for other sounds.

    References
    ----------
    Richardson and Weiss, "On GANs and GMMs", NeurIPS 2018, section 3: NDB. Unlike their code, which uses at
    most 1,000 features, all are used.
    """

    def __init__(self, reference: NDArray[np.floating], k: int, seed: int) -> None:
        """Cluster reference sounds [n, d] by k-means."""
        self.k = k
        self.means = KMeans(k, n_init=3, random_state=seed).fit(reference)
        self.shares = np.bincount(self.means.labels_, minlength=k) / len(reference)
        self.n_reference = len(reference)

    def different_bins(self, generated: NDArray[np.floating], units: Units | None = None) -> Bins:
        """Count the bins whose share differs in a two-sample test of proportions at 5 %.

        Between sets from the same distribution, one bin in twenty differs. With the units of the generated sounds, the
        number has an interval: that of other generated sounds, compared with the same reference.
        """
        bins = self.means.predict(generated.astype(self.means.cluster_centers_.dtype))
        different, shares = self._different(bins)
        if units is not None:
            found = np.array([self._different(bins[half])[0] for half in half_samples(units)], dtype=np.float64)
            different = from_halves(different, found, units, 0.0, self.k)
        return Bins(different, self.k, self.shares, shares)

    def _different(self, bins: NDArray[np.integer]) -> tuple[float, NDArray[np.float64]]:
        """Return the number of bins that differ, given that of each generated sound [n], and the shares [k]."""
        n = max(len(bins), 1)
        shares = np.bincount(bins, minlength=self.k) / n
        pooled = (self.shares * self.n_reference + shares * n) / (self.n_reference + n)
        error = np.sqrt(pooled * (1 - pooled) * (1 / self.n_reference + 1 / n))
        z = np.abs(self.shares - shares) / np.maximum(error, 1e-12)
        return float((2 * norm.sf(z) < SIGNIFICANCE).sum()), shares


def mean_distance(a: NDArray[np.floating], units: Units | None = None) -> float:
    """Return the mean Euclidean distance between two different rows of a set [n, d], of some units: its diversity."""
    n, own = len(a), np.arange(len(a)) if units is None else units
    if n < 2:
        return 0.0
    squares = np.square(a).sum(axis=1)
    distances = np.sqrt(np.maximum(squares[:, None] + squares - 2 * a @ a.T, 0))
    halves = half_samples(own).astype(distances.dtype)
    sizes = halves.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = ((halves @ distances) * halves).sum(axis=1) / (sizes * (sizes - 1))
    return from_halves(float(distances.sum() / (n * (n - 1))), found, own, 0.0, np.inf)


def nearest_distances(a: NDArray[np.floating], b: NDArray[np.floating], same: bool = False) -> NDArray[np.floating]:
    """Return the distance of each row of `a` [n, d] to the nearest row of `b` [m, d]; `same` excludes itself."""
    squares = np.square(a).sum(axis=1)[:, None] + np.square(b).sum(axis=1) - 2 * a @ b.T
    if same:
        np.fill_diagonal(squares, np.inf)
    nearest: NDArray[np.floating] = np.sqrt(np.maximum(squares.min(axis=1), 0))
    return nearest
