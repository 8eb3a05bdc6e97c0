"""Where libraries are: folders of this computer, or anything that fsspec opens, such as ``s3://`` and ``smb://``.

Paths of the latter are those of universal-pathlib, which behave as those of `pathlib` do.
"""

import os
from collections import Counter
from pathlib import Path
from typing import cast

from latentpad.errors import install_advice
from latentpad.paths import SUFFIX, user_path
from latentpad.samples.audio_folder import CONVERTIBLE, SUFFIXES, Listing, is_named, is_passed_over, list_audio
from latentpad_export.errors import LibraryError

SCHEME = "://"
"""Part of every address of a place elsewhere."""


def place_of(address: str) -> Path:
    """Return the path of a folder or file, given its path or its address.

    Raises
    ------
    LibraryError
        The extra ``cluster`` is not installed, or fsspec knows no such address.
    FolderError
        As `latentpad.paths.user_path`.
    """
    if SCHEME not in address:
        return user_path(address)
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


def place_itself(folder: Path) -> Path:
    """Return the absolute path of a folder, without symbolic links."""
    return folder if is_elsewhere(folder) else Path(os.path.realpath(folder))


def named_after(folder: Path) -> Path:
    """Return the path of a bundle in the current folder with the name of a library."""
    return Path(f"{place_itself(folder).name or 'disk'}{SUFFIX}")


def state_of_place(path: Path) -> tuple[int, int]:
    """Return the size in bytes and the time of the last change in nanoseconds (raises OSError)."""
    stat = path.stat()
    changed = getattr(stat, "st_mtime_ns", None)
    return int(stat.st_size), int(stat.st_mtime * 1e9) if changed is None else int(changed)


def list_files(folder: Path, others: tuple[Path, ...] = ()) -> Listing:
    """List the audio files below a folder, as `latentpad.samples.audio_folder.list_audio` does (raises OSError).

    Parameters
    ----------
    folder : Path
    others : tuple of Path, optional
        Folders of this computer that links are not followed into.
    """
    if not is_elsewhere(folder):
        return list_audio(folder, tuple(other for other in others if not is_elsewhere(other)))
    paths = [path for path in folder.rglob("*") if not any(map(is_passed_over, path.relative_to(folder).parts))]
    files = [path for path in paths if is_named(path.name, SUFFIXES) and path.is_file()]
    convertible = Counter(path.suffix.lower() for path in paths if is_named(path.name, CONVERTIBLE))
    return Listing(files, [], convertible)
