"""Features averaged over a few frames; apart from the classifier, since PyTorch takes seconds to import."""

import numpy as np
from numpy.typing import NDArray

POOL = 4
"""Frames averaged into one before the network."""


def pooled(features: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Average over time: [n, n_bands, n_frames] to [n, n_bands, n_frames / 4], in [0, 1]."""
    n, n_bands, n_frames = features.shape
    cut = features[:, :, : n_frames // POOL * POOL].reshape(n, n_bands, n_frames // POOL, POOL)
    mean: NDArray[np.float32] = cut.mean(axis=3, dtype=np.float32) / np.float32(255)
    return mean
