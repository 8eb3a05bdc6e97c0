"""Sounds of a library found again on a map."""

from collections.abc import Iterable, Iterator, Sequence

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
    own, there = _indices(names), _indices(layout.names)
    found: dict[int, int] = {}

    def offer(sounds: Iterable[int], others: Iterable[int]) -> None:
        """Note for each of some sounds the first one of the map with its peak."""
        for i in sounds:
            bound = SAME_PEAK * float(peaks[i])
            same = (j for j in others if abs(float(layout.peaks[j]) - float(peaks[i])) <= bound)
            if (first := next(same, None)) is not None:
                found[i] = min(found.get(i, first), first)

    for name in own.keys() & there.keys():
        offer(own[name], there[name])
    missing = {name: left for name, sounds in own.items() if (left := [i for i in sounds if i not in found])}
    for name, sounds in missing.items():
        for shorter in _suffixes(name):
            if shorter in there:
                offer(sounds, there[shorter])
    for name in there if missing else ():
        for shorter in _suffixes(name):
            if shorter in missing:
                offer(missing[shorter], there[name])
    return dict(sorted(found.items()))


def _indices(names: Iterable[str]) -> dict[str, list[int]]:
    """Return the indices at which each name is."""
    found: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        found.setdefault(str(name), []).append(i)
    return found


def _suffixes(name: str) -> Iterator[str]:
    """Yield what a path is from folders further down."""
    place = name.find("/")
    while place >= 0:
        yield name[place + 1 :]
        place = name.find("/", place + 1)
