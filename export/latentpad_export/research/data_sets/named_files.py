"""Sounds of data sets that say what they are by the names of their files only."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from latentpad.counted import counted
from latentpad.samples.text_names import as_text
from latentpad_export.data.labelling import Labelling, label_names
from latentpad_export.data.places import list_files
from latentpad_export.errors import LibraryError
from latentpad_export.research.data_sets.entries import Entries, Entry, require_folder


class NamedFile(NamedTuple):
    """What the path of a file says."""

    kit: str
    told: str
    """The path by which its kind is told."""


def find_named(
    folder: Path, read: Callable[[str], NamedFile | None], labelling: Labelling, otherwise: str, title: str = ""
) -> Entries:
    """List the audio files of a folder, labelled as ``latentpad train`` labels a library without a table.

    Parameters
    ----------
    folder : Path
    read : callable
        Returns what a path from the folder says, or nothing if the file is none of the data set.
    labelling : Labelling
    otherwise : str
        Why others are left out, as the end of a sentence.
    title : str, optional
        Name of the data set where it tells the kinds of its sounds.

    Raises
    ------
    LibraryError
        The folder cannot be read.
    KindsError
        The user's table of words cannot be used.
    """
    require_folder(folder)
    try:
        listing = list_files(folder)
    except OSError as error:
        raise LibraryError(f"{folder}: cannot be read ({error.strerror or error})") from None
    files = sorted(path.relative_to(folder).as_posix() for path in listing.files)
    found = {file: named for file in files if (named := read(file)) is not None}
    told = {as_text(named.told): file for file, named in found.items()}
    labelled = label_names(title, tuple(told), labelling)
    entries = tuple(Entry(told[name], label, found[told[name]].kit) for name, label in labelled.labels.items())
    return Entries(entries, (*_note_others(len(files) - len(found), otherwise), *labelled.notes))


def _note_others(n: int, otherwise: str) -> tuple[str, ...]:
    """Return a sentence on files that are none of the data set."""
    return (f"{counted(n, 'file')} left out: {otherwise}",) if n else ()
