"""Similarity of two sets of sounds: Fréchet distance, precision and recall, number of statistically-different bins."""

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
    """Return the Fréchet distance between the Gaussians fitted to two sets of features.

    Parameters
    ----------
    a, b : np.ndarray [shape=(n, d)]
        n should be well above d: with few sounds, the distance is too large.

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
    """Shares in [0, 1], except density, which is about 1 for similar sets."""

    precision: float
    """Share of the generated sounds that lie among real ones."""

    recall: float
    """Share of the real sounds that lie among generated ones."""

    density: float
    coverage: float
    """Share of the real sounds with a generated one nearby; unlike recall, outliers do not raise it."""


def precision_recall(real: NDArray[np.floating], generated: NDArray[np.floating]) -> PrecisionRecall:
    """Return precision, recall, density and coverage of generated sounds.

    Parameters
    ----------
    real, generated : np.ndarray [shape=(n, d)]
        At least 6 of each.

    References
    ----------
    Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models", ICML 2020; by the authors' package.
    """
    with redirect_stdout(StringIO()):  # it prints the number of sounds
        found = compute_prdc(real, generated, NEAREST_K)
    return PrecisionRecall(**{name: float(value) for name, value in found.items()})


class Bins(NamedTuple):
    """Result of `Binning.different_bins`."""

    n_different: int
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

    def different_bins(self, generated: NDArray[np.floating]) -> Bins:
        """Count the bins whose share differs in a two-sample test of proportions at 5 %.

        Between sets from the same distribution, one bin in twenty differs.
        """
        n = len(generated)
        shares = (
            np.bincount(self.means.predict(generated.astype(self.means.cluster_centers_.dtype)), minlength=self.k) / n
        )
        pooled = (self.shares * self.n_reference + shares * n) / (self.n_reference + n)
        error = np.sqrt(pooled * (1 - pooled) * (1 / self.n_reference + 1 / n))
        z = np.abs(self.shares - shares) / np.maximum(error, 1e-12)
        different = int((2 * norm.sf(z) < SIGNIFICANCE).sum())
        return Bins(different, self.k, self.shares, shares)


def mean_distance(a: NDArray[np.floating]) -> float:
    """Return the mean Euclidean distance between two different rows of a set [n, d]: its diversity."""
    squares = np.square(a).sum(axis=1)
    distances = np.sqrt(np.maximum(squares[:, None] + squares - 2 * a @ a.T, 0))
    n = len(a)
    return float(distances.sum() / (n * (n - 1))) if n > 1 else 0.0


def nearest_distances(a: NDArray[np.floating], b: NDArray[np.floating], same: bool = False) -> NDArray[np.floating]:
    """Return the distance of each row of `a` [n, d] to the nearest row of `b` [m, d]; `same` excludes itself."""
    squares = np.square(a).sum(axis=1)[:, None] + np.square(b).sum(axis=1) - 2 * a @ b.T
    if same:
        np.fill_diagonal(squares, np.inf)
    nearest: NDArray[np.floating] = np.sqrt(np.maximum(squares.min(axis=1), 0))
    return nearest
