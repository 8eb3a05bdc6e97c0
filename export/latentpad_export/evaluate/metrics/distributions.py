"""How alike two sets of sounds are: Fréchet distance, precision and recall, statistically different bins."""

from contextlib import redirect_stdout
from io import StringIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from prdc import compute_prdc
from scipy.linalg import sqrtm
from scipy.stats import norm
from sklearn.cluster import KMeans

NEAREST_K = 5
"""Neighbours of `precision_recall`, as in its paper."""

SIGNIFICANCE = 0.05
"""Of `different_bins`, as in its paper."""


def frechet_distance(a: NDArray[np.floating], b: NDArray[np.floating]) -> float:
    """Fréchet distance between the Gaussians that fit two sets of features best.

    Parameters
    ----------
    a, b : np.ndarray [shape=(n, d)]
        n should be well over d: few sounds make the distance too large.

    References
    ----------
    Heusel et al., "GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium", 2017, eq. 6.
    """
    a, b = a.astype(np.float64), b.astype(np.float64)
    cov_a, cov_b = np.atleast_2d(np.cov(a, rowvar=False)), np.atleast_2d(np.cov(b, rowvar=False))
    cross = np.trace(sqrtm(cov_a @ cov_b).real)
    distance = np.square(a.mean(0) - b.mean(0)).sum() + np.trace(cov_a) + np.trace(cov_b) - 2 * cross
    return max(0.0, float(distance))


class PrecisionRecall(NamedTuple):
    """Shares in [0, 1], but for density, which is about 1 for sets that are alike."""

    precision: float
    """Of the made sounds, those that lie among real ones."""

    recall: float
    """Of the real sounds, those that lie among made ones."""

    density: float
    coverage: float
    """Of the real sounds, those that have a made one near; unlike recall, outliers do not help it."""


def precision_recall(real: NDArray[np.floating], made: NDArray[np.floating]) -> PrecisionRecall:
    """Precision, recall, density and coverage of made sounds.

    Parameters
    ----------
    real, made : np.ndarray [shape=(n, d)]
        At least 6 of each.

    References
    ----------
    Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models", ICML 2020; their own package.
    """
    with redirect_stdout(StringIO()):  # it prints how many there are
        found = compute_prdc(real, made, NEAREST_K)
    return PrecisionRecall(**{name: float(value) for name, value in found.items()})


class Bins(NamedTuple):
    """The bins of `different_bins`."""

    n_different: int
    k: int
    reference: NDArray[np.float64]
    """[k] share of the reference sounds in each bin."""

    made: NDArray[np.float64]
    """[k] share of the made sounds."""


class Binning:
    """Clusters of reference sounds, to count other sounds in.

    References
    ----------
    Richardson and Weiss, "On GANs and GMMs", NeurIPS 2018, section 3: NDB. Unlike their code, which takes 1,000
    features at most, all are used.
    """

    def __init__(self, reference: NDArray[np.floating], k: int, seed: int) -> None:
        """Cluster reference sounds [n, d] by k-means."""
        self.k = k
        self.means = KMeans(k, n_init=3, random_state=seed).fit(reference)
        self.shares = np.bincount(self.means.labels_, minlength=k) / len(reference)
        self.n_reference = len(reference)

    def different_bins(self, made: NDArray[np.floating]) -> Bins:
        """Count the bins whose share differs: a two-sample test of proportions, at 5 %.

        Of sets that are alike, one bin in twenty differs.
        """
        n = len(made)
        shares = np.bincount(self.means.predict(made.astype(self.means.cluster_centers_.dtype)), minlength=self.k) / n
        pooled = (self.shares * self.n_reference + shares * n) / (self.n_reference + n)
        error = np.sqrt(pooled * (1 - pooled) * (1 / self.n_reference + 1 / n))
        z = np.abs(self.shares - shares) / np.maximum(error, 1e-12)
        different = int((2 * norm.sf(z) < SIGNIFICANCE).sum())
        return Bins(different, self.k, self.shares, shares)


def mean_distance(a: NDArray[np.floating]) -> float:
    """Mean Euclidean distance between two different rows of a set [n, d]: its diversity."""
    squares = np.square(a).sum(axis=1)
    distances = np.sqrt(np.maximum(squares[:, None] + squares - 2 * a @ a.T, 0))
    n = len(a)
    return float(distances.sum() / (n * (n - 1))) if n > 1 else 0.0


def nearest_distances(a: NDArray[np.floating], b: NDArray[np.floating], same: bool = False) -> NDArray[np.floating]:
    """Distance of each row of `a` [n, d] to the nearest of `b` [m, d]; `same` leaves a row's own self out."""
    squares = np.square(a).sum(axis=1)[:, None] + np.square(b).sum(axis=1) - 2 * a @ b.T
    if same:
        np.fill_diagonal(squares, np.inf)
    nearest: NDArray[np.floating] = np.sqrt(np.maximum(squares.min(axis=1), 0))
    return nearest
