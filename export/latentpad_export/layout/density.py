"""Evening out: points moved apart, so that little of the map is empty."""

import numpy as np
from numpy.typing import NDArray


def even_out(
    points: NDArray[np.floating], share: float, areas: NDArray[np.floating] | None = None
) -> NDArray[np.float64]:
    """Move points of the unit square part of the way to an even distribution, or to one in which each has its area.

    In an even distribution, cutting the square in two repeatedly, always across its longer side, also halves the
    points: the lower half of them along that axis moves to one part of the square, the upper half to the other. The
    order along the axis is kept in every part, so neighbours remain neighbours except at some of the cuts.

    Parameters
    ----------
    points : np.ndarray [shape=(n, 2)]
        In [0, 1]².
    share : float in [0, 1]
        0 leaves the points in place, 1 makes them even.
    areas : np.ndarray [shape=(n,)], optional
        Positive; the area of each point, relative to that of others. By default, they are equal.

    Returns
    -------
    np.ndarray [shape=(n, 2), float64]
    """
    areas = np.ones(len(points)) if areas is None else areas
    even = np.empty((len(points), 2))
    parts = [(np.arange(len(points)), np.zeros(2), np.ones(2))]
    while parts:
        members, low, high = parts.pop()
        if len(members) < 2:
            even[members] = (low + high) / 2
            continue
        axis = int(np.argmax(high - low))
        members = members[np.argsort(points[members, axis], kind="stable")]
        total = np.cumsum(areas[members])
        half = int(np.clip(np.searchsorted(total, total[-1] / 2, side="right"), 1, len(members) - 1))
        cut = low[axis] + (high[axis] - low[axis]) * total[half - 1] / total[-1]
        for part, side in ((members[:half], high), (members[half:], low)):
            inner = side.copy()
            inner[axis] = cut
            parts.append((part, low, inner) if side is high else (part, inner, high))
    return (1 - share) * points + share * even
