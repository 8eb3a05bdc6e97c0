"""The same sound in a folder and on a map."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import Map

SAME_PEAK = 1e-4
"""Share by which the peaks of one file may differ: it is read by other versions of libraries."""


def find_on_map(names: Sequence[str], peaks: NDArray[np.float32], layout: Map) -> dict[int, int]:
    """Find sounds on a map: index here to index there.

    The name has to be the same, or to end like the other where one of them begins at a folder further up; and the peak
    of the file has to be the same, so that another library's ``kick/1.wav`` is not taken for it.

    Parameters
    ----------
    names : sequence of str
        Paths from the library's folder.
    peaks : np.ndarray [shape=(n,), float32]
        Peak of each file.
    layout : Map
    """
    by_file: dict[str, list[int]] = {}
    for i, name in enumerate(layout.names):
        by_file.setdefault(str(name).rpartition("/")[2], []).append(i)
    found = {}
    for i, name in enumerate(names):
        same = [
            there
            for there in by_file.get(name.rpartition("/")[2], ())
            if _ends_alike(name, str(layout.names[there]))
            and abs(float(layout.peaks[there]) - float(peaks[i])) <= SAME_PEAK * float(peaks[i])
        ]
        if same:
            found[i] = max(same, key=lambda there: str(layout.names[there]) == name)
    return found


def _ends_alike(one: str, other: str) -> bool:
    """Whether two paths are the same from the folder on at which the shorter one begins."""
    shorter, longer = sorted((one, other), key=len)
    return longer == shorter or longer.endswith(f"/{shorter}")
