"""A library that a page sends file by file: where it goes, which files are missing there, and writing them.

A folder that is sent again finds its copy by names, sizes and times of change, as rsync does, so that only what is
missing is sent. A folder of the same name with other files gets a number: nothing is overwritten.
"""

import errno
import os
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from latentpad.errors import LibraryImportError, UnusableSoundError
from latentpad.files import replacing
from latentpad.web.imports.events import Skipped
from latentpad.web.imports.offer import Offer, OfferedFile
from latentpad.web.imports.relative_path import distinct, plain_part, relative_path

RESERVE = 500_000_000
"""Bytes that stay free on the disk."""

WINDOWS_PATH = 255
"""Characters of a path on Windows."""

PER_FILE = (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ)
"""Errors that are those of one file, not of the disk."""


class Wanted(NamedTuple):
    """A file of the copy."""

    path: PurePosixPath
    file: OfferedFile


class LibraryCopy:
    """A copy in the making; one thread at a time.

    Parameters
    ----------
    root : Path
        Folder of the copied libraries.
    offer : Offer
        The files.
    free : callable, optional
        Returns the free bytes of the disk of a folder that exists.

    Raises
    ------
    LibraryImportError
        No file can be used, or the disk has too little space.
    """

    def __init__(self, root: Path, offer: Offer, free: Callable[[Path], int] = lambda path: disk_free(path)) -> None:
        self._root, self._free = root, free
        self.skipped: list[Skipped] = []
        self._files = self._accept(offer)
        if not self._files:
            why = f"; {self.skipped[0].name} {self.skipped[0].reason}" if self.skipped else ""
            raise LibraryImportError(f"{offer.name}: no file of it can be used{why}")
        self.folder = _choose(root, offer.name, list(self._files.values()))
        """Where the copy is."""
        existing = _contents(self.folder)
        self.missing = {
            index: wanted.file.size for index, wanted in self._files.items() if _key(wanted.path) not in existing
        }
        """Sizes of the files to be sent, by their index in the offer."""
        self._check_space(sum(self.missing.values()))

    @property
    def n_files(self) -> int:
        """Number of files in the finished copy."""
        return len(self._files)

    @property
    def n_bytes(self) -> int:
        """Size of the finished copy."""
        return sum(wanted.file.size for wanted in self._files.values())

    @property
    def bytes_missing(self) -> int:
        """Size of what is still to be sent."""
        return sum(self.missing.values())

    def write(self, index: int, content: bytes) -> None:
        """Write a file that is missing.

        Raises
        ------
        LibraryImportError
            It was not asked for, or the disk cannot be written to: the copy cannot go on.
        UnusableSoundError
            This file cannot be written, or has changed meanwhile.
        """
        if index not in self.missing:
            raise LibraryImportError(f"file {index} was not asked for")
        path, file = self._files[index]
        if len(content) != file.size:
            raise UnusableSoundError("has changed while it was read; import the folder again")
        self._check_space(len(content))
        target = self.folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with replacing(target) as temporary:
                temporary.write_bytes(content)
                os.utime(temporary, (file.modified, file.modified))
        except OSError as error:
            if error.errno in PER_FILE:
                raise UnusableSoundError(f"cannot be copied ({error.strerror})") from None
            reason = f"{target} cannot be written ({error.strerror or error})"
            raise LibraryImportError(f"{reason}; choose the folder again, and only what is missing is copied") from None
        del self.missing[index]

    def leave_out(self, index: int, reason: str) -> Skipped:
        """Return a file that is not copied after all (raises LibraryImportError if it was not asked for)."""
        if self.missing.pop(index, None) is None:
            raise LibraryImportError(f"file {index} was not asked for")
        skipped = Skipped(self._files.pop(index).file.name, reason)
        self.skipped.append(skipped)
        return skipped

    def _accept(self, offer: Offer) -> dict[int, Wanted]:
        """Return the files that can be copied, by their index."""
        accepted: dict[int, PurePosixPath] = {}
        for index, file in enumerate(offer.files):
            try:
                file.check()
                accepted[index] = relative_path(file.name)
                self._check_length(accepted[index])
            except LibraryImportError as error:
                accepted.pop(index, None)
                self.skipped.append(Skipped(file.name, str(error)))
        paths = distinct(accepted.values())
        return {index: Wanted(path, offer.files[index]) for index, path in zip(accepted, paths, strict=True)}

    def _check_length(self, path: PurePosixPath) -> None:
        if os.name == "nt" and len(str(self._root / "x" / path)) > WINDOWS_PATH:
            raise LibraryImportError("has a path that is too long for Windows; type the folder's path instead")

    def _check_space(self, n_bytes: int) -> None:
        """Raise if the disk has too little space for so many bytes."""
        existing = next((path for path in (self._root, *self._root.parents) if path.is_dir()), self._root)
        free = self._free(existing)
        if n_bytes and free < n_bytes + RESERVE:
            raise LibraryImportError(
                f"{self._root}: copying takes {_size(n_bytes)}, but the disk has {_size(free)} free, of which "
                f"{_size(RESERVE)} stay free; type the folder's path instead, which copies nothing"
            )


def disk_free(folder: Path) -> int:
    """Return the free bytes of a folder's disk (raises LibraryImportError)."""
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise LibraryImportError(f"{folder} cannot be used ({error.strerror})") from None


def _choose(root: Path, name: str, files: Sequence[Wanted]) -> Path:
    """Return the first folder of a name that contains none but these files, or does not exist."""
    offered = {_key(path): file for path, file in files}
    for number in count(1):
        folder = root / (plain_part(name) if number == 1 else f"{plain_part(name)} {number}")
        if folder.exists() and not folder.is_dir():
            continue
        existing = _contents(folder)
        if all(key in offered and offered[key].is_same(*stamp) for key, stamp in existing.items()):
            return folder
    raise AssertionError("there is always a next number")


def _contents(folder: Path) -> dict[str, tuple[int, float]]:
    """Return size and time of change of each file in a folder; temporary ones are left out."""
    found = {}
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file() and not path.name.startswith("."):
            stat = path.stat()
            found[_key(PurePosixPath(path.relative_to(folder).as_posix()))] = stat.st_size, stat.st_mtime
    return found


def _key(path: PurePosixPath) -> str:
    """Return a path as file systems compare it that ignore case and how accents are written."""
    return unicodedata.normalize("NFC", str(path)).lower()


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e9:.1f} GB" if n_bytes >= 1e9 else f"{n_bytes / 1e6:.0f} MB"
