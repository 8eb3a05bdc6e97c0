"""Blocks of points that are near each other, so that most points of a large map need not be looked at."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.nearest import BLOCK


class PointBlocks(NamedTuple):
    """Points in an order in which every BLOCK of them are neighbours."""

    order: NDArray[np.int32]
    """[n] indices of the points, block after block."""

    boxes: NDArray[np.float32]
    """[n_blocks, 4] lowest x, lowest y, highest x, highest y of each block."""


def make_blocks(points: NDArray[np.float32]) -> PointBlocks:
    """Return the blocks of points [n, 2] in [0, 1]²: cells of a grid, row by row, every other row backwards."""
    side = max(1, int(np.sqrt(len(points) / BLOCK)))
    columns, rows = np.minimum((points * side).astype(np.int32), side - 1).T
    order = np.argsort(rows * side + np.where(rows % 2, side - 1 - columns, columns), kind="stable").astype(np.int32)
    starts, sorted_points = np.arange(0, len(points), BLOCK), points[order]
    low, high = (extreme.reduceat(sorted_points, starts) for extreme in (np.minimum, np.maximum))
    return PointBlocks(order, np.hstack([low, high]))
