"""Audio and data that a page plays and shows without writing a file: points, sounds of the library, samples."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.errors import FolderError, RecipeError
from latentpad.patience import Patience
from latentpad.player.page_map import page_arrays, page_map, page_names
from latentpad.player.parents import PATIENCE_SECONDS
from latentpad.player.point_player import PointPlayer
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.request import Rendered, Request
from latentpad.samples.audio_header import DAMAGED, AudioHeader, open_stream
from latentpad.samples.folder import Folder
from latentpad.samples.heard import read_heard
from latentpad.samples.history import MAX_SAMPLES, Sample
from latentpad.samples.recipe import Recipe, read_sample_file

N_CELLS = 64
"""Cells per side of the map for which the confidence is computed."""

MAX_FILES_READ = 4 * MAX_SAMPLES
"""Files of the drop folder that are searched for samples of this bundle."""

Audio = tuple[NDArray[np.float32], int]
"""A signal [n_samples] or [n_samples, n_channels], and its sample rate in Hz."""


class Preview:
    """Everything of a bundle that a page shows and plays.

    Parameters
    ----------
    renderer : SoundRenderer
    folder : Folder
        The drop folder.
    """

    def __init__(self, renderer: SoundRenderer, folder: Folder) -> None:
        self._renderer, self._folder = renderer, folder
        self._bundle, self._synth, self._library = renderer.bundle, renderer.synth, renderer.library
        self._reading, self._probing, self._hearing = (Patience(PATIENCE_SECONDS) for _ in range(3))

    def render(self, request: Request) -> Audio:
        """Render a point (raises SilenceError, LengthError)."""
        return self._renderer.render(request).signal, self._renderer.sample_rate

    def origin(self, request: Request) -> tuple[tuple[str, ...], float, float]:
        """Return the names of a point's parents, its pitch in hertz and its confidence, without rendering it."""
        origin = self._renderer.origin(request)
        return origin.parents, origin.pitch_hz, origin.confidence

    def sound(self, index: int) -> Audio:
        """Read a sound of the library or, where its disk does not have it in time, its recording, or decode its latent.

        Raises
        ------
        SilenceError
            The decoder's version of it is silent.
        IndexError
            There is no such sound.
        """
        if not 0 <= index < len(self._bundle.map.points):
            raise IndexError(f"there is no sound {index}; there are {len(self._bundle.map.points)}")
        audio = self._reading.wait(partial(self._library.read, index))
        if audio is not None:
            return audio
        signal = self._renderer.sounds(index) if self._bundle.palette else None
        if signal is not None:
            return signal * self._bundle.map.peaks[index], self._renderer.sample_rate
        signal = self._synth.render_sound(index, np.random.default_rng(0))
        return signal, self._renderer.sample_rate

    def sample(self, path: Path) -> Audio:
        """Read a sample, as a DAW plays it: in mono, unless it was rendered in stereo (raises FolderError)."""
        audio = self._hearing.wait(partial(self._sample, path))
        if audio is None:
            raise FolderError(f"{path.name} cannot be read: its disk does not answer within {PATIENCE_SECONDS:g} s")
        return audio

    def _sample(self, path: Path) -> Audio:
        found = self._read(path)
        stereo = found is not None and found[0].request.controls.stereo > 0
        try:
            with self._folder.open(path) as file, open_stream(file) as audio:
                return read_heard(audio, stereo), int(audio.samplerate)
        except DAMAGED:
            raise FolderError(f"{path.name} is no longer in the folder, or cannot be read") from None

    def map_json(self) -> bytes:
        """Return the labels, and what follows: `latentpad.player.page_map`."""
        return _json(page_map(self._bundle))

    def map_arrays(self) -> bytes:
        """Return points, labels and lengths of the sounds: `latentpad.player.page_map`."""
        return page_arrays(self._bundle)

    def names(self, block: int) -> bytes:
        """Return a block of the sounds' names (raises IndexError)."""
        return page_names(self._bundle.map.names, block)

    def sounds_json(self) -> bytes:
        """Return where the audio of the sounds is, as JSON."""
        is_available = self._probing.wait(self._library.is_available)
        return _json(
            {
                "library": [str(folder) for folder in self._library.folders],
                "audio": is_available is not False,  # a disk that sleeps has the sounds, too
                "recordings": self._bundle.palette.n_recordings if self._bundle.palette else 0,
                "detail": self._renderer.sounds.is_playable,
            }
        )

    def confidence_rows(self) -> Iterator[bytes]:
        """Yield the confidence over the map, with all detail, row by row from the bottom: N_CELLS bytes, 255 = 1."""
        centres = [(cell + 0.5) / N_CELLS for cell in range(N_CELLS)]
        for y in centres:
            yield bytes(round(255 * self._synth.inverse_map.place(x, y).confidence) for x in centres)

    def earlier_samples(self) -> Iterator[Sample | None]:
        """Read the samples of this bundle that are still in the drop folder, newest first.

        Yields None after every other file, so that the caller can stop at any time.
        """
        copies = {}
        for path in self._folder.kept():
            if found := self._read(path):
                copies[found[0]] = path
            yield None
        n_found = 0
        for path in self._folder.samples()[:MAX_FILES_READ]:
            found = self._read(path)
            rendered = self._rendered(path, *found) if found and found[0].digest == self._bundle.digest else None
            yield Sample(rendered, copies.get(found[0]), bundle=self._bundle.digest) if found and rendered else None
            n_found += rendered is not None
            if n_found == MAX_SAMPLES:
                return

    def _read(self, path: Path) -> tuple[Recipe, AudioHeader] | None:
        """Read the header of a sample; None if it is damaged, or has been removed in the meantime."""
        try:
            return read_sample_file(path, self._folder.open)
        except RecipeError:
            return None

    def _rendered(self, path: Path, recipe: Recipe, header: AudioHeader) -> Rendered | None:
        """Return a sample of an earlier session; None if its header is damaged."""
        request, length = recipe.request, (header.sample_rate, header.n_samples)
        if not header.is_credible:
            return None
        confidence = recipe.confidence
        if confidence is None:  # of an older version, which had no sources; a file named by one would be read
            place = self._synth.place(replace(request, source=None), np.random.default_rng(request.seed))
            confidence = place.confidence
        return Rendered(request, path, *length, confidence, 0.0, recipe.pitch_hz, recipe.parents)


def preview_of(player: PointPlayer) -> Preview:
    """Return what a page shows and plays of the bundle of a player."""
    return Preview(player.renderer, player.drop)


def _json(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()
