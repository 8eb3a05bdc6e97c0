"""The character of a map's sounds: how bright, long and high each is among its kind, and which sounds go with it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.kits.recipes import kind_words, style_of
from latentpad.synth.tuning import log_pitches
from latentpad.synth.typicality import N_AT_ONCE, typicality

BLOCK = 8_192
"""Sounds whose outlines are taken at once: copies of all of them would take gigabytes."""

N_OF_LABEL = 2_048
"""Of larger labels, only the sounds that are asked for are compared with others."""

SEPARATOR = "__"
"""What is before it in a file name is the name of a kit, in libraries that are made from several."""


class Characters:
    """What is known of each sound; rows are the sounds of the map.

    Parameters
    ----------
    bundle : Bundle
    """

    def __init__(self, bundle: Bundle) -> None:
        self._bundle, self.labels = bundle, bundle.map.labels
        self._typicality = np.full(len(self.labels), np.nan)

    @cached_property
    def words(self) -> list[set[str]]:
        """Words of each label of the bundle."""
        return [kind_words(label) for label in self._bundle.labels]

    @cached_property
    def brightness(self) -> NDArray[np.float64]:
        """[n] rank of its brightness within its label, in [0, 1]."""
        outlines = self._bundle.map.outlines
        if outlines is None:
            return np.full(len(self.labels), 0.5)
        steps = np.arange(256).astype(np.float32)
        energy = 10 ** (steps / 255 * self._bundle.representation.top_db / 10)
        spectra = [energy[outlines[rows]].sum(axis=1) for rows in _blocks(len(outlines))]
        means = [spectrum @ np.arange(spectrum.shape[1]) / spectrum.sum(axis=1) for spectrum in spectra]
        return self._ranks(np.concatenate(means))

    @cached_property
    def length(self) -> NDArray[np.float64]:
        """[n] rank of its length within its label; where lengths are cut off, of how slowly it decays."""
        seconds, outlines = self._bundle.map.seconds.astype(np.float64), self._bundle.map.outlines
        if outlines is not None:
            loud = [_loud_part(outlines[rows]) for rows in _blocks(len(outlines))]
            seconds = np.concatenate(loud) + 1e-3 * seconds
        return self._ranks(seconds)

    @cached_property
    def height(self) -> NDArray[np.float64]:
        """[n] rank of its pitch within its label, of its brightness where it has none."""
        pitches, certainties = self._bundle.map.pitches, self._bundle.map.pitch_certainties
        if pitches is None or certainties is None:
            return self.brightness
        pitched = (pitches > 0) & (certainties > 0.5)
        ranks = self._ranks(np.where(pitched, pitches, np.nan))
        return np.where(pitched, ranks, self.brightness)

    @cached_property
    def certainty(self) -> NDArray[np.float64]:
        """[n] how certain its pitch is, in [0, 1]; 0 where it has none or none is known."""
        pitches, certainties = self._bundle.map.pitches, self._bundle.map.pitch_certainties
        if pitches is None or certainties is None:
            return np.zeros(len(self.labels))
        return np.where(pitches > 0, certainties, 0.0).astype(np.float64)

    @cached_property
    def octaves(self) -> NDArray[np.float64]:
        """[n] binary logarithm of its pitch; NaN where it has no certain one."""
        return log_pitches(self._bundle.map.pitches, self._bundle.map.pitch_certainties, len(self.labels))

    @cached_property
    def mates(self) -> NDArray[np.int64]:
        """[n] number of the kit that it comes from: its folder without its label's, and the kit in its file's name."""
        return _numbers(map(_kit_of, self._bundle.map.names), len(self.labels))

    def stems(self, sounds: Sequence[int] | NDArray[np.int64]) -> NDArray[np.str_]:
        """Return the names of sounds [n] without digits, which hits of one drum have in common."""
        return np.array([re.sub(r"\d+", "", name) for name in self._bundle.map.names[sounds]], dtype=np.str_)

    @cached_property
    def styles(self) -> NDArray[np.str_]:
        """[n] style that its name tells, empty if none."""
        return np.array([style_of(name) for name in self._bundle.map.names])

    def prepare(self, styles: bool) -> Iterator[None]:
        """Compute what the first kit needs of all sounds, one thing after the other, `styles` if asked to."""
        for name in ("brightness", "length", "height", "mates", *(("styles",) if styles else ())):
            getattr(self, name)
            yield

    def typicality(self, sounds: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how typical of their labels sounds are (`latentpad.synth.typicality`); each is computed once."""
        for label in np.unique(self.labels[sounds]):
            own = np.flatnonzero(self.labels == label)
            if len(own) > N_OF_LABEL:
                own = sounds[self.labels[sounds] == label]
            own = own[np.isnan(self._typicality[own])]
            if len(own):  # whole blocks, so that no result depends on how many others are computed with it
                whole = np.resize(own, -(-len(own) // N_AT_ONCE) * N_AT_ONCE)
                self._typicality[whole] = typicality(self._bundle.map.latents, self.labels, whole)
        found: NDArray[np.float64] = self._typicality[sounds]
        return found

    def of_kinds(self, kinds: tuple[str, ...]) -> NDArray[np.int64]:
        """Return the sounds of the first of some kinds of which there are any."""
        for kind in kinds:
            labels = [index for index, words in enumerate(self.words) if kind in words]
            found = np.flatnonzero(np.isin(self.labels, labels))
            if len(found):
                return found
        return np.zeros(0, dtype=np.int64)

    def _ranks(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the rank of each value within its label, in [0, 1]; that of NaN is 0.5."""
        ranks = np.full(len(values), 0.5)
        rows = np.flatnonzero(np.isfinite(values))
        rows = rows[np.lexsort((values[rows], self.labels[rows]))]
        _, first, n = np.unique(self.labels[rows], return_index=True, return_counts=True)
        place, n = np.arange(len(rows)) - np.repeat(first, n), np.repeat(n, n)
        several = n > 1
        ranks[rows[several]] = place[several] / (n[several] - 1)
        return ranks


def _blocks(n: int) -> list[slice]:
    """Return slices of `n` sounds whose outlines are taken at once."""
    return [slice(first, first + BLOCK) for first in range(0, n, BLOCK)]


def _loud_part(outlines: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the sum [n] over the times at which outlines are louder than half of their loudest."""
    loudness = outlines.max(axis=2).astype(np.float64)
    found: NDArray[np.float64] = (loudness * (loudness > loudness.max(axis=1, keepdims=True) / 2)).sum(axis=1)
    return found


def _numbers(keys: Iterable[str], n: int) -> NDArray[np.int64]:
    """Return a number for each of `n` strings, equal for equal ones; numbers follow the order of the alphabet."""
    first: dict[str, int] = {}
    found = np.fromiter((first.setdefault(key, len(first)) for key in keys), dtype=np.int64, count=n)
    order = np.empty(len(first), dtype=np.int64)
    order[[first[key] for key in sorted(first)]] = np.arange(len(first))
    return order[found]


def _kit_of(name: str) -> str:
    """Return what names the kit in the path of a sound: the folders above its own, and the beginning of its name."""
    folder, _, file = name.replace("\\", "/").rpartition("/")
    above = folder.rpartition("/")[0]
    stem, separator, _ = file.partition(SEPARATOR)
    return f"{above}/{stem}" if separator else above
