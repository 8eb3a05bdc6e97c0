"""Comparison of paths and names that come from Live, the daemon and the disk."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Return a name for comparison: macOS takes accents apart, and neither system heeds upper and lower case."""
    return unicodedata.normalize("NFC", text).casefold()


def parts(path: str) -> tuple[str, ...]:
    """Return the names of a path for comparison, with either kind of slash, without the drive's or volume's root."""
    return tuple(folded(part) for part in path.replace("\\", "/").split("/") if part)


def is_same(path: str, other: str) -> bool:
    """Return whether two paths name the same file, as far as can be told from them."""
    return parts(path) == parts(other)


def is_inside(path: str, folder: str) -> bool:
    """Return whether a path is one of a file in a folder, or in one of its folders."""
    names, outer = parts(path), parts(folder)
    return bool(outer) and len(names) > len(outer) and names[: len(outer)] == outer


def parent(path: str) -> str:
    """Return a path without its last name, as it is written."""
    return path[: -len(base(path))].rstrip("/\\")


def base(path: str) -> str:
    """Return the last name of a path, as it is written."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]
