"""The real sounds of a library, with their features, split into training and test sounds."""

import logging
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.samples.one_shot import read_one_shot
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.features import extract
from latentpad_export.data.library import Library, Sound
from latentpad_export.data.matching import find_on_map
from latentpad_export.data.places import place_itself
from latentpad_export.data.split import split_sounds
from latentpad_export.evaluate.metrics.bootstrap import Units, units_of
from latentpad_export.evaluate.metrics.descriptors import COMPARISON, comparison_bank

logger = logging.getLogger(__name__)

MAX_SOUNDS = 6_000
"""Most sounds read: more would not change the figures, and an evaluation should take minutes."""


@dataclass(frozen=True)
class ReferenceSounds:
    """The usable sounds of a library."""

    name: str
    """Name of the library's folder."""

    feature_set: FeatureSet
    """Features for `COMPARISON`."""

    train: NDArray[np.int64]
    """Sounds that the classifier learns from, and that generated sounds are compared with."""

    test: NDArray[np.int64]
    """Held-out sounds, from other kits if there are kits; empty if the library is too small."""

    n_files: int
    """Number of files in the library."""

    named_splits: bool
    """Whether samples.csv names the test sounds."""

    @property
    def sounds(self) -> tuple[Sound, ...]:
        """[n] sounds."""
        return self.feature_set.sounds

    @cached_property
    def labels(self) -> list[str]:
        """[n] labels."""
        return [sound.label for sound in self.sounds]

    @cached_property
    def units(self) -> Units:
        """[n] number of the kit of each sound; a sound without one is a unit by itself."""
        return units_of([sound.kit for sound in self.sounds])

    def features(self, indices: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return the features [len(indices), n_bands, n_frames] of some sounds."""
        return self.feature_set.stored(indices).transpose(0, 2, 1)

    def signal(self, index: int) -> NDArray[np.float32]:
        """Read one sound at 44.1 kHz, peak 1."""
        return read_one_shot(self.sounds[index].path, COMPARISON.sample_rate, COMPARISON.n_samples).signal

    def on_map(self, bundle: Bundle) -> dict[int, int]:
        """Find the library's sounds on a bundle's map: from index here to index on the map."""
        return find_on_map([sound.name for sound in self.sounds], self.feature_set.peaks, bundle.map)

    def kits_on_map(self, bundle: Bundle) -> NDArray[np.str_]:
        """Return the kit of the library that each sound of a bundle's map is from [n]; empty if it is not known."""
        kits = np.full(len(bundle.map.points), "", dtype=object)
        for i, row in self.on_map(bundle).items():
            kits[row] = self.sounds[i].kit
        return kits.astype(np.str_)

    def unseen(self, bundle: Bundle) -> NDArray[np.int64]:
        """Return the sounds that the bundle has not learnt from, according to its map and the library's splits.

        For a map laid out with another bundle's networks, only the sounds that it marks as unseen: those that the
        networks learnt from are not on it.
        """
        flags = bundle.map.unseen
        on_map = self.on_map(bundle)
        flagged = {i for i, row in on_map.items() if flags is not None and flags[row]}
        candidates = self.test.tolist() if self.named_splits else range(len(self.sounds))
        remapped = "mapped_with" in bundle.training
        return np.array([i for i in candidates if i in flagged or (i not in on_map and not remapped)], dtype=np.int64)

    @property
    def learnable(self) -> NDArray[np.int64]:
        """Sounds that a bundle may have learnt from: all except the library's own test split."""
        return (
            np.setdiff1d(np.arange(len(self.sounds)), self.test) if self.named_splits else np.arange(len(self.sounds))
        )


def read_library(library: Library, work: Path, seed: int, max_sounds: int = MAX_SOUNDS) -> ReferenceSounds:
    """Read a library's files, resuming an interrupted run.

    Raises
    ------
    LibraryError
        No sound is usable.
    """
    # Of duplicate files, the first is kept: not the one in the test split, as in training.
    chosen = tuple(sorted(library.sounds, key=lambda sound: sound.split == "test"))
    if len(chosen) > max_sounds:
        drawn = np.sort(np.random.default_rng(seed).permutation(len(chosen))[:max_sounds])
        chosen = tuple(chosen[i] for i in drawn)
    feature_set = extract(chosen, COMPARISON, comparison_bank(), work / "features")
    for skipped in (*library.skipped, *feature_set.skipped):
        logger.warning("not used: %s %s", skipped.name, skipped.reason)
    named = any(sound.split == "test" for sound in feature_set.sounds)
    train, test = _split(feature_set.sounds, named, seed)
    return ReferenceSounds(place_itself(library.folder).name, feature_set, train, test, len(library.sounds), named)


def _split(sounds: tuple[Sound, ...], named: bool, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return training and test indices: the library's own split, else a tenth held out as `latentpad train` does."""
    if named:
        test = np.array([i for i, sound in enumerate(sounds) if sound.split == "test"], dtype=np.int64)
        train = np.array([i for i, sound in enumerate(sounds) if sound.split in ("train", "")], dtype=np.int64)
        return train, test
    split = split_sounds(sounds, seed)
    test = np.setdiff1d(split.val, split.train)
    return np.setdiff1d(np.arange(len(sounds)), test), test


def balanced(labels: list[str], most_of_each: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw up to `most_of_each` sounds of each label, in the order of the labels."""
    drawn: list[int] = []
    for label in sorted(Counter(labels)):
        members = [i for i, name in enumerate(labels) if name == label]
        drawn += [int(i) for i in rng.permutation(members)[:most_of_each]]
    return np.array(drawn, dtype=np.int64)
