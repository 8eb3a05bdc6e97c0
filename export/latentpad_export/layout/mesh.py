"""How fast the sound changes on each triangle of a map.

On a triangle, the sound changes linearly from corner to corner. How fast follows from the lengths of its sides and from
how differently their ends sound. Units are those of `Mesh.differences` per side of the map.

References
----------
Pinkall and Polthier, "Computing discrete minimal surfaces and their conjugates", Experimental Mathematics 2, 1993.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from latentpad_export.layout.excerpts import Excerpts

CONTRAST = 1.6
"""Exponent of differences: a decoder changes abruptly between very unlike latents."""

LEAST, MOST = 0.3, 9.0
"""Bounds of differences after that, relative to their median: near duplicates do not collapse into a point."""


class Mesh(NamedTuple):
    """Triangles and the differences between their corners."""

    triangles: NDArray[np.int64]
    """[m, 3] indices into the points."""

    differences: NDArray[np.float64]
    """[m, 3] along the side opposite to each corner."""


class Sides(NamedTuple):
    """The sides of triangles as they lie on the map."""

    vectors: NDArray[np.float64]
    """[m, 3, 2] opposite to each corner, in the order of the corners."""

    squares: NDArray[np.float64]
    """[m, 3] squared lengths."""

    areas: NDArray[np.float64]
    """[m] area, negative where the corners are clockwise."""


class Mesher:
    """Triangulates points, and remembers how much the sounds at both ends of a side differ."""

    def __init__(self, excerpts: Excerpts) -> None:
        self._excerpts = excerpts
        self._keys, self._known = np.zeros(1, dtype=np.int64), np.zeros(1)  # key 0 would be the side from 0 to itself

    def mesh(self, points: NDArray[np.float64]) -> Mesh:
        """Return the Delaunay triangulation of points with its differences."""
        triangles = Delaunay(points).simplices.astype(np.int64)
        ends = np.sort(triangles[:, [[1, 2], [2, 0], [0, 1]]], axis=2)
        keys, side = np.unique(ends[..., 0] * len(points) + ends[..., 1], return_inverse=True)
        differences = self._differences(keys, len(points))
        usual = np.median(differences) or 1.0
        bounded = np.clip((differences / usual) ** CONTRAST, LEAST, MOST)[side.reshape(-1, 3)]
        others = bounded.sum(axis=1, keepdims=True) - bounded
        return Mesh(triangles, np.minimum(bounded, 0.999 * others))  # else no triangle has such sides

    def _differences(self, keys: NDArray[np.int64], n: int) -> NDArray[np.float64]:
        """Return the differences along sides, from the last mesh where it had them."""
        found = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        differences, new = self._known[found], self._keys[found] != keys
        differences[new] = self._excerpts.differences(np.stack([keys[new] // n, keys[new] % n], axis=1))
        self._keys, self._known = keys, differences
        return differences


def needed_areas(mesh: Mesh, n: int) -> NDArray[np.float64]:
    """Return the area [n] that each point needs: that of triangles whose sides are as long as their ends differ."""
    sides = mesh.differences
    half = sides.sum(axis=1, keepdims=True) / 2
    areas = np.sqrt(half[:, 0] * (half - sides).prod(axis=1))
    even = np.sqrt(3) / 9 * half[:, 0] ** 2
    shares = np.repeat(np.maximum(areas, even / 2) / 3, 3)
    return np.bincount(mesh.triangles.ravel(), shares, n).astype(np.float64) + 1e-9


def measure_sides(points: NDArray[np.float64], triangles: NDArray[np.int64]) -> Sides:
    """Return the sides of triangles [m, 3] of points [n, 2]."""
    a, b, c = points[triangles.T]
    vectors = np.stack([c - b, a - c, b - a], axis=1)
    areas = (vectors[:, 0, 0] * vectors[:, 1, 1] - vectors[:, 0, 1] * vectors[:, 1, 0]) / 2
    return Sides(vectors, np.square(vectors).sum(axis=2), np.where(np.abs(areas) < 1e-12, 1e-12, areas))


def squared_rates(sides: Sides, differences: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how fast the sound changes on each triangle [m], squared: the norm of its derivative by the place."""
    rates = (weigh_sides(differences) * sides.squares).sum(axis=1) / (8 * np.square(sides.areas))
    squared: NDArray[np.float64] = np.maximum(rates, 1e-12)
    return squared


def weigh_sides(differences: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight of the squared length of each side [m, 3] in the rate of its triangle."""
    squares = np.square(differences)
    weights: NDArray[np.float64] = squares.sum(axis=1, keepdims=True) - 2 * squares
    return weights
