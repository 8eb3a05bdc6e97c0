"""The parents of a point: the sounds at the corners of the triangle of the map that it lies in.

Their shares are its barycentric coordinates, which change continuously everywhere: one sound has all on its own point,
two share an edge. Outside the outermost sounds, the parents are those of the nearest edge.

References
----------
Lawson, "Software for C¹ surface interpolation", in Mathematical Software III, 1977 (the walk).
"""

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.triangles import find_triangle, nearest_edge


class Triangulation:
    """Finds the parents of points.

    Parameters
    ----------
    points : np.ndarray [shape=(n, 2)]
    triangles : np.ndarray [shape=(m, 3), int]
        Indices into `points`, counter-clockwise; empty if all points are on a line.
    """

    def __init__(self, points: NDArray[np.floating], triangles: NDArray[np.int32]) -> None:
        self._xs, self._ys = np.ascontiguousarray(points.T, dtype=np.float64)
        self._corners = np.ascontiguousarray(triangles, dtype=np.int32)
        self._adjoining = _adjoining(self._corners)
        self._edges = _hull(self._corners, self._adjoining) if len(triangles) else _chain(points)
        self._first = np.zeros(len(points), dtype=np.int32)
        self._first[self._corners[::-1].ravel()] = np.repeat(np.arange(len(triangles), dtype=np.int32)[::-1], 3)

    def parents(self, x: float, y: float, nearest: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the indices [k] of a point's parents, at most 3, and their shares [k], which sum to 1.

        Parameters
        ----------
        x, y : float
        nearest : int
            The point nearest to it, where the search begins.
        """
        x, y, shares = float(x), float(y), np.zeros(3)  # compiled for floats only
        if len(self._corners):
            found = find_triangle(
                shares, self._corners, self._adjoining, self._xs, self._ys, x, y, int(self._first[nearest])
            )
            if found >= 0:
                return self._corners[found].astype(np.int64), shares
        if not len(self._edges):
            return np.array([nearest]), np.ones(1)
        edge, position = nearest_edge(self._edges, self._xs, self._ys, x, y)
        return self._edges[edge], np.array([1 - position, position])


def _adjoining(corners: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the triangle beyond the edge opposite to each corner [m, 3], -1 for none.

    Edges are sorted as numbers, the points at both ends and then the edge itself: faster than by several keys.
    """
    adjoining = np.full(corners.size, -1, dtype=np.int32)
    one, other = (corners[:, turned].ravel().astype(np.int64) for turned in ([1, 2, 0], [2, 0, 1]))
    point_bits, edge_bits = int(corners.max(initial=0)).bit_length(), corners.size.bit_length()
    keys = np.minimum(one, other) << point_bits | np.maximum(one, other)
    keys <<= edge_bits  # 63 bits for a million points
    keys |= np.arange(len(keys))
    keys.sort()
    edges, ends = keys & (1 << edge_bits) - 1, keys >> edge_bits
    pairs = np.flatnonzero(ends[1:] == ends[:-1])
    one, other = edges[pairs], edges[pairs + 1]
    adjoining[one], adjoining[other] = other // 3, one // 3
    return adjoining.reshape(-1, 3)


def _hull(corners: NDArray[np.int32], adjoining: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the edges [k, 2] that belong to one triangle only."""
    triangle, corner = np.divmod(np.flatnonzero(adjoining < 0), 3)
    ends = corners[triangle, (corner + 1) % 3], corners[triangle, (corner + 2) % 3]
    return np.stack(ends, axis=1).astype(np.int64)


def _chain(points: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return the edges [k, 2] between neighbours of points on a line, without equal points."""
    along = np.argsort(-np.ptp(points, axis=0))  # the line may be steep, and points on it only nearly so
    unique, first = np.unique(points[:, along], axis=0, return_index=True)  # sorted along it
    return np.stack([first[:-1], first[1:]], axis=1) if len(unique) > 1 else np.zeros((0, 2), dtype=np.int64)
