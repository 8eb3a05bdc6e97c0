"""Paths of files within a folder, as a browser sends them, turned into paths that every file system accepts."""

import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from latentpad.errors import LibraryImportError
from latentpad.samples.file_names import FORBIDDEN, RESERVED

MAX_PART_BYTES = 200
MAX_PARTS = 24
MAX_PATH = 400
"""Characters of a whole path."""


def relative_path(name: str) -> PurePosixPath:
    """Return a path below the library's folder, with characters that are not allowed replaced.

    Parameters
    ----------
    name : str
        Parts joined by ``/``, as anybody may have chosen them.

    Raises
    ------
    LibraryImportError
        It leads out of the folder, is hidden, or is too long.
    """
    parts = name.split("/")
    if any(part in ("", ".", "..") or "\0" in part for part in parts):
        raise LibraryImportError("has a path that leads out of the folder")
    if any(part.startswith(".") for part in parts):
        raise LibraryImportError("is hidden")
    if len(parts) > MAX_PARTS:
        raise LibraryImportError(f"is in more than {MAX_PARTS - 1} folders")
    path = PurePosixPath(*(plain_part(part) for part in parts))
    if len(str(path)) > MAX_PATH:
        raise LibraryImportError(f"has a path of {len(str(path))} characters (maximum {MAX_PATH})")
    return path


def plain_part(part: str) -> str:
    """Return the name of a file or folder, with its suffix, that every file system accepts."""
    plain = unicodedata.normalize("NFC", part.encode(errors="replace").decode())
    plain = "".join("-" if letter in FORBIDDEN or not letter.isprintable() else letter for letter in plain)
    plain = plain.strip(" ").rstrip(" .")
    if len(plain.encode()) > MAX_PART_BYTES:
        dot, suffix = plain.rpartition(".")[1:]
        end = dot + suffix if len(suffix) <= 5 else ""
        plain = plain.encode()[: MAX_PART_BYTES - len(end)].decode(errors="ignore").rstrip(" .") + end
    plain = plain.lstrip(".") or "_"
    return f"_{plain}" if RESERVED.fullmatch(plain.partition(".")[0]) else plain


def distinct(paths: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """Return the paths in their order, with a number where one is taken on file systems that ignore case.

    A name that is that of a folder, too, is taken.
    """
    ordered = list(paths)
    taken = {str(folder).lower() for path in ordered for folder in path.parents}
    found = []
    for path in ordered:
        number, unique = 1, path
        while str(unique).lower() in taken:
            number += 1
            unique = path.with_name(f"{path.stem}_{number}{path.suffix}")
        taken.add(str(unique).lower())
        found.append(unique)
    return found
