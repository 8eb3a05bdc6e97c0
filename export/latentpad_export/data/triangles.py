"""The Delaunay triangulation of a map: between which three sounds a place lies."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

FLAT = 1e-5
"""Points on a strip whose width is below this share of its length lie on a line."""


def triangulate(points: NDArray[np.float32]) -> NDArray[np.int32]:
    """Return the Delaunay triangulation of points.

    Parameters
    ----------
    points : np.ndarray [shape=(n, 2), float32]
        Of equal points, only the first can be a corner.

    Returns
    -------
    np.ndarray [shape=(m, 3), int32]
        Indices of the corners, counter-clockwise; empty if all points lie on a line.

    References
    ----------
    Barber, Dobkin and Huhdanpaa, "The Quickhull algorithm for convex hulls", ACM Transactions on Mathematical Software
    22, 1996.
    """
    _, first = np.unique(points, axis=0, return_index=True)
    first = np.sort(first)
    unique = points[first].astype(np.float64)
    spread = np.linalg.svd(unique - unique.mean(axis=0), compute_uv=False)
    if len(unique) < 3 or spread[1] < FLAT * spread[0]:
        return np.zeros((0, 3), dtype=np.int32)
    corners = Delaunay(unique).simplices
    a, b, c = unique[corners.T]
    areas = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    corners[areas < 0] = corners[areas < 0][:, ::-1]
    # However small, a triangle stays: without it, there would be a hole between sounds that nearly share a point.
    triangles: NDArray[np.int32] = first[corners[areas != 0]].astype(np.int32)
    return triangles
