"""What is heard without being written: places under the finger, sounds of the library, samples that were made."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.errors import FolderError, RecipeError
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.map_files import map_document
from latentpad.request import Rendered, Request
from latentpad.samples.folder import Folder
from latentpad.samples.history import MOST_SAMPLES, Sample
from latentpad.samples.recipe import Recipe, read_recipe
from latentpad.synth.synth import Synth

N_CELLS = 64
"""Cells along the map for which it is told how well they are known."""

MOST_LOOKED_AT = 4 * MOST_SAMPLES
"""Files that are looked at for samples of this bundle."""

Heard = tuple[NDArray[np.float32], int]
"""A signal [n_samples] and its samples a second."""


class Preview:
    """Everything that a page shows and plays of a bundle.

    Parameters
    ----------
    bundle : Bundle
    synth : Synth
        Of the same bundle.
    folder : Folder
        Where the samples are.
    originals : LibraryAudio
        The library's own sounds, as far as they are on disk.
    """

    def __init__(self, bundle: Bundle, synth: Synth, folder: Folder, originals: LibraryAudio) -> None:
        self._bundle, self._synth, self._folder, self._originals = bundle, synth, folder, originals

    def place(self, request: Request) -> Heard:
        """Make the sound of a place (raises SilenceError, LengthError)."""
        return self._synth.render(request), self._bundle.representation.sample_rate

    def sound(self, index: int) -> Heard:
        """Read a sound of the library or, where it is not on disk, make what the decoder holds of it.

        Raises
        ------
        SilenceError
            The model holds it silent.
        IndexError
            There is no such sound.
        """
        if not 0 <= index < len(self._bundle.map.points):
            raise IndexError(f"there is no sound {index}; there are {len(self._bundle.map.points)}")
        found = self._originals.read(index)
        if found is not None:
            return found
        signal = self._synth.render_latent(self._bundle.map.latents[index], np.random.default_rng(0))
        return signal, self._bundle.representation.sample_rate

    def sample(self, path: Path) -> Heard:
        """Read a sample (raises FolderError)."""
        try:
            signal, sample_rate = soundfile.read(path, dtype="float32")
        except (soundfile.SoundFileError, OSError):
            raise FolderError(f"{path.name} is no longer in the folder, or cannot be read") from None
        return signal, int(sample_rate)

    def map_json(self) -> bytes:
        """Give the points, labels and colours, as JSON: ``map.json`` of `latentpad.chart`."""
        return _json(map_document(self._bundle))

    def sounds(self) -> bytes:
        """Give the names and lengths of the sounds, and where their audio comes from, as JSON."""
        layout = self._bundle.map
        return _json(
            {
                "names": layout.names.tolist(),
                "seconds": [round(float(seconds), 3) for seconds in layout.seconds],
                "library": [str(folder) for folder in self._originals.folders],
                "audio": self._originals.there(),
            }
        )

    def known(self) -> Iterator[bytes]:
        """Tell how well the map is known, row by row from the bottom: N_CELLS bytes each, 255 for a confidence of 1."""
        middles = [(cell + 0.5) / N_CELLS for cell in range(N_CELLS)]
        for y in middles:
            yield bytes(round(255 * self._synth.inverse_map.place(x, y).confidence) for x in middles)

    def earlier(self) -> Iterator[Sample | None]:
        """Read the samples that this bundle made and that still lie in the folder, the newest first.

        None after every file that is none of these, so that whoever reads can stop at any time.
        """
        kept = {}
        for path in self._folder.kept():
            kept[_recipe(path)] = path
            yield None
        found = 0
        for path in self._folder.samples()[:MOST_LOOKED_AT]:
            recipe = _recipe(path)
            rendered = self._rendered(path, recipe) if recipe and recipe.digest == self._bundle.digest else None
            yield Sample(rendered, kept.get(recipe)) if rendered else None
            found += rendered is not None
            if found == MOST_SAMPLES:
                return

    def _rendered(self, path: Path, recipe: Recipe) -> Rendered | None:
        request = recipe.request
        try:
            with soundfile.SoundFile(path) as file:
                n_samples, sample_rate = file.frames, file.samplerate
        except (soundfile.SoundFileError, OSError):
            return None  # gone since it was looked at
        confidence = self._synth.inverse_map.place(request.x, request.y).confidence
        return Rendered(request, path, sample_rate, n_samples, confidence, milliseconds=0.0)


def _recipe(path: Path) -> Recipe | None:
    try:
        return read_recipe(path)
    except RecipeError:
        return None


def _json(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()
