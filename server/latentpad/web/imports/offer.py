"""The list of files that a page offers to send: names, sizes and times of change, without any content."""

import json
from dataclasses import dataclass

from latentpad.checks import is_integer, is_number
from latentpad.errors import LibraryImportError
from latentpad.samples.audio_folder import CONVERTIBLE, SUFFIXES, is_named
from latentpad.samples.own_file import MAX_BYTES

TEXTS = ("samples.csv", "attribution.txt")
"""Files beside them that are read, in lower case."""

MAX_FILES = 50_000
MAX_TOTAL = 20_000_000_000
SAME_SECONDS = 2.0
"""Differences of times of change that some file systems do not keep."""

MAX_SIZE = 2**53
"""No browser counts more bytes."""

MAX_TIME = 2**31 - 1
"""The latest time of change, in seconds, that every file system keeps."""


@dataclass(frozen=True)
class OfferedFile:
    """A file that a page can send."""

    name: str
    """Path in the library's folder, with forward slashes."""

    size: int
    """In bytes."""

    modified: float
    """When it was last changed, in seconds."""

    def check(self) -> None:
        """Raise LibraryImportError if it is not for a library."""
        if is_named(self.name, CONVERTIBLE):
            raise LibraryImportError("cannot be read; convert it to wav")
        if not is_named(self.name, SUFFIXES) and self.name.lower() not in TEXTS:
            raise LibraryImportError("is no audio file")
        if self.size > MAX_BYTES:
            raise LibraryImportError(f"has {self.size / 1e6:.0f} MB (maximum {MAX_BYTES / 1e6:.0f} MB)")

    def is_same(self, size: int, modified: float) -> bool:
        """Whether a file of this size and time of change is a copy of this one."""
        return size == self.size and abs(modified - self.modified) <= SAME_SECONDS


@dataclass(frozen=True)
class Offer:
    """A folder that a page can send."""

    name: str
    files: tuple[OfferedFile, ...]


def read_offer(text: str | bytes) -> Offer:
    """Read an offer: a JSON array of ``"offer"``, the folder's name, and name, size and milliseconds of each file.

    Raises
    ------
    LibraryImportError
        It is damaged, or too large.
    """
    try:
        match json.loads(text):
            case ["offer", str() as name, list() as rows] if name:
                files = [_file(row) for row in rows]
            case _:
                raise ValueError
    except (ValueError, RecursionError):
        raise LibraryImportError("a page's offer must be the name of a folder and a list of its files") from None
    if len(files) > MAX_FILES:
        raise LibraryImportError(
            f"{name[:100]} has {len(files)} files (maximum {MAX_FILES}); import its folders singly"
        )
    total = sum(file.size for file in files)
    if total > MAX_TOTAL:
        size = f"{total / 1e9:.0f} GB (maximum {MAX_TOTAL / 1e9:.0f} GB)"
        raise LibraryImportError(f"{name[:100]} has {size}; type the folder's path instead, which copies nothing")
    return Offer(name, tuple(files))


def _file(row: object) -> OfferedFile:
    """Read a file of an offer (raises ValueError)."""
    match row:
        case [str() as name, size, modified] if is_integer(size, 0, MAX_SIZE) and is_number(modified, -1e15, 1e15):
            return OfferedFile(name, size, min(max(modified / 1000, 0.0), MAX_TIME))
    raise ValueError
