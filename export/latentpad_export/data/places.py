"""Where libraries are: folders of this computer, or anything that fsspec opens, such as ``s3://`` and ``smb://``.

Paths of the latter are those of universal-pathlib, which behave as those of `pathlib` do.
"""

import os
from pathlib import Path
from typing import cast

from latentpad.errors import install_advice
from latentpad_export.errors import LibraryError

SCHEME = "://"
"""Part of every address of a place elsewhere."""


def place_of(address: str) -> Path:
    """Return the path of a folder or file, given its path or its address.

    Raises
    ------
    LibraryError
        The extra ``cluster`` is not installed, or fsspec knows no such address.
    """
    if SCHEME not in address:
        return Path(address)
    try:
        from upath import UPath
    except ImportError:
        raise LibraryError(f"{address} needs fsspec; {install_advice('cluster')}") from None
    try:
        path = cast(Path, UPath(address))  # not a subclass, but with the same methods
        path.exists()  # imports what reads such addresses
    except (ValueError, ImportError, OSError) as error:
        raise LibraryError(f"{address}: cannot be opened ({error or type(error).__name__})") from None
    return path


def address_of(path: Path) -> str:
    """Return what `place_of` opens, in any process."""
    return str(path) if SCHEME in str(path) else str(path.absolute())


def is_elsewhere(path: Path) -> bool:
    """Return whether a path is none of this computer's."""
    return SCHEME in str(path)


def state_of_place(path: Path) -> tuple[int, int]:
    """Return the size in bytes and the time of the last change in nanoseconds (raises OSError)."""
    stat = path.stat()
    changed = getattr(stat, "st_mtime_ns", None)
    return int(stat.st_size), int(stat.st_mtime * 1e9) if changed is None else int(changed)


def list_files(folder: Path, suffixes: tuple[str, ...]) -> tuple[list[Path], list[tuple[Path, str]]]:
    """List the files below a folder, except in hidden files and folders; links to folders are not followed.

    Parameters
    ----------
    folder : Path
    suffixes : tuple of str
        Of the files, in lower case.

    Returns
    -------
    tuple of list
        The files, in any order, and the folders that cannot be read, each with the reason.
    """
    if is_elsewhere(folder):
        paths = [path for path in folder.rglob("*") if path.suffix.lower() in suffixes and path.is_file()]
        return [path for path in paths if not _is_hidden(path.relative_to(folder))], []
    closed: list[OSError] = []
    found = []
    for root, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        wanted = [name for name in names if not name.startswith(".") and Path(name).suffix.lower() in suffixes]
        found += [path for name in wanted if os.path.isfile(path := Path(root, name))]
    return found, [(Path(error.filename), f"cannot be read ({error.strerror})") for error in closed]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
