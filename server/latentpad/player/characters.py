"""The character of a map's sounds: how bright, long and high each is among its kind, and which sounds go with it."""

import os
import re
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.kits.recipes import kind_words, style_of
from latentpad.synth.tuning import log_pitches
from latentpad.synth.typicality import typicality

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
        energy = 10 ** (outlines.astype(np.float32) / 255 * self._bundle.representation.top_db / 10)
        spectrum = energy.sum(axis=1)
        return self._ranks(spectrum @ np.arange(spectrum.shape[1]) / spectrum.sum(axis=1))

    @cached_property
    def length(self) -> NDArray[np.float64]:
        """[n] rank of its length within its label; where lengths are cut off, of how slowly it decays."""
        seconds, outlines = self._bundle.map.seconds.astype(np.float64), self._bundle.map.outlines
        if outlines is not None:
            loudness = outlines.max(axis=2).astype(np.float64)
            seconds = (loudness * (loudness > loudness.max(axis=1, keepdims=True) / 2)).sum(axis=1) + 1e-3 * seconds
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
        keys = [_kit_of(str(name)) for name in self._bundle.map.names]
        found: NDArray[np.int64] = np.unique(np.array(keys), return_inverse=True)[1]
        return found

    @cached_property
    def stems(self) -> NDArray[np.str_]:
        """[n] its name without digits, which hits of one drum have in common."""
        return np.array([re.sub(r"\d+", "", str(name)) for name in self._bundle.map.names])

    @cached_property
    def styles(self) -> NDArray[np.str_]:
        """[n] style that its name tells, empty if none."""
        return np.array([style_of(str(name)) for name in self._bundle.map.names])

    def typicality(self, sounds: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how typical of their labels sounds are (`latentpad.synth.typicality`); computed once per label."""
        for label in np.unique(self.labels[sounds]):
            own = np.flatnonzero(self.labels == label)
            if np.isnan(self._typicality[own[0]]):
                self._typicality[own] = typicality(self._bundle.map.latents, self.labels, own)
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
        for label in np.unique(self.labels):
            rows = np.flatnonzero((self.labels == label) & np.isfinite(values))
            if len(rows) > 1:
                ranks[rows[np.argsort(values[rows], kind="stable")]] = np.linspace(0, 1, len(rows))
        return ranks


def _kit_of(name: str) -> str:
    """Return what names the kit in the path of a sound: the folders above its own, and the beginning of its name."""
    folder, file = os.path.split(name.replace("\\", "/"))
    stem, separator, _ = file.partition(SEPARATOR)
    return f"{os.path.dirname(folder)}/{stem}" if separator else os.path.dirname(folder)
