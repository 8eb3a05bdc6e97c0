"""Difference of two sounds in specific loudness: how loud each band is at each moment."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.descriptors import COMPARISON

EXPONENT = 0.23
"""Of the power, by which loudness grows (Zwicker and Fastl, "Psychoacoustics", section 8.7)."""


def specific_loudness(feature: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the loudness of each band and frame, relative to the loudest.

    Parameters
    ----------
    feature : np.ndarray [shape=(n_bands, n_frames), float32]
        A feature (`descriptors.describe`), in [0, 1].

    Returns
    -------
    np.ndarray [shape=(n_bands, n_frames), float32]
        In [0, 1]; silence is 0.
    """
    decibels = COMPARISON.top_db * (feature.astype(np.float64) - 1)
    loudness = np.where(feature > 0, 10 ** (EXPONENT * decibels / 10), 0.0)
    return loudness.astype(np.float32)


def loudness_difference(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Return the share of the loudness of two features that they do not have in common: 0 = alike, 1 = nothing."""
    a, b = specific_loudness(one), specific_loudness(other)
    return float(np.abs(a - b).sum() / max(float(a.sum() + b.sum()), 1e-9))
