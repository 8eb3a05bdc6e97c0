"""The library's own sounds, where they are still on this machine's disk.

A bundle holds the names of its sounds but not the folder they came from, since it may be shared. For a library that
was trained on or mapped on this machine, the user's data folder records it: ``libraries/DIGEST.json``, a list of
folders.

The names in a bundle are anybody's: they never lead out of the folders that the user named, not through symbolic links
either. The links that the user's own ``map`` followed are followed, though: the digest is the hash of the bundle's
content, so that only a bundle that was made on this machine, from names that were found in the folders, has a record.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.checks import leads_outside
from latentpad.errors import UnusableSoundError
from latentpad.files import replace_file
from latentpad.paths import user_data_folder
from latentpad.samples.audio_source import open_audio
from latentpad.samples.heard import from_onset, read_heard
from latentpad.samples.text_names import as_text, from_text

DISK = "disk"
"""What the names of sounds begin with whose library is all of a disk."""

N_PROBED = 20
"""Sounds that are looked for to find out whether a library is available."""


class LibraryAudio:
    """The audio behind the points of a map.

    Parameters
    ----------
    folders : tuple of Path
        Where the library is; empty if unknown.
    names : sequence of str
        Paths of the sounds, relative to their library's folder, as text: `latentpad.samples.text_names`.
    follows_links : bool
        Whether files are read to which symbolic links in the folders lead, wherever they are.
    """

    def __init__(self, folders: tuple[Path, ...], names: Sequence[str], follows_links: bool = False) -> None:
        self.folders = tuple(Path(os.path.realpath(folder)) for folder in folders)
        self._folder_of = dict(zip(library_names(self.folders), self.folders, strict=True))
        self._names, self._follows_links = names, follows_links

    def read(self, index: int) -> tuple[NDArray[np.float32], int] | None:
        """Read a sound.

        Returns
        -------
        tuple or None
            The signal [shape=(n_samples,), float32], mono, and its sample rate in Hz; None if the file is missing or
            cannot be read.
        """
        path = self.find(index)
        if path is None:
            return None
        try:
            with open_audio(path) as file:
                rate = int(file.samplerate)
                return from_onset(read_heard(file), rate), rate
        except UnusableSoundError:
            return None

    def is_available(self) -> bool:
        """Return whether some of the sounds are on disk."""
        probed = np.linspace(0, len(self._names) - 1, min(N_PROBED, len(self._names))).astype(int)
        return any(self.find(int(index)) is not None for index in probed)

    def find(self, index: int) -> Path | None:
        """Return the path of a sound's file, None if it is missing or its name leads outside the library's folder."""
        if not self.folders:
            return None
        name = str(self._names[index])
        if leads_outside(name):
            return None  # not even looked up: on Windows it may be a share of another machine
        for folder, inside in self._candidates(name):
            for written in dict.fromkeys((from_text(inside), inside)):
                with suppress(OSError, ValueError):
                    path = Path(os.path.realpath(folder / written))
                    if (self._follows_links or path.is_relative_to(folder)) and path.is_file():
                        return path
        return None

    def _candidates(self, name: str) -> list[tuple[Path, str]]:
        """Return the folders that may hold a name, each with the path inside it.

        With several libraries, the factory sounds among them, each name begins with its library's folder.
        """
        first, _, rest = name.partition("/")
        named = [(self._folder_of[first], rest)] if first in self._folder_of else []
        return [(self.folders[0], name), *named] if len(self.folders) == 1 else named


def find_library(bundle: Bundle, folders: tuple[Path, ...] = ()) -> LibraryAudio:
    """Return the library of a bundle: in these folders or, without any, where it was when it was trained or mapped."""
    remembered = remembered_library(bundle.digest)
    return LibraryAudio(folders or remembered, bundle.map.names, follows_links=bool(remembered))


def remember_library(digest: str, folders: tuple[Path, ...], registry: Path | None = None) -> None:
    """Record where the library of a bundle is (raises OSError)."""
    registry = registry or libraries_folder()
    registry.mkdir(parents=True, exist_ok=True)
    text = json.dumps([str(folder.absolute()) for folder in folders])
    replace_file(registry / f"{digest}.json", text.encode(errors="surrogateescape"))


def library_names(folders: Sequence[Path]) -> list[str]:
    """Return what the names of sounds begin with if there are several libraries.

    That is the name of the library's folder, with a number where another one has that name, too.

    Parameters
    ----------
    folders : sequence of Path
        Absolute, without symbolic links.
    """
    own = [as_text(folder.name) or DISK for folder in folders]
    names: list[str] = []
    for name in own:
        numbered = (f"{name} {number}" for number in count(2))
        names.append(
            next(new for new in chain([name], numbered) if new not in names and (new == name or new not in own))
        )
    return names


def remembered_library(digest: str, registry: Path | None = None) -> tuple[Path, ...]:
    """Return the folders of a bundle's library, none if unknown."""
    path = (registry or libraries_folder()) / f"{digest}.json"
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return ()
    return tuple(Path(folder) for folder in found if isinstance(folder, str)) if isinstance(found, list) else ()


def libraries_folder() -> Path:
    """Return the folder that records where libraries are."""
    return user_data_folder() / "libraries"
