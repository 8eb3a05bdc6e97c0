"""A place: a latent, and the sounds of the library that it comes from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SOFTEST = 1e-4
"""Peaks below -80 dBFS count as that."""


@dataclass(frozen=True)
class Place:
    """The latent at a point of the map, and the sounds it comes from."""

    latent: NDArray[np.float32]
    """[latent_dim]."""

    confidence: float
    """1 on a sound, lower the more its parents differ; without parents, lower where the map is sparser than usual."""

    neighbors: NDArray[np.int64]
    """[k] indices of these sounds, the one with the largest share first."""

    weights: NDArray[np.float32]
    """[k] with these they are mixed; sum to 1. Sharper than their shares, or the same without parents."""

    shares: NDArray[np.float32]
    """[k] their shares of the latent, pitch and decay; sum to 1."""

    point: NDArray[np.float64]
    """[2] where it is on the map; of a point outside the triangles, the nearest on their edges."""


def original_level(place: Place, peaks: NDArray[np.float32]) -> float:
    """Return the peak that a place's sounds have in their files, whose `peaks` are [n_sounds]: their mean, in dB."""
    logarithms = np.log10(np.maximum(peaks[place.neighbors], SOFTEST, dtype=np.float64))
    return float(10 ** (place.weights @ logarithms))
