"""The sounds of a library found again on a map, so that they keep their places."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.bundle.map import Map
from latentpad.samples.audio_file import SAME_PEAK
from latentpad.samples.sketch import is_same_sound
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


def find_kept(embedded: Embedded, parent: Bundle, seconds: float) -> Kept:
    """Find the sounds of a library on a map: by name and peak, then those that were renamed or moved, by their sound.

    Every sound of the map is found once. One whose file now sounds different is not found.

    Parameters
    ----------
    embedded : Embedded
        The sounds of the library, with sketches.
    parent : Bundle
        With the map.
    seconds : float
        Longest part of a sound that is played as detail, in the library.
    """
    layout = parent.map
    named = find_on_map([sound.name for sound in embedded.sounds], embedded.peaks, layout)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for index in sorted(named, key=lambda i: (embedded.sounds[i].name != layout.names[named[i]], i)):
        place = named[index]
        if place not in taken and _may_be_same(embedded, index, layout, place, seconds != parent.detail_seconds):
            found[index] = place
            taken.add(place)
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


def _may_be_same(embedded: Embedded, index: int, layout: Map, place: int, is_cut_elsewhere: bool) -> bool:
    """Return whether two sounds with the same name and peak are the same, as far as their lengths and sketches tell."""
    if layout.sketches is None or embedded.sketches is None:
        return True
    if abs(float(embedded.seconds[index]) - float(layout.seconds[place])) > SAME_SECONDS:
        return is_cut_elsewhere
    return is_same_sound(embedded.sketches[index], layout.sketches[place])


def _is_same(embedded: Embedded, index: int, layout: Map, place: int) -> bool:
    """Return whether two sounds with the same sketch have the same peak and length."""
    peak = float(layout.peaks[place])
    return (
        abs(float(embedded.peaks[index]) - peak) <= SAME_PEAK * peak
        and abs(float(embedded.seconds[index]) - float(layout.seconds[place])) <= SAME_SECONDS
    )
