"""The nearest points on a map."""

from typing import Any

import numpy as np

from latentpad.synth.kernels.jit import kernel

BLOCK = 64
"""Points whose distances are computed together, and skipped together if none is near."""

BEYOND = np.float32(1.0001)
"""A block is left out if it is farther than this many times the farthest point found, squared: far above rounding."""


@kernel(fastmath={"contract", "reassoc", "nsz"})
def nearest(indices: Any, squares: Any, xs: Any, ys: Any, x: Any, y: Any) -> None:
    """Fill `indices` with the nearest points, nearest first; of two at the same distance, the earlier comes first.

    This is exhaustive: for 10,000 points it takes less time than to look for blocks.
    """
    n = indices.size
    squares[:] = np.inf
    for first in range(0, xs.size, BLOCK):
        last = min(first + BLOCK, xs.size)
        least = np.float32(np.inf)
        for i in range(first, last):
            dx, dy = xs[i] - x, ys[i] - y
            least = min(least, dx * dx + dy * dy)
        if not least < squares[n - 1]:
            continue
        for i in range(first, last):
            dx, dy = xs[i] - x, ys[i] - y
            square = dx * dx + dy * dy
            place = n - 1
            if not square < squares[place]:
                continue
            while place > 0 and squares[place - 1] > square:
                squares[place], indices[place] = squares[place - 1], indices[place - 1]
                place -= 1
            squares[place], indices[place] = square, i


@kernel(fastmath={"contract", "reassoc", "nsz"})
def nearest_in_blocks(
    indices: Any, squares: Any, order: Any, boxes: Any, xs: Any, ys: Any, x: np.float32, y: np.float32
) -> None:
    """Fill `indices` as `nearest` does, by `latentpad.synth.point_blocks`: first from the nearest block."""
    squares[:] = np.inf
    least, first = np.float32(np.inf), 0
    for block in range(boxes.shape[0]):
        square = _from_box(boxes, block, x, y)
        if square < least:
            least, first = square, block
    _insert_block(indices, squares, order, first, xs, ys, x, y)
    for block in range(boxes.shape[0]):
        if block != first and _from_box(boxes, block, x, y) <= squares[-1] * BEYOND:
            _insert_block(indices, squares, order, block, xs, ys, x, y)


@kernel(fastmath={"contract", "reassoc", "nsz"})
def _from_box(boxes: Any, block: int, x: np.float32, y: np.float32) -> Any:
    """Return the squared distance from a point to a box, 0 inside."""
    zero = np.float32(0.0)
    dx = max(boxes[block, 0] - x, x - boxes[block, 2], zero)
    dy = max(boxes[block, 1] - y, y - boxes[block, 3], zero)
    return dx * dx + dy * dy


@kernel(fastmath={"contract", "reassoc", "nsz"})
def _insert_block(
    indices: Any, squares: Any, order: Any, block: int, xs: Any, ys: Any, x: np.float32, y: np.float32
) -> None:
    """Insert the points of a block among the nearest; of two at the same distance, the earlier comes first."""
    for place_in_order in range(block * BLOCK, min(block * BLOCK + BLOCK, order.size)):
        i = order[place_in_order]
        dx, dy = xs[i] - x, ys[i] - y
        square = dx * dx + dy * dy
        place = indices.size - 1
        if not (square < squares[place] or (square == squares[place] and i < indices[place])):
            continue
        while place > 0 and (squares[place - 1] > square or (squares[place - 1] == square and indices[place - 1] > i)):
            squares[place], indices[place] = squares[place - 1], indices[place - 1]
            place -= 1
        squares[place], indices[place] = square, i
