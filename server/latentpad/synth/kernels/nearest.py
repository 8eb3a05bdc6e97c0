"""The nearest points on a map."""

from typing import Any

import numpy as np

from latentpad.synth.kernels.jit import kernel

BLOCK = 64
"""Points whose distances are computed together, and skipped together if none is near."""


@kernel(fastmath={"contract", "reassoc", "nsz"})
def nearest(indices: Any, squares: Any, xs: Any, ys: Any, x: Any, y: Any) -> None:
    """Fill `indices` with the nearest points, nearest first; of two at the same distance, the earlier comes first.

    This is exhaustive: 100,000 points take less time than building or storing a tree.
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
