"""The sounds of a map as they were when it was made: from the library's folder or, where that fails, from the palette.

Each is checked against the length and the sketch in the map, so that a file that was changed or replaced is never taken
for the sound that the map knows. A file that was saved again, or that another version resamples, is recognised.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.errors import UnusableSoundError
from latentpad.player.library_audio import LibraryAudio
from latentpad.samples.one_shot import OneShot, read_one_shot
from latentpad.samples.sketch import is_same_sound, sketch
from latentpad.samples.vorbis import decode_vorbis
from latentpad.synth.buffers import page_array

Signal = NDArray[np.float32]
"""A one-shot [n_samples] at the bundle's rate, peak 1."""

ReadFile = Callable[[Path, int, int, float], OneShot]
"""`read_one_shot`, or a stand-in for it."""

SECONDS = 0.01
"""Difference in length of sounds that may still be the same; decoders of one format differ by less."""


class SoundSource:
    """Reads the sounds of a bundle's map.

    Parameters
    ----------
    bundle : Bundle
    library : LibraryAudio
        The folders in which the sounds are looked for.
    read_file : callable, optional
        Reads a file as `read_one_shot` does.
    """

    def __init__(self, bundle: Bundle, library: LibraryAudio, read_file: ReadFile = read_one_shot) -> None:
        self._map, self._sketches = bundle.map, bundle.map.sketches
        self._palette, self._library = bundle.palette, library
        self._rate = bundle.representation.sample_rate
        self._n_samples = round(bundle.detail_seconds * self._rate)
        self._read_file = read_file

    @property
    def is_playable(self) -> bool:
        """Whether the bundle was made to be played with its sounds; older ones were not."""
        needed = self._map.triangles, self._map.outlines, self._sketches
        return self._n_samples > 0 and all(array is not None for array in needed)

    def has_recording(self, index: int) -> bool:
        """Return whether the bundle contains a recording of a sound."""
        return self._palette is not None and self._palette.has_recording(index)

    def read(self, index: int) -> Signal | None:
        """Read a sound; it can take as long as the disk does.

        Returns
        -------
        np.ndarray [shape=(n_samples,), float32] or None
            None if the sound is neither in the library's folder nor in the bundle, or is another one by now.
        """
        found = self._from_library(index)
        signal = self._from_palette(index) if found is None else found
        if signal is None:
            return None
        kept: Signal = page_array(signal.shape, np.float32)  # for minutes
        kept[:] = signal
        return kept

    def _from_library(self, index: int) -> Signal | None:
        """Read the file of a sound."""
        path = self._library.find(index)
        if path is None:
            return None
        try:
            signal = self._read_file(path, self._rate, self._n_samples, float(self._map.peaks[index])).signal
        except UnusableSoundError:
            return None
        return signal if self._is_sound(index, signal) else None

    def _from_palette(self, index: int) -> Signal | None:
        """Decode the recording of a sound."""
        if self._palette is None or not self.has_recording(index):
            return None
        try:
            signal = decode_vorbis(self._palette.coded(index), self._rate, self._n_samples)
        except (UnusableSoundError, OSError):
            return None
        return signal if self._is_sound(index, signal, coded=True) else None

    def _is_sound(self, index: int, signal: Signal, coded: bool = False) -> bool:
        """Return whether a signal is the sound that the map knows."""
        longer = len(signal) / self._rate - float(self._map.seconds[index])
        if self._sketches is None or abs(longer) > SECONDS:
            return False
        return is_same_sound(sketch(signal), self._sketches[index], coded)
