"""Whether a sound lies between two others, its parents, by distances of features.

A sound on the way from one to the other is as far from both together as they are from each other; a copy of one of them
is, too, but has no distance from it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.descriptors import spectral_distance

MIN_DB = 0.1
"""Parents closer than this are the same sound, with nothing between them."""


class Betweenness(NamedTuple):
    """Place of a sound between its parents."""

    off_path: float
    """Sum of the distances from both parents, divided by the distance of the parents: about 1 on the way between."""

    nearer: float
    """Distance from the nearer parent, divided by the distance of the parents: 0 for a copy, 0.5 in the middle."""


def betweenness(
    made: NDArray[np.float32], first: NDArray[np.float32], second: NDArray[np.float32]
) -> Betweenness | None:
    """Place a sound between two others.

    Parameters
    ----------
    made, first, second : np.ndarray [shape=(n_bands, n_frames), float32]
        Features of the sound and of its parents.

    Returns
    -------
    Betweenness or None
        None if the parents sound alike.
    """
    whole = spectral_distance(first, second)
    if whole < MIN_DB:
        return None
    distances = spectral_distance(made, first), spectral_distance(made, second)
    return Betweenness(sum(distances) / whole, min(distances) / whole)
