"""The triangle of a triangulation that a point lies in."""

from typing import Any

import numpy as np

from latentpad.synth.kernels.jit import kernel

ROUNDING = 1e-9
"""Coordinates down to minus this are on the edge."""


@kernel()
def find_triangle(shares: Any, corners: Any, adjoining: Any, xs: Any, ys: Any, x: float, y: float, start: int) -> int:
    """Walk from triangle `start` to the one that holds a point; return its index, or -1 where the walk leaves the hull.

    Each step crosses the edge that the point is farthest beyond (Lawson 1977). In a Delaunay triangulation such a walk
    ends; in any other table, the bound on its steps ends it. `shares` receives the barycentric coordinates.
    """
    here = start
    for _ in range(corners.shape[0]):
        total, least, way = 0.0, np.inf, 0
        for j in range(3):
            b, c = corners[here, (j + 1) % 3], corners[here, (j + 2) % 3]
            shares[j] = (xs[b] - x) * (ys[c] - y) - (ys[b] - y) * (xs[c] - x)
            total += shares[j]
            if shares[j] < least:
                least, way = shares[j], j
        if least >= -ROUNDING * total:
            for j in range(3):
                shares[j] = max(shares[j], 0.0) / total
            return here
        here = adjoining[here, way]
        if here < 0:
            return -1
    return -1


@kernel()
def nearest_edge(edges: Any, xs: Any, ys: Any, x: float, y: float) -> tuple[int, float]:
    """Return the index of the edge nearest to a point, and the position on it, from 0 to 1."""
    best, found, position = np.inf, 0, 0.0
    for i in range(edges.shape[0]):
        a, b = edges[i, 0], edges[i, 1]
        along_x, along_y = xs[b] - xs[a], ys[b] - ys[a]
        square = along_x * along_x + along_y * along_y
        t = ((x - xs[a]) * along_x + (y - ys[a]) * along_y) / max(square, 1e-18)
        t = min(max(t, 0.0), 1.0)
        dx, dy = x - xs[a] - t * along_x, y - ys[a] - t * along_y
        if dx * dx + dy * dy < best:
            best, found, position = dx * dx + dy * dy, i, t
    return found, position
