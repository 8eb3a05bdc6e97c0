"""Audio and data that a page plays and shows without writing a file: points, sounds of the library, samples."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.errors import FolderError, RecipeError
from latentpad.patience import Patience
from latentpad.player.page_map import page_arrays, page_map, page_names
from latentpad.player.parents import PATIENCE_SECONDS
from latentpad.player.point_player import PointPlayer
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.request import Rendered, Request
from latentpad.samples.folder import Folder
from latentpad.samples.history import MAX_SAMPLES, Sample
from latentpad.samples.recipe import Recipe, read_recipe

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
        self._reading, self._probing = Patience(PATIENCE_SECONDS), Patience(PATIENCE_SECONDS)

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
        signal = self._synth.render_latent(self._bundle.map.latents[index], np.random.default_rng(0))
        return signal, self._renderer.sample_rate

    def sample(self, path: Path) -> Audio:
        """Read a sample (raises FolderError)."""
        try:
            signal, sample_rate = soundfile.read(path, dtype="float32")
        except (soundfile.SoundFileError, OSError):
            raise FolderError(f"{path.name} is no longer in the folder, or cannot be read") from None
        return signal, int(sample_rate)

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
            copies[_recipe(path)] = path
            yield None
        n_found = 0
        for path in self._folder.samples()[:MAX_FILES_READ]:
            recipe = _recipe(path)
            rendered = self._rendered(path, recipe) if recipe and recipe.digest == self._bundle.digest else None
            yield Sample(rendered, copies.get(recipe), bundle=self._bundle.digest) if rendered else None
            n_found += rendered is not None
            if n_found == MAX_SAMPLES:
                return

    def _rendered(self, path: Path, recipe: Recipe) -> Rendered | None:
        request = recipe.request
        try:
            with soundfile.SoundFile(path) as file:
                n_samples, sample_rate = file.frames, file.samplerate
        except (soundfile.SoundFileError, OSError):
            return None  # removed in the meantime
        confidence = recipe.confidence
        if confidence is None:
            confidence = self._synth.place(request, np.random.default_rng(request.seed)).confidence
        return Rendered(request, path, sample_rate, n_samples, confidence, 0.0, recipe.pitch_hz, recipe.parents)


def preview_of(player: PointPlayer) -> Preview:
    """Return what a page shows and plays of the bundle of a player."""
    return Preview(player.renderer, player.drop)


def _recipe(path: Path) -> Recipe | None:
    try:
        return read_recipe(path)
    except RecipeError:
        return None


def _json(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()
