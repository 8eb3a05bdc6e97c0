"""The files of a bundle, a folder ``NAME.latentpad`` or a zip of one, with their hashes checked."""

import hashlib
import json
import os
import reprlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from latentpad.bundle.containers import Container, FolderContainer, open_container
from latentpad.bundle.file_sizes import MANIFEST, MAX_BYTES
from latentpad.bundle.npz import Arrays
from latentpad.bundle.strict_json import read_json
from latentpad.checks import is_integer
from latentpad.errors import BundleError, one_line
from latentpad.files import new_folder

FORMAT = 2
"""Format number that this version writes; older ones are read, too. Since 2, names are stored as bytes."""


@dataclass(frozen=True)
class BundleFiles:
    """The files of a bundle."""

    container: Container
    manifest: dict[str, Any]
    """``bundle.json``."""

    digest: str
    """sha256 of ``bundle.json``, which holds the hashes of all other files: the identity of the bundle."""

    _hashes: dict[str, Any]

    @property
    def path(self) -> Path:
        """Where the bundle is."""
        return self.container.path

    def read(self, name: str) -> bytes:
        """Return the bytes of a file after checking its hash (raises BundleError)."""
        content = self.container.read(name)
        self._check(name, hashlib.sha256(content).hexdigest())
        return content

    @contextmanager
    def open_arrays(self, name: str, on_disk: tuple[str, ...] = ()) -> Iterator[Arrays]:
        """Open a file of arrays for a block; in a folder, its hash is checked meanwhile.

        Parameters
        ----------
        name : str
        on_disk : tuple of str, optional
            Arrays of bytes to leave in the file of a folder.

        Raises
        ------
        BundleError
            The file is missing, damaged or too large.
        """
        source, n_stored = f"{self.path}: {name}", self.container.n_stored(name)
        if not isinstance(self.container, FolderContainer):
            yield Arrays(self.read(name), source, n_stored=n_stored)
            return
        with ThreadPoolExecutor(1) as pool:
            checked = pool.submit(lambda: self._check(name, self.container.digest(name)))
            try:
                yield Arrays(self.path / name, source, on_disk)
            finally:
                checked.result()  # a wrong hash is a better reason than what else was found

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
    container = open_container(path)
    text = container.read(MANIFEST)
    try:
        manifest = read_json(text)
    except ValueError as error:
        raise BundleError(f"{path}: {MANIFEST} is not JSON ({one_line(error)}); the bundle is damaged") from None
    found = manifest.get("format") if isinstance(manifest, dict) else None
    if not is_integer(found, 1):
        raise BundleError(f"{path}: {MANIFEST} has format={reprlib.repr(found)}, so this is not a latentpad bundle")
    if found > FORMAT:
        raise BundleError(f"{path}: format={found}, but this version reads up to {FORMAT}; update latentpad")
    hashes = manifest.get("files")
    if not isinstance(hashes, dict):
        raise BundleError(f"{path}: {MANIFEST} lists no files; the bundle is damaged")
    return BundleFiles(container, manifest, hashlib.sha256(text).hexdigest(), hashes)


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
        The name is taken, a file is too large, the folder cannot be written, or could not be read.
    """
    if os.path.lexists(path):
        raise BundleError(f"{path} already exists; choose another name")
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    fields = {"format": FORMAT, **manifest, "files": hashes}
    try:
        text = json.dumps(fields, indent=1, ensure_ascii=False, allow_nan=False).encode()
    except ValueError as error:  # a number that is not finite, or what is not text in a name
        raise BundleError(f"{path} is not written, since {MANIFEST} would not be JSON ({one_line(error)})") from None
    contents = {**files, MANIFEST: text}
    for name, content in contents.items():
        if len(content) > MAX_BYTES[name]:
            raise BundleError(f"{path}: {name} would have {len(content)} bytes, at most {MAX_BYTES[name]} are read")
    try:
        with new_folder(path) as folder:
            for name, content in contents.items():
                _write_flushed(folder / name, content)
            if check:
                _check_written(path, folder, check)
    except OSError as error:
        raise BundleError(f"{path}: cannot be written ({error.strerror})") from None
    return hashlib.sha256(text).hexdigest()


def _write_flushed(path: Path, content: bytes) -> None:
    """Write a file to the disk, not only to memory: a bundle that has its name is whole, also after a power failure."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _check_written(path: Path, folder: Path, check: Callable[[Path], object]) -> None:
    """Read a bundle's folder under its temporary name (raises BundleError)."""
    try:
        check(folder)
    except BundleError as error:
        reason = str(error).removeprefix(f"{folder}: ")
        raise BundleError(f"{path} is not written, since it could not be read: {reason}") from None
