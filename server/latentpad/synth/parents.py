"""The sounds that a place is made of, prepared for mixing.

A parent is a sound of the library as it was when it was mapped: mono, at the bundle's rate, from its onset, peak 1.
With it goes the outline of what the decoder makes of its latent, to compare with what it makes of another place.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.synth.decay import REMAINING_DB
from latentpad.synth.kernels.levels import first_rise, spent_at

Sounds = Callable[[int], NDArray[np.float32] | None]
"""Returns the signal [n_samples] of a sound of the map, or None where it is not at hand."""

ONSET = 0.1
"""A sound has begun where its level passes this share of its maximum."""

ONSET_SECONDS = 0.001
"""Length of the window, up to a sample, in which its level is measured."""


@dataclass(frozen=True)
class Parent:
    """One of the sounds that a place is made of."""

    signal: NDArray[np.float32]
    """[n_samples], peak 1."""

    onset: int
    """Sample at which it begins."""

    decay: float
    """Seconds from then until almost all of its energy is spent (`latentpad.synth.decay`)."""

    outline: NDArray[np.float32]
    """[n_times, n_places] of the decoder's mean at its latent."""


class Parents:
    """Prepares the sounds of one map, which has outlines."""

    def __init__(self, bundle: Bundle, sounds: Sounds) -> None:
        self._rate, self._outlines, self._sounds = bundle.representation.sample_rate, bundle.map.outlines, sounds

    def get(self, index: int) -> Parent | None:
        """Return a sound of the map, None where it is not at hand."""
        signal = self._sounds(index)
        if signal is None or not len(signal) or self._outlines is None:
            return None
        own = self._outlines[index].astype(np.float32) / np.float32(255)
        return Parent(signal, *find_times(signal, self._rate), own)


def find_times(signal: NDArray[np.float32], sample_rate: int) -> tuple[int, float]:
    """Return the sample at which a sound [n_samples] begins, and its decay time in seconds."""
    onset = int(first_rise(signal, max(1, round(ONSET_SECONDS * sample_rate)), ONSET**2))
    end = int(spent_at(signal, 10 ** (REMAINING_DB / 10)))
    return onset, max(0, end - onset) / sample_rate
