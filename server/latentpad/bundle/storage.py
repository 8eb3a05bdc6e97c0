"""The files of a bundle, a folder ``NAME.latentpad`` or a zip of one, with their hashes checked."""

import hashlib
import json
import os
import re
import reprlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

from latentpad.checks import is_integer
from latentpad.errors import BundleError, one_line
from latentpad.files import new_folder

FORMAT = 2
"""Format number that this version writes; older ones are read, too. Since 2, names are stored as bytes."""

MANIFEST = "bundle.json"

HOW_TO_MAKE_ONE = "To make a bundle from a folder of samples: latentpad map FOLDER -o NAME.latentpad"

MAX_FILE_BYTES = 1536 * 1024 * 1024
"""Bytes; the map of 1,000,000 sounds has two thirds of it."""

Read = Callable[[str], bytes]


@dataclass(frozen=True)
class BundleFiles:
    """The files of a bundle."""

    path: Path
    manifest: dict[str, Any]
    """``bundle.json``."""

    digest: str
    """sha256 of ``bundle.json``, which holds the hashes of all other files: the identity of the bundle."""

    _raw: Read
    _hashes: dict[str, Any]

    def read(self, name: str) -> bytes:
        """Return the bytes of a file after checking its hash (raises BundleError)."""
        content = self._raw(name)
        self._check(name, hashlib.sha256(content).hexdigest())
        return content

    def locate(self, name: str) -> Path | None:
        """Return where a file of a folder is, after checking its hash a piece at a time; None in a zip.

        Raises
        ------
        BundleError
            The file is missing, damaged or too large.
        """
        if not os.path.isdir(self.path):
            return None
        with _open_in_folder(self.path, name) as file:
            self._check(name, hashlib.file_digest(file, "sha256").hexdigest())
        return self.path / name

    def _check(self, name: str, digest: str) -> None:
        """Raise if a file does not have the hash that the manifest states."""
        if digest != self._hashes.get(name):
            raise BundleError(f"{self.path}: {name} does not match its sha256 in {MANIFEST}; copy the bundle again")


def open_files(path: Path) -> BundleFiles:
    """Open a bundle and read its manifest.

    Raises
    ------
    BundleError
        The bundle is missing, damaged, not one of latentpad or newer than this version.
    """
    raw = _raw_reader(path)
    text = raw(MANIFEST)
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError):
        raise BundleError(f"{path}: {MANIFEST} is not JSON; the bundle is damaged") from None
    found = manifest.get("format") if isinstance(manifest, dict) else None
    if not is_integer(found, 1):
        raise BundleError(f"{path}: {MANIFEST} has format={reprlib.repr(found)}, so this is not a latentpad bundle")
    if found > FORMAT:
        raise BundleError(f"{path}: format={found}, but this version reads up to {FORMAT}; update latentpad")
    hashes = manifest.get("files")
    if not isinstance(hashes, dict):
        raise BundleError(f"{path}: {MANIFEST} lists no files; the bundle is damaged")
    return BundleFiles(path, manifest, hashlib.sha256(text).hexdigest(), raw, hashes)


def _raw_reader(path: Path) -> Read:
    """Return a function that reads files from a folder or a zip."""
    if os.path.isdir(path):
        return lambda name: _from_folder(path, name)
    if not os.path.exists(path):
        raise BundleError(f"{path} does not exist. {HOW_TO_MAKE_ONE}")
    if not zipfile.is_zipfile(path):
        raise BundleError(f"{path} is neither a bundle folder nor a zip of one. {HOW_TO_MAKE_ONE}")
    return lambda name: _from_zip(path, name)


def _from_folder(path: Path, name: str) -> bytes:
    """Read one file of a folder."""
    with _open_in_folder(path, name) as file:
        return file.read()


@contextmanager
def _open_in_folder(path: Path, name: str) -> Iterator[BufferedReader]:
    """Open one file of a folder for the length of a block."""
    try:
        _check_size(path, name, (path / name).stat().st_size)
        with (path / name).open("rb") as file:
            yield file
    except FileNotFoundError:
        if name == MANIFEST:
            raise BundleError(f"{path} is not a bundle: it has no {MANIFEST}. {HOW_TO_MAKE_ONE}") from None
        raise BundleError(f"{path}: {name} is missing; the bundle is incomplete") from None
    except OSError as error:
        raise BundleError(f"{path}: {name} cannot be read ({error.strerror})") from None


def _from_zip(path: Path, name: str) -> bytes:
    """Read one file of a zip, at the top level or in the folder with the manifest."""
    try:
        with zipfile.ZipFile(path) as archive:
            member = archive.getinfo(_folder_inside(path, archive) + name)
            _check_size(path, name, unpacked_size(member))
            return archive.read(member)
    except KeyError:
        raise BundleError(f"{path}: {name} is missing; the bundle is incomplete") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise BundleError(f"{path}: {name} cannot be unpacked ({one_line(error)}); the zip is damaged") from None


def unpacked_size(member: zipfile.ZipInfo) -> int:
    """Return the unpacked size of a zip member in bytes (raises BadZipFile for other compression methods)."""
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(f"compression method {member.compress_type}")
    return member.file_size


def _folder_inside(path: Path, archive: zipfile.ZipFile) -> str:
    """Return the folder of the bundle in a zip: an empty string for the top level, else a name and a slash."""
    found = [name for name in archive.namelist() if re.fullmatch(rf"(?!\.+/)([^/]+/)?{re.escape(MANIFEST)}", name)]
    if len(found) != 1:
        raise BundleError(f"{path}: has {len(found)} files called {MANIFEST}, must have one")
    return found[0].removesuffix(MANIFEST)


def _check_size(path: Path, name: str, size: int) -> None:
    """Raise if a file is too large to read."""
    if size > MAX_FILE_BYTES:
        raise BundleError(f"{path}: {name} has {size} bytes, at most {MAX_FILE_BYTES} are read")


def write_files(
    path: Path, manifest: dict[str, Any], files: dict[str, bytes], check: Callable[[Path], object] | None = None
) -> str:
    """Write a bundle's folder, completely or not at all, and return its digest.

    Parameters
    ----------
    path : Path
    manifest : dict
        Fields of ``bundle.json``.
    files : dict
        All other files.
    check : callable, optional
        Reads the complete folder before it gets its name; a BundleError that it raises is a reason not to write it.

    Raises
    ------
    BundleError
        The name is taken, the folder cannot be written, or could not be read.
    """
    if os.path.lexists(path):
        raise BundleError(f"{path} already exists; choose another name")
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    text = json.dumps({"format": FORMAT, **manifest, "files": hashes}, indent=1, ensure_ascii=False, allow_nan=False)
    try:
        with new_folder(path) as folder:
            for name, content in {**files, MANIFEST: text.encode()}.items():
                (folder / name).write_bytes(content)
            if check:
                _check_written(path, folder, check)
    except OSError as error:
        raise BundleError(f"{path}: cannot be written ({error.strerror})") from None
    return hashlib.sha256(text.encode()).hexdigest()


def _check_written(path: Path, folder: Path, check: Callable[[Path], object]) -> None:
    """Read a bundle's folder under its temporary name (raises BundleError)."""
    try:
        check(folder)
    except BundleError as error:
        reason = str(error).removeprefix(f"{folder}: ")
        raise BundleError(f"{path} is not written, since it could not be read: {reason}") from None
