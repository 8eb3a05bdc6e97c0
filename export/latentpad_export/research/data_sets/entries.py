"""Sounds of a data set, as rows of a table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from latentpad.counted import counted
from latentpad_export.data.table import SPLITS
from latentpad_export.errors import LibraryError


class Entry(NamedTuple):
    """A sound."""

    file: str
    """Path from the folder of the data set, with forward slashes."""

    label: str
    """Empty where it has none."""

    kit: str
    """The instrument, uploader, pack or folder that it belongs to; empty where unknown."""

    split: str = ""
    """train, val or test; empty until it is chosen."""


class Entries(NamedTuple):
    """The sounds of a data set, and what is to be said about others."""

    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    """Sentences."""


def summary(entries: Sequence[Entry]) -> str:
    """Describe a table in a few words: its sounds, labels, kits and splits."""
    labels = {entry.label for entry in entries if entry.label}
    kits = {entry.kit for entry in entries if entry.kit}
    splits = Counter(entry.split for entry in entries)
    sizes = ", ".join(f"{split} {splits[split]}" for split in SPLITS)
    what = f"{counted(len(entries), 'sound')} of {counted(len(labels), 'label')} and {counted(len(kits), 'kit')}"
    return f"{what} ({sizes})"


def note_missing(missing: Sequence[str], listed_in: str) -> tuple[str, ...]:
    """Return a sentence on files that a data set lists, but that are not on disk."""
    if not missing:
        return ()
    more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    exist, are = ("do", "are") if more else ("does", "is")
    return (f"{missing[0]}{more}, listed in {listed_in}, {exist} not exist and {are} left out",)


def require_entries(entries: Iterable[Entry], folder: Path, missing: Sequence[str], instead: str) -> None:
    """Refuse a table without rows.

    Parameters
    ----------
    entries : iterable of Entry
    folder : Path
        Of the data set.
    missing : sequence of str
        Files that it lists, but that are not on disk.
    instead : str
        What was looked for, and what to do, where nothing is missing.

    Raises
    ------
    LibraryError
        There are no entries.
    """
    if any(True for _ in entries):
        return
    if missing:
        raise LibraryError(
            f"{folder}: none of its {len(missing)} sounds is there, such as {missing[0]}; unpack the audio"
        )
    raise LibraryError(f"{folder}: {instead}")


def require_folder(folder: Path) -> None:
    """Refuse what is no folder (raises LibraryError)."""
    if not folder.is_dir():
        found = "is a file" if folder.exists() else "does not exist"
        raise LibraryError(f"{folder}: {found}; name the folder of the data set")
