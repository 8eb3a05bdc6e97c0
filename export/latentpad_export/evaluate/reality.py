"""The real sounds of a library, as the ear hears them, and which of them may be used for what."""

import logging
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle import Bundle
from latentpad_export.audio import read_one_shot
from latentpad_export.evaluate.hearing import EAR, ear_bank
from latentpad_export.features import FeatureSet, extract
from latentpad_export.library import Sound, scan
from latentpad_export.split import split_sounds

logger = logging.getLogger(__name__)

MOST_SOUNDS = 6_000
"""More are not read: the figures would not change, and an evaluation is to take minutes."""


@dataclass(frozen=True)
class Reality:
    """A library's usable sounds."""

    name: str
    """Of the library's folder."""

    found: FeatureSet
    """As the ear hears them."""

    train: NDArray[np.int64]
    """Sounds that the classifier may learn from, and that the rest is compared with."""

    test: NDArray[np.int64]
    """Sounds of other kits, where there are kits; empty where the library is too small."""

    n_files: int
    """Files that the library holds."""

    named_splits: bool
    """Whether the library itself says what is for testing."""

    @property
    def sounds(self) -> tuple[Sound, ...]:
        """[n] the sounds."""
        return self.found.sounds

    @cached_property
    def labels(self) -> list[str]:
        """[n] their labels."""
        return [sound.label for sound in self.sounds]

    def features(self, indices: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Give the ear's features [len(indices), n_bands, n_frames]."""
        features: NDArray[np.uint8] = self.found.features[self.found.rows[indices]]
        return features

    def signal(self, index: int) -> NDArray[np.float32]:
        """Read one sound again, at 44.1 kHz, peak 1."""
        return read_one_shot(self.sounds[index].path, EAR.sample_rate, EAR.n_samples).signal

    def on_map(self, bundle: Bundle) -> dict[int, int]:
        """Find the library's sounds on a bundle's map: index here to index there.

        A map of several libraries puts their names before those of the sounds.
        """
        place = {str(name): i for i, name in enumerate(bundle.map.names)}
        found = {}
        for i, sound in enumerate(self.sounds):
            there = place.get(sound.name, place.get(f"{self.name}/{sound.name}"))
            if there is not None:
                found[i] = there
        return found

    def unseen(self, bundle: Bundle) -> NDArray[np.int64]:
        """Give the sounds that the bundle has certainly not learnt from."""
        if self.named_splits:
            return self.test
        known = bundle.map.unseen
        unseen = np.zeros(len(bundle.map.names), dtype=bool) if known is None else known
        place = self.on_map(bundle)
        return np.array([i for i in range(len(self.sounds)) if i not in place or unseen[place[i]]], dtype=np.int64)


def read_library(folder: Path, work: Path, seed: int, most: int = MOST_SOUNDS) -> Reality:
    """Read a library, or go on where an earlier run stopped.

    Raises
    ------
    LibraryError
        There is no usable sound.
    """
    library = scan(folder)
    chosen = library.sounds
    if len(chosen) > most:
        drawn = np.sort(np.random.default_rng(seed).permutation(len(chosen))[:most])
        chosen = tuple(chosen[i] for i in drawn)
    found = extract(chosen, EAR, ear_bank(), work)
    for one in (*library.skipped, *found.skipped):
        logger.warning("not used: %s %s", one.name, one.reason)
    named = any(sound.split == "test" for sound in found.sounds)
    train, test = _split(found.sounds, named, seed)
    return Reality(folder.resolve().name, found, train, test, len(library.sounds), named)


def _split(sounds: tuple[Sound, ...], named: bool, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Take the library's own test kits, else a tenth of the sounds as `latentpad train` would."""
    if named:
        test = np.array([i for i, sound in enumerate(sounds) if sound.split == "test"], dtype=np.int64)
        train = np.array([i for i, sound in enumerate(sounds) if sound.split in ("train", "")], dtype=np.int64)
        return train, test
    split = split_sounds(sounds, seed)
    test = np.setdiff1d(split.val, split.train)
    return np.setdiff1d(np.arange(len(sounds)), test), test


def balanced(labels: list[str], most_of_each: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw the same number of each label, or all where there are fewer; in the order of the labels."""
    drawn: list[int] = []
    for label in sorted(Counter(labels)):
        members = [i for i, name in enumerate(labels) if name == label]
        drawn += [int(i) for i in rng.permutation(members)[:most_of_each]]
    return np.array(drawn, dtype=np.int64)
