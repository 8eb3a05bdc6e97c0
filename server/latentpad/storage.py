"""The files of a bundle: a folder ``NAME.latentpad``, or a zip of it, read whole and compared with their hashes."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from latentpad.errors import BundleError

FORMAT = 1
"""Format number that this version writes, and the newest that it reads."""

MANIFEST = "bundle.json"

LARGEST_FILE = 512 * 1024 * 1024
"""Bytes; a bundle of 100,000 sounds stays far below it."""

Read = Callable[[str], bytes]


def read_manifest(path: Path) -> tuple[dict[str, Any], Read, str]:
    """Open a bundle.

    Returns
    -------
    manifest : dict
        ``bundle.json``.
    read : callable
        Gives the bytes of another file of the bundle once its hash was found right.
    digest : str
        sha256 of ``bundle.json``, which holds the hashes of all other files: the identity of the bundle.

    Raises
    ------
    BundleError
        There is no bundle, or it is damaged, foreign or newer.
    """
    raw = _raw_reader(path)
    text = raw(MANIFEST)
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError):
        raise BundleError(f"{path}: {MANIFEST} is not JSON; the bundle is damaged") from None
    found = manifest.get("format") if isinstance(manifest, dict) else None
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise BundleError(f"{path}: {MANIFEST} has format={found!r}, so this is no latentpad bundle")
    if found > FORMAT:
        raise BundleError(f"{path}: format={found}, but this version reads up to {FORMAT}; update latentpad")
    hashes = manifest.get("files")
    if not isinstance(hashes, dict):
        raise BundleError(f"{path}: {MANIFEST} names no files; the bundle is damaged")

    def read(name: str) -> bytes:
        content = raw(name)
        if hashlib.sha256(content).hexdigest() != hashes.get(name):
            raise BundleError(
                f"{path}: {name} is not the file that {MANIFEST} names (other sha256); copy the bundle again"
            )
        return content

    return manifest, read, hashlib.sha256(text).hexdigest()


def _raw_reader(path: Path) -> Read:
    """Read files from a folder or a zip."""
    if path.is_dir():
        return lambda name: _from_folder(path, name)
    if not path.exists():
        raise BundleError(f"{path} does not exist (make one with: latentpad train LIBRARY -o {path})")
    if not zipfile.is_zipfile(path):
        raise BundleError(f"{path} is neither a bundle's folder nor a zip of one")
    return lambda name: _from_zip(path, name)


def _from_folder(path: Path, name: str) -> bytes:
    """Read one file of the folder."""
    file = path / name
    try:
        if (size := file.stat().st_size) > LARGEST_FILE:
            raise BundleError(f"{path}: {name} has {size} bytes, at most {LARGEST_FILE} are read")
        return file.read_bytes()
    except FileNotFoundError:
        raise BundleError(f"{path}: {name} is missing; this is no bundle, or a part of one") from None
    except OSError as error:
        raise BundleError(f"{path}: {name} cannot be read ({error.strerror})") from None


def _from_zip(path: Path, name: str) -> bytes:
    """Read one file of the zip, at its top or in its only folder."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = [info for info in archive.infolist() if info.filename.split("/")[-1] == name and not info.is_dir()]
            found = [info for info in found if info.filename.count("/") <= 1]
            if len(found) != 1:
                raise BundleError(f"{path}: holds {len(found)} files called {name}, must be one")
            if found[0].file_size > LARGEST_FILE:
                raise BundleError(f"{path}: {name} has {found[0].file_size} bytes, at most {LARGEST_FILE} are read")
            return archive.read(found[0])
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise BundleError(f"{path}: {name} cannot be unpacked ({error}); the zip is damaged") from None


def write_files(path: Path, manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    """Write a bundle's folder, whole or not at all.

    Raises
    ------
    BundleError
        Something of that name is there already, or the folder cannot be written.
    """
    if path.exists():
        raise BundleError(f"{path} exists already and is not overwritten; choose another name")
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    text = json.dumps({"format": FORMAT, **manifest, "files": hashes}, indent=1, ensure_ascii=False, allow_nan=False)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.mkdir(parents=True)
        for name, content in {**files, MANIFEST: text.encode()}.items():
            (temporary / name).write_bytes(content)
        os.rename(temporary, path)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise BundleError(f"{path}: cannot be written ({error.strerror})") from None
