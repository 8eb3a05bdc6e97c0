"""Sizes, settings, weights and arrays of the loop of `latentpad_export.model.likelihood_kernel`.

Letters: T frames, F bands.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

WIDE, TALL, LONG = 8, 4, 8
"""Bands of a column; bands and frames of a patch."""


class Settings(NamedTuple):
    """Numbers of the likelihood, as in `latentpad_export.model.losses`; all float32."""

    inaudible: Any
    per_level: Any
    """1 over the range in which bins become audible."""
    inaudible_weight: Any
    precision: Any
    """1 over the scale of the mean."""
    column: Any
    patch: Any
    """Weights of the errors of columns and patches."""
    log_range: Any
    """Logarithm to base 2 of the amplitude at 1 over that at 0."""
    loudest: Any
    shift: Any
    low: Any
    high: Any
    """Bounds of the log scale."""
    share: Any
    """Share of a sound in the loss of the batch."""


class Weights(NamedTuple):
    """Weights of frames and bands; float32."""

    onset: NDArray[np.float32]
    """Of the first frames."""
    bands: NDArray[np.float32]
    """[F]"""
    smoothness: NDArray[np.float32]
    """[F] 1 over the roughness of noise whose bins have a deviation of 1."""


class Scratch(NamedTuple):
    """Arrays that the loop fills, for one thread."""

    difference: NDArray[np.float32]
    weight: NDArray[np.float32]
    """[T, F]"""
    column: NDArray[np.float32]
    """[T, F / WIDE]"""
    patch: NDArray[np.float32]
    patch_weight: NDArray[np.float32]
    """[T / LONG, F / TALL]"""
    rows: NDArray[np.float32]
    """[3, F]"""


def make_scratch(n_frames: int, n_bands: int) -> Scratch:
    """Return arrays for sounds of a size."""
    shapes = (
        *2 * ((n_frames, n_bands),),
        (n_frames, n_bands // WIDE),
        *2 * ((n_frames // LONG, n_bands // TALL),),
        (3, n_bands),
    )
    return Scratch(*(np.empty(shape, dtype=np.float32) for shape in shapes))
