"""The map of a bundle: the sounds of a library, each as a point and as a latent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.npz import Arrays
from latentpad.errors import BundleError

MAX_POINTS = 1_000_000


@dataclass(frozen=True)
class Map:
    """Points, latents and metadata of a library's sounds."""

    points: NDArray[np.float32]
    """[n, 2] in [0, 1]²."""

    latents: NDArray[np.float32]
    """[n, latent_dim]."""

    labels: NDArray[np.int32]
    """[n] index into the bundle's labels, -1 = none."""

    names: NDArray[np.str_]
    """[n] path relative to the library's folder."""

    seconds: NDArray[np.float32]
    """[n] length of each sound."""

    peaks: NDArray[np.float32]
    """[n] peak of each file, 1.0 = full scale."""

    unseen: NDArray[np.bool_] | None = None
    """[n] which sounds the networks were not trained on; None in bundles that do not record it."""


def read_map(arrays: Arrays, latent_dim: int, n_labels: int) -> Map:
    """Check the arrays of a map against each other (raises BundleError)."""
    points = arrays.floats("points", (None, 2), 0.0, 1.0)
    n = len(points)
    if not 1 <= n <= MAX_POINTS:
        raise BundleError(f"{arrays.source}: points has {n} points, must be 1 to {MAX_POINTS}")
    return Map(
        points=points,
        latents=arrays.floats("latents", (n, latent_dim)),
        labels=arrays.integers("labels", (n,), -1, n_labels - 1),
        names=arrays.take("names", "U", (n,)),
        seconds=arrays.floats("seconds", (n,), 0.0, 3600.0),
        peaks=arrays.floats("peaks", (n,), 0.0, 1e4),
        unseen=arrays.take("unseen", "b", (n,)) if "unseen" in arrays.arrays else None,
    )
