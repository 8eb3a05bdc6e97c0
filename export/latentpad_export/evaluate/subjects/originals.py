"""The real sounds behind the points of a map: to compare with, and to be played as parents."""

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.errors import UnusableSoundError
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.sound_source import Signal, SoundSource
from latentpad.samples.one_shot import read_one_shot
from latentpad_export.evaluate.metrics.bootstrap import units_of
from latentpad_export.evaluate.metrics.descriptors import COMPARISON, to_comparison_rate
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds

MAX_KEPT = 160
"""Sounds kept in memory; of four seconds, 110 MB."""

N_PROBED = 32
"""Sounds that are read to find out whether a map can be played with its sounds."""


class FoundFiles(LibraryAudio):
    """The files of the evaluated library that are on a map, under whatever names they have there."""

    def __init__(self, paths: Mapping[int, Path], names: Sequence[str]) -> None:
        folders = (Path(os.path.commonpath([path.parent for path in paths.values()])),) if paths else ()
        super().__init__(folders, names)
        self._paths = paths

    def find(self, index: int) -> Path | None:
        """Return the file of a sound of the map, None if it is not in the library."""
        return self._paths.get(index)


class Originals:
    """The real sounds of one map: recordings in the bundle, and files of the evaluated library.

    A parent is read as a user of the bundle hears it: from its recording, or from the library where there is none. What
    it is compared with is the library's file, where there is one.
    """

    def __init__(self, bundle: Bundle, reference: ReferenceSounds) -> None:
        self._bundle = bundle
        self._paths = {row: reference.sounds[i].path for i, row in reference.on_map(bundle).items()}
        self._recordings = SoundSource(bundle, LibraryAudio((), bundle.map.names))
        self._files = SoundSource(bundle, FoundFiles(self._paths, bundle.map.names))
        self._n_samples = round(bundle.detail_seconds * COMPARISON.sample_rate) or COMPARISON.n_samples
        recorded = {row for row in range(len(bundle.map.points)) if self._recordings.has_recording(row)}
        self.rows: NDArray[np.int64] = np.array(sorted(recorded | set(self._paths)), dtype=np.int64)
        """Sounds of the map that can be looked for."""
        self.kits = reference.kits_on_map(bundle)
        """[n] kit of the library that each sound of the map is from; empty if it is not known."""
        self.units = units_of(self.kits)
        """[n] their numbers; a sound without a kit is a unit of its own."""
        self.parent = lru_cache(MAX_KEPT)(self._read_parent)
        """Returns a sound as `latentpad.synth.synth.Synth` takes it."""

    @property
    def is_playable(self) -> bool:
        """Whether the bundle was made to be played with its sounds."""
        return self._files.is_playable and self._bundle.map.outlines is not None

    def library(self) -> LibraryAudio:
        """Return the library of a player that reads the same parents: files of the sounds without a recording."""
        paths = {row: path for row, path in self._paths.items() if not self._recordings.has_recording(row)}
        return FoundFiles(paths, self._bundle.map.names)

    def has_parents(self) -> bool:
        """Return whether any of some sounds can be played as a parent."""
        probed = self.rows[np.linspace(0, len(self.rows) - 1, min(N_PROBED, len(self.rows))).astype(int)]
        return self.is_playable and any(self.parent(int(row)) is not None for row in probed)

    def real(self, row: int) -> Signal | None:
        """Read a sound of the map at 44.1 kHz, peak 1; None if it cannot be read."""
        path = self._paths.get(row)
        if path is None:
            found = self.parent(row)
            return None if found is None else to_comparison_rate(found, self._bundle.representation.sample_rate)
        try:
            return read_one_shot(path, COMPARISON.sample_rate, self._n_samples).signal
        except UnusableSoundError:
            return None

    def _read_parent(self, row: int) -> Signal | None:
        """Read a sound from its recording or, without one, from the library."""
        if not self.is_playable:
            return None
        found = self._recordings.read(row)
        return self._files.read(row) if found is None else found
