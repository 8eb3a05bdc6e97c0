"""Where the files of a bundle are: in a folder, or in a zip of one.

Bundles come from strangers. So only regular files of a folder are read: not a link, which may lead to a file of the
user's, and no FIFO or device, which may never end. The bundle itself may be reached by a link.
"""

import hashlib
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from latentpad.bundle.archive import DAMAGES, PIECE, Archive, open_archive
from latentpad.bundle.file_sizes import MANIFEST, MAX_BYTES
from latentpad.errors import BundleError, one_line
from latentpad.regular_files import is_closed, is_regular, open_regular

HOW_TO_MAKE_ONE = "To make a bundle from a folder of samples: latentpad map FOLDER -o NAME.latentpad"


class FolderContainer:
    """The folder of a bundle."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        with self.open(name) as file:
            size = os.fstat(file.fileno()).st_size
            content = file.read(size + 1)
            if len(content) != size:
                raise BundleError(f"{self.path}: {name} changed while it was read; try again")
            return content

    def digest(self, name: str) -> str:
        """Return the sha256 of a file, of which no more than a piece is in memory."""
        digest = hashlib.sha256()
        with self.open(name) as file:
            n_left = os.fstat(file.fileno()).st_size
            while n_left > 0 and (piece := file.read(min(PIECE, n_left))):
                digest.update(piece)
                n_left -= len(piece)
        return digest.hexdigest()

    def n_stored(self, name: str) -> int:
        """Return how many bytes a file has."""
        with self.open(name) as file:
            return os.fstat(file.fileno()).st_size

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open a file for a block."""
        try:
            with open_regular(self.path / name) as file:
                _check_size(self.path, name, os.fstat(file.fileno()).st_size)
                yield file
        except FileNotFoundError:
            if name == MANIFEST:
                raise BundleError(f"{self.path} is not a bundle: it has no {MANIFEST}. {HOW_TO_MAKE_ONE}") from None
            raise BundleError(f"{self.path}: {name} is missing; the bundle is incomplete") from None
        except OSError as error:
            raise BundleError(f"{self.path}: {name} cannot be read ({error.strerror})") from None


class ZipContainer:
    """A zip with the files of a bundle, at the top level or in one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        with self.open(name) as (archive, member):
            return archive.read(member)

    def digest(self, name: str) -> str:
        """Return the sha256 of a file."""
        return hashlib.sha256(self.read(name)).hexdigest()

    def n_stored(self, _name: str) -> int:
        """Return how many bytes the zip has."""
        return os.stat(self.path).st_size

    @contextmanager
    def open(self, name: str) -> Iterator[tuple[Archive, str]]:
        """Open the zip for a block: the archive, and the name that a file has there."""
        try:
            with open_archive(_open_zip(self.path), self.n_stored(name)) as archive:
                member = _folder_inside(self.path, archive) + name
                _check_size(self.path, name, archive.member(member).file_size)
                yield archive, member
        except KeyError:
            raise BundleError(f"{self.path}: {name} is missing; the bundle is incomplete") from None
        except DAMAGES as error:
            reason = one_line(error)
            raise BundleError(f"{self.path}: {name} cannot be unpacked ({reason}); the zip is damaged") from None


Container = FolderContainer | ZipContainer
"""Their methods raise BundleError for what cannot be read."""


def open_container(path: Path) -> Container:
    """Return where the files of a bundle are (raises BundleError)."""
    if os.path.isdir(path):
        return FolderContainer(path)
    if is_closed(path) or (os.path.isfile(path) and not os.access(path, os.R_OK)):
        raise BundleError(f"{path} cannot be read (permission denied)")
    if not os.path.exists(path):
        raise BundleError(f"{path} does not exist. {HOW_TO_MAKE_ONE}")
    if not is_zip(path):
        raise BundleError(f"{path} is neither a bundle folder nor a zip of one. {HOW_TO_MAKE_ONE}")
    return ZipContainer(path)


def is_zip(path: Path) -> bool:
    """Return whether a path is that of a zip, or of a link to one."""
    try:
        with _open_zip(path) as file:
            return zipfile.is_zipfile(file)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False


def is_bundle(path: Path) -> bool:
    """Return whether a path is that of a bundle, sound or damaged: a folder with a manifest, or a zip."""
    return is_regular(path / MANIFEST) or is_zip(path)


def _open_zip(path: Path) -> BinaryIO:
    """Open a file that may be reached by a link (raises OSError)."""
    return open_regular(os.path.realpath(path))


def _folder_inside(path: Path, archive: Archive) -> str:
    """Return the folder of the bundle in a zip: an empty string for the top level, else a name and a slash."""
    found = [name for name in archive.names if re.fullmatch(rf"(?!\.+/)([^/]+/)?{re.escape(MANIFEST)}", name)]
    if len(found) != 1:
        raise BundleError(f"{path}: has {len(found)} files called {MANIFEST}, must have one")
    return found[0].removesuffix(MANIFEST)


def _check_size(path: Path, name: str, size: int) -> None:
    """Raise if a file is too large to read."""
    if size > MAX_BYTES[name]:
        raise BundleError(f"{path}: {name} has {size} bytes, at most {MAX_BYTES[name]} are read")
