"""The library's own sounds, where they still lie on this machine's disk.

A bundle names its sounds but not the folder that they came from: it may be given away. Where a library was learnt or
laid out on this machine, the user's data folder remembers it: ``libraries/DIGEST.json``, a list of folders.
"""

import json
import os
from contextlib import suppress
from pathlib import Path, PureWindowsPath

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.files import replace_file
from latentpad.paths import user_data_folder

LONGEST_SECONDS = 60.0
"""As much of a file is read at the most; what is learnt from is not longer."""

N_PROBED = 20
"""Sounds that are looked for to tell whether a library is there."""


class LibraryAudio:
    """The audio behind the points of a map.

    Parameters
    ----------
    folders : tuple of Path
        Where the library lies; none if that is not known.
    names : np.ndarray [shape=(n,), str]
        Paths of the sounds, from their library's folder.
    """

    def __init__(self, folders: tuple[Path, ...], names: NDArray[np.str_]) -> None:
        self.folders = tuple(Path(os.path.realpath(folder)) for folder in folders)
        self._names = names

    def read(self, index: int) -> tuple[NDArray[np.float32], int] | None:
        """Read a sound.

        Returns
        -------
        tuple or None
            The signal [shape=(n_samples,), float32], mono, and its samples a second; None where there is no such file,
            or it cannot be read.
        """
        path = self._find(index)
        if path is None:
            return None
        try:
            with soundfile.SoundFile(path) as file:
                frames = file.read(int(LONGEST_SECONDS * file.samplerate), dtype="float32", always_2d=True)
                return frames.mean(axis=1, dtype=np.float32), int(file.samplerate)
        except (soundfile.SoundFileError, OSError):
            return None

    def there(self) -> bool:
        """Tell whether some of the sounds are on disk."""
        probed = np.linspace(0, len(self._names) - 1, min(N_PROBED, len(self._names))).astype(int)
        return any(self._find(int(index)) is not None for index in probed)

    def _find(self, index: int) -> Path | None:
        """Find a sound's file; a name that leads out of its library's folder finds none."""
        name = str(self._names[index])
        if PureWindowsPath(name).anchor or ".." in PureWindowsPath(name).parts:
            return None  # not even to be looked for: on Windows it may be a share of another machine
        for folder, inside in self._places(name):
            with suppress(OSError, ValueError):
                path = Path(os.path.realpath(folder / inside))
                if path.is_relative_to(folder) and path.is_file():
                    return path
        return None

    def _places(self, name: str) -> list[tuple[Path, str]]:
        """Say in which folder a name may be, and as what.

        Where several libraries were learnt from, the factory's among them, each name begins with its library's folder.
        """
        first, _, rest = name.partition("/")
        named = [(folder, rest) for folder in self.folders if folder.name == first]
        if len(self.folders) == 1:
            return [(self.folders[0], name), *named]
        return named if len(named) == 1 else []


def remember_library(digest: str, folders: tuple[Path, ...], registry: Path | None = None) -> None:
    """Note where the library of a bundle lies (raises OSError)."""
    registry = registry or libraries_folder()
    registry.mkdir(parents=True, exist_ok=True)
    lines = json.dumps([str(folder.absolute()) for folder in folders])
    replace_file(registry / f"{digest}.json", lines.encode(errors="surrogateescape"))


def remembered_library(digest: str, registry: Path | None = None) -> tuple[Path, ...]:
    """Give the folders of a bundle's library, none where they are not known."""
    path = (registry or libraries_folder()) / f"{digest}.json"
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return ()
    return tuple(Path(one) for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def libraries_folder() -> Path:
    """Give the user's folder of notes on libraries."""
    return user_data_folder() / "libraries"
