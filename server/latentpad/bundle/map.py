"""The map of a bundle: the sounds of a library, each as a point and as a latent."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.names import Names, read_names
from latentpad.bundle.npz import Arrays
from latentpad.errors import BundleError

MAX_POINTS = 1_000_000

BOUNDS = {
    "points": (0.0, 1.0),
    "latents": (-1e6, 1e6),
    "seconds": (0.0, 3600.0),
    "peaks": (0.0, 1e4),
    "pitches": (0.0, 24_000.0),
    "pitch_certainties": (0.0, 1.0),
}
"""Bounds of the numbers of a map, the same for writing and reading."""

SKETCH_PARTS = 16

ATTACK_STEPS = 32

N_PARTIAL_GROUPS = 8

BLOCK = 1 << 14
"""Triangles that are checked at once."""


@dataclass(frozen=True)
class Map:
    """Points, latents and metadata of a library's sounds."""

    points: NDArray[np.float32]
    """[n, 2] in [0, 1]²."""

    latents: NDArray[np.float32]
    """[n, latent_dim]."""

    labels: NDArray[np.int32]
    """[n] index into the bundle's labels, -1 = none."""

    names: Names
    """[n] path relative to the library's folder; any other strings become `Names`."""

    seconds: NDArray[np.float32]
    """[n] length of each sound."""

    peaks: NDArray[np.float32]
    """[n] peak of each file, 1.0 = full scale."""

    unseen: NDArray[np.bool_] | None = None
    """[n] which sounds the networks were not trained on; None in bundles that do not record it."""

    pitches: NDArray[np.float32] | None = None
    """[n] hertz, 0 = no pitch; None in older bundles, as for all that follows."""

    pitch_certainties: NDArray[np.float32] | None = None
    """[n] in [0, 1]."""

    triangles: NDArray[np.int32] | None = None
    """[m, 3] Delaunay triangulation: points at the corners, counter-clockwise; empty if all points are on a line."""

    sketches: NDArray[np.uint8] | None = None
    """[n, 16] levels of each sound, to recognise it when it is read again: `latentpad.samples.sketch`."""

    outlines: NDArray[np.uint8] | None = None
    """[n, n_times, n_places] what the decoder makes of each latent: `latentpad.bundle.outline`."""

    by_sound: NDArray[np.bool_] | None = None
    """[n] whether a sound's label was told by how it sounds, not by its name; None where the labels are no kinds."""

    attacks: NDArray[np.uint8] | None = None
    """[n, 32] how each sound begins: `latentpad.synth.attack`; None in older bundles."""

    partials: NDArray[np.uint8] | None = None
    """[n, 2, 8] what of each repeats at its pitch: `latentpad.synth.periodicity`; None in older bundles."""

    def __post_init__(self) -> None:
        """Keep names that are given as strings in the form in which they are stored."""
        if not isinstance(self.names, Names):
            object.__setattr__(self, "names", Names.of(self.names))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the map as the arrays that a bundle stores."""
        found = {name: array for name, array in vars(self).items() if isinstance(array, np.ndarray)}
        return {**found, **self.names.arrays()}


def count_points(arrays: Arrays) -> int:
    """Return how many points a map has, without reading them (raises BundleError)."""
    n = arrays.length("points")
    if not 1 <= n <= MAX_POINTS:
        raise BundleError(f"{arrays.source}: points has {n} points, must be 1 to {MAX_POINTS}")
    return n


def read_map(arrays: Arrays, latent_dim: int, n_labels: int, outline_shape: tuple[int, int]) -> Map:
    """Check the arrays of a map against each other (raises BundleError)."""
    n = count_points(arrays)
    outlines = n, *outline_shape
    arrays.begin({"latents": (n, latent_dim), "outlines": outlines, "triangles": (None, 3), "name_bytes": (None,)})
    points = arrays.floats("points", (n, 2), *BOUNDS["points"])
    pitched = "pitches" in arrays
    return Map(
        points=points,
        latents=arrays.floats("latents", (n, latent_dim), *BOUNDS["latents"]),
        labels=arrays.integers("labels", (n,), -1, n_labels - 1),
        names=read_names(arrays, n),
        seconds=arrays.floats("seconds", (n,), *BOUNDS["seconds"]),
        peaks=arrays.floats("peaks", (n,), *BOUNDS["peaks"]),
        unseen=arrays.take("unseen", "b", (n,)) if "unseen" in arrays else None,
        pitches=arrays.floats("pitches", (n,), *BOUNDS["pitches"]) if pitched else None,
        pitch_certainties=arrays.floats("pitch_certainties", (n,), *BOUNDS["pitch_certainties"]) if pitched else None,
        triangles=_read_triangles(arrays, points) if "triangles" in arrays else None,
        sketches=_read_bytes(arrays, "sketches", (n, SKETCH_PARTS)),
        outlines=_read_bytes(arrays, "outlines", outlines),
        by_sound=arrays.take("by_sound", "b", (n,)) if "by_sound" in arrays else None,
        attacks=_read_bytes(arrays, "attacks", (n, ATTACK_STEPS)),
        partials=_read_bytes(arrays, "partials", (n, 2, N_PARTIAL_GROUPS)),
    )


def _read_triangles(arrays: Arrays, points: NDArray[np.float32]) -> NDArray[np.int32]:
    """Check a triangulation of points."""
    n, n_triangles = len(points), arrays.length("triangles")
    if n_triangles > 2 * n:
        raise BundleError(f"{arrays.source}: has {n_triangles} triangles, at most {2 * n} for {n} points")
    triangles = arrays.integers("triangles", (None, 3), 0, n - 1)
    xs, ys = points.T.astype(np.float64)
    for first in range(0, len(triangles), BLOCK):
        corners = triangles[first : first + BLOCK].T
        (ax, bx, cx), (ay, by, cy) = xs[corners], ys[corners]
        if not ((bx - ax) * (cy - ay) > (by - ay) * (cx - ax)).all():
            raise BundleError(f"{arrays.source}: triangles must have three corners, counter-clockwise")
    return triangles


def _read_bytes(arrays: Arrays, name: str, shape: tuple[int, ...]) -> NDArray[np.uint8] | None:
    """Check an array of bytes; None where there is none."""
    return arrays.bytes(name, shape) if name in arrays else None
