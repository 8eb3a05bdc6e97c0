"""Principal axes of many rows, in little memory."""

import numpy as np
from numpy.typing import NDArray

BLOCK = 8_192
"""Rows converted to floats at once."""


def principal_axes(rows: NDArray[np.generic], n_axes: int) -> NDArray[np.float32]:
    """Project rows onto the axes along which they vary most.

    Parameters
    ----------
    rows : np.ndarray [shape=(n, d)]
        Numbers of any type, n >= 2.
    n_axes : int

    Returns
    -------
    np.ndarray [shape=(n, min(n_axes, n - 1, d)), float32]
        The most varying first; the largest component of each axis is positive.

    References
    ----------
    Hotelling, "Analysis of a complex of statistical variables into principal components", 1933.
    """
    n_axes = min(n_axes, len(rows) - 1, rows.shape[1])
    blocks = [slice(start, start + BLOCK) for start in range(0, len(rows), BLOCK)]
    mean = sum(rows[block].sum(axis=0, dtype=np.float64) for block in blocks) / len(rows)
    scatter = np.zeros((rows.shape[1], rows.shape[1]))
    for block in blocks:
        centred = rows[block] - mean
        scatter += centred.T @ centred
    axes = np.linalg.eigh(scatter)[1][:, ::-1][:, :n_axes]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(n_axes)])
    return np.concatenate([((rows[block] - mean) @ axes).astype(np.float32) for block in blocks])
