"""Sounds of a library found again on a map."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import Map
from latentpad.samples.audio_file import SAME_PEAK


def find_on_map(names: Sequence[str], peaks: NDArray[np.float32], layout: Map) -> dict[int, int]:
    """Map the index of each sound that is on a map to its index there.

    The names have to be equal, or one has to end with the other if one of the two starts at a folder further up; and
    the peaks of the files have to be equal, so that ``kick/1.wav`` of another library does not match.

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
    """Return whether the longer of two paths ends with the shorter, at a folder."""
    shorter, longer = sorted((one, other), key=len)
    return longer == shorter or longer.endswith(f"/{shorter}")
