"""The real sounds of a library, as the ear hears them, and which of them may be used for what."""

import logging
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad_export.data.audio import read_one_shot
from latentpad_export.data.features import FeatureSet, extract
from latentpad_export.data.library import Library, Sound
from latentpad_export.data.matching import find_on_map
from latentpad_export.data.split import split_sounds
from latentpad_export.evaluate.metrics.descriptors import EAR, ear_bank

logger = logging.getLogger(__name__)

MOST_SOUNDS = 6_000
"""More are not read: the figures would not change, and an evaluation is to take minutes."""


@dataclass(frozen=True)
class ReferenceSounds:
    """A library's usable sounds."""

    name: str
    """Of the library's folder."""

    found: FeatureSet
    """As the ear hears them."""

    train: NDArray[np.int64]
    """Sounds that the classifier may learn from, and that the rest is compared with."""

    test: NDArray[np.int64]
    """Held-out sounds, of other kits where there are kits; empty where the library is too small."""

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
        """Find the library's sounds on a bundle's map: index here to index there."""
        return find_on_map([sound.name for sound in self.sounds], self.found.peaks, bundle.map)

    def unseen(self, bundle: Bundle) -> NDArray[np.int64]:
        """Give the sounds that the bundle has not learnt from, as far as its map and the library's splits tell.

        Of a bundle that was laid out anew with another's networks, only what its map calls unseen: what the networks
        have learnt from is not on it.
        """
        told = bundle.map.unseen
        place = self.on_map(bundle)
        said = {i for i, there in place.items() if told is not None and told[there]}
        candidates = self.test.tolist() if self.named_splits else range(len(self.sounds))
        laid_out_anew = "mapped_with" in bundle.training
        return np.array([i for i in candidates if i in said or (i not in place and not laid_out_anew)], dtype=np.int64)

    @property
    def learnable(self) -> NDArray[np.int64]:
        """Sounds that a bundle may have learnt from: all but those that the library keeps for testing."""
        return (
            np.setdiff1d(np.arange(len(self.sounds)), self.test) if self.named_splits else np.arange(len(self.sounds))
        )


def read_library(library: Library, work: Path, seed: int, most: int = MOST_SOUNDS) -> ReferenceSounds:
    """Read a library's files, or go on where an earlier run stopped.

    Raises
    ------
    LibraryError
        There is no usable sound.
    """
    # Of a file that is there twice the first is kept: the one that may be learnt from, as in training.
    chosen = tuple(sorted(library.sounds, key=lambda sound: sound.split == "test"))
    if len(chosen) > most:
        drawn = np.sort(np.random.default_rng(seed).permutation(len(chosen))[:most])
        chosen = tuple(chosen[i] for i in drawn)
    found = extract(chosen, EAR, ear_bank(), work)
    for one in (*library.skipped, *found.skipped):
        logger.warning("not used: %s %s", one.name, one.reason)
    named = any(sound.split == "test" for sound in found.sounds)
    train, test = _split(found.sounds, named, seed)
    return ReferenceSounds(library.folder.resolve().name, found, train, test, len(library.sounds), named)


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
