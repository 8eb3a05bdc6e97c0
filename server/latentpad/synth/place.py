"""A place: a latent, and the sounds of the library that it comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.own_parent import OWN, OwnParent
from latentpad.synth.parents import Parent

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
    """[k] indices of these sounds, the one with the largest share first; OWN stands for a sound of the user's own."""

    weights: NDArray[np.float32]
    """[k] with these they are mixed; sum to 1. Sharper than their shares, or the same without parents."""

    shares: NDArray[np.float32]
    """[k] their shares of the latent, pitch and decay; sum to 1."""

    point: NDArray[np.float64]
    """[2] where it is on the map; of a point outside the triangles, the nearest on their edges."""

    own: OwnParent | None = None
    """The sound of the user's own that OWN stands for."""

    beyond: float = 0.0
    """How far, in [0, 1], the latent goes beyond its sounds, which are then filtered more (`synth.layer_gains`)."""

    @property
    def known(self) -> list[int]:
        """The sounds of the map."""
        return [index for index in self.neighbors.tolist() if index != OWN]

    def values(self, of_map: NDArray[Any], own: str) -> NDArray[Any]:
        """Return the value [k, ...] of each sound, given those of the map [n, ...] and the name of the own one."""
        found = of_map[self.neighbors]
        if self.own is not None:
            found[self.neighbors == OWN] = getattr(self.own, own)
        return found

    def parents(self, get: Callable[[int], Parent | None]) -> list[Parent | None]:
        """Return the parent [k] that each sound is, given those of the map; None where it is not at hand."""
        own = self.own.parent if self.own else None
        return [own if index == OWN else get(index) for index in self.neighbors.tolist()]

    def latents(self, of_map: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the latent [k, latent_dim] of each sound."""
        return self.values(of_map, "latent")


def original_level(place: Place, peaks: NDArray[np.float32]) -> float:
    """Return the peak that a place's sounds have in their files, whose `peaks` are [n_sounds]: their mean, in dB."""
    logarithms = np.log10(np.maximum(place.values(peaks, "peak"), SOFTEST, dtype=np.float64))
    return float(10 ** (place.weights @ logarithms))
