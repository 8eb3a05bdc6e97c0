"""The sounds of a library found again on a map, so that they keep their places."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.bundle.map import Map
from latentpad.samples.audio_file import SAME_PEAK
from latentpad_export.data.matching import find_on_map
from latentpad_export.layout.map_of import Embedded

SAME_SECONDS = 1e-3
"""Difference between lengths of the same sound, which another resampler may have read."""


class Kept(NamedTuple):
    """Sounds of a library that a map has already."""

    indices: NDArray[np.int64]
    """[k] in the library."""

    places: NDArray[np.int64]
    """[k] of the same sounds on the map."""


def find_kept(embedded: Embedded, layout: Map) -> Kept:
    """Find the sounds of a library on a map: by name and peak, then those that were renamed or moved, by their sound.

    Parameters
    ----------
    embedded : Embedded
        The sounds of the library, with sketches.
    layout : Map
    """
    found = find_on_map([sound.name for sound in embedded.sounds], embedded.peaks, layout)
    taken = set(found.values())
    if layout.sketches is not None and embedded.sketches is not None:
        gone: dict[bytes, list[int]] = {}
        for place in range(len(layout.points)):
            if place not in taken:
                gone.setdefault(layout.sketches[place].tobytes(), []).append(place)
        for index in range(len(embedded.sounds)):
            if index not in found:
                same = gone.get(embedded.sketches[index].tobytes(), [])
                match = [place for place in same if _is_same(embedded, index, layout, place)][:1]
                for place in match:
                    found[index] = place
                    same.remove(place)
    indices = np.array(sorted(found), dtype=np.int64)
    return Kept(indices, np.array([found[int(index)] for index in indices], dtype=np.int64))


def keep_labels(embedded: Embedded, kept: Kept, parent: Bundle) -> Embedded:
    """Return the sounds of a library with the labels that the map's sounds were given by their sound.

    Those that remained unsure are not looked at again either: their labels stay empty.
    """
    by_sound = parent.map.by_sound
    if by_sound is None:
        return embedded
    sounds, told = list(embedded.sounds), np.zeros(len(embedded.sounds), dtype=np.bool_)
    for index, place in zip(kept.indices.tolist(), kept.places.tolist(), strict=True):
        sound = sounds[index]
        if sound.is_kind and not sound.label:
            told[index] = by_sound[place]
            label = parent.labels[parent.map.labels[place]] if told[index] else ""
            sounds[index] = replace(sound, label=label, is_kind=False)
    return replace(embedded, sounds=tuple(sounds), by_sound=told)


def _is_same(embedded: Embedded, index: int, layout: Map, place: int) -> bool:
    """Return whether two sounds with the same sketch have the same peak and length."""
    peak = float(layout.peaks[place])
    return (
        abs(float(embedded.peaks[index]) - peak) <= SAME_PEAK * peak
        and abs(float(embedded.seconds[index]) - float(layout.seconds[place])) <= SAME_SECONDS
    )
