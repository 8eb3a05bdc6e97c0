"""Audio files that the user names, read whole but not beyond a size; folders, pipes and devices are refused."""

import os
import re
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from latentpad.errors import FolderError, OwnSoundError
from latentpad.files import write_first_free
from latentpad.free_names import FreeNumbers
from latentpad.regular_files import is_regular_entry, open_below, open_named, read_regular
from latentpad.samples.file_names import file_stem, numbered_name

MAX_BYTES = 64_000_000
"""Largest file: more than a minute in stereo at 192 kHz and 24 bit."""

MAX_QUOTED = 200
"""Characters of a path in messages, the last ones."""

SUFFIXES = (".wav", ".wave", ".aif", ".aiff", ".flac", ".ogg", ".mp3")

KINDS = "name a wav, aiff, flac, ogg or mp3"

Stamp = tuple[int, int]
"""When a file was last changed, in nanoseconds, and its size."""


def stamp_of(path: Path | str) -> Stamp:
    """Return the stamp of a file.

    Raises
    ------
    OwnSoundError
        It is missing, no file, or too large.
    """
    try:
        found = os.stat(path)
    except (OSError, ValueError) as error:
        reason = "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be read ({reason_of(error)})"
        raise OwnSoundError(f"{quoted(path)} {reason}; {KINDS}") from None
    if not stat.S_ISREG(found.st_mode):
        raise OwnSoundError(f"{quoted(path)} is a {'folder' if stat.S_ISDIR(found.st_mode) else 'device'}; {KINDS}")
    check_size(path, found.st_size)
    return found.st_mtime_ns, found.st_size


def read_own_file(path: Path | str, folders: Sequence[Path] = ()) -> bytes:
    """Return the bytes of a file.

    Parameters
    ----------
    path : Path or str
    folders : sequence of Path, optional
        Folders in which no link is followed, since others may write to them.

    Raises
    ------
    OwnSoundError
        As of `stamp_of`, or the file cannot be read, or is behind a link in one of the folders.
    """
    stamp_of(path)  # its errors say more
    root = next((folder for folder in folders if Path(path).is_relative_to(folder)), None)
    try:
        with open_below(root, str(path)) if root else open_named(path) as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise OwnSoundError(f"{quoted(path)} cannot be read ({error.strerror})") from None
    check_size(path, len(content))
    return content


def store_own_file(folder: Path, name: str, content: bytes) -> Path:
    """Write a file into a folder under its name, or one with a number; return the one that is there if it is the same.

    Parameters
    ----------
    folder : Path
    name : str
        As anybody may have chosen it; its suffix stays, characters that are not allowed are replaced.
    content : bytes

    Raises
    ------
    FolderError
        It cannot be written, or the name cannot be one.
    OwnSoundError
        Its suffix is not that of an audio file.
    """
    base, suffix = os.path.splitext(name.replace("\\", "/").rpartition("/")[2])
    if suffix.lower() not in SUFFIXES:
        raise OwnSoundError(f"{quoted(name)} has no suffix of an audio file; {KINDS}")
    stem = file_stem(base)
    numbers = FreeNumbers().find(stem, lambda number: os.path.lexists(folder / numbered_name(stem, number, suffix)))
    try:
        return _find_same(folder, stem, suffix, content) or write_first_free(
            folder, (numbered_name(stem, number, suffix) for number in numbers), content
        )
    except OSError as error:
        raise FolderError(f"{folder / numbered_name(stem, 1, suffix)} cannot be written ({error.strerror})") from None


def _find_same(folder: Path, stem: str, suffix: str, content: bytes) -> Path | None:
    """Return the file of a name, with or without a number, that has this content (raises OSError)."""
    pattern = re.compile(rf"{re.escape(stem)}(_\d+)?{re.escape(suffix)}")
    with os.scandir(folder) as entries:
        names = [one.name for one in entries if pattern.fullmatch(one.name) and is_regular_entry(one, len(content))]
    for name in names:
        with suppress(OSError):
            if read_regular(folder / name, len(content)) == content:
                return folder / name
    return None


def check_size(path: Path | str, n_bytes: int) -> None:
    """Raise if a file is too large."""
    if n_bytes > MAX_BYTES:
        size = f"{n_bytes / 1e6:.0f} MB (maximum {MAX_BYTES / 1e6:.0f} MB, and 60 s)"
        raise OwnSoundError(f"{quoted(path)} has {size}; it is no one-shot")


def reason_of(error: Exception) -> str:
    """Return the reason of an error, without the path, which may be very long."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


def quoted(path: Path | str) -> str:
    """Return a path as messages quote it: in one line, without the beginning of a very long one."""
    return "".join(char if char.isprintable() else "?" for char in str(path)[-MAX_QUOTED:])
