"""Farthest-first traversal: an order in which every beginning shows the variety of a set.

References
----------
Gonzalez, "Clustering to minimize the maximum intercluster distance", Theoretical Computer Science 38, 1985.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def farthest_first(rows: NDArray[np.floating], n: int, least: float, ends: Sequence[int] = ()) -> NDArray[np.int64]:
    """Return the order of a traversal: the row nearest to the mean, then always the farthest from those so far.

    Parameters
    ----------
    rows : np.ndarray [shape=(n_rows, n_dimensions)]
        At least one.
    n : int
        Rows to return at most.
    least : float in [0, 1)
        Rows closer than this share of the largest distance from the first, or equal ones, are left out.
    ends : sequence of int
        Numbers of first rows that all come before the others, rising; by default, there is no such distinction.

    Returns
    -------
    np.ndarray [shape=(k,), int64]
        Any two of these rows are at least as far apart as `least` says. Of equal choices, the first is taken.
    """
    groups = [end for end in (*ends, len(rows)) if end]
    first = rows[: groups[0]]
    order = [int(np.square(first - first.mean(axis=0)).sum(axis=1).argmin())]
    squares = np.square(rows - rows[order[0]]).sum(axis=1)
    closest = least**2 * squares.max()
    for end in groups:
        while len(order) < n and (farthest := squares[:end].max()) > 0 and farthest >= closest:
            order.append(int(squares[:end].argmax()))
            np.minimum(squares, np.square(rows - rows[order[-1]]).sum(axis=1), out=squares)
    return np.array(order)
