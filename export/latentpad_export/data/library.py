"""Libraries: folders of one-shots, with their labels, kits and splits.

Conventions
-----------
Names are paths from the library's folder, with forward slashes. Labels follow from the names
(`latentpad_export.data.labelling`), unless there is a ``samples.csv``: its column ``file`` is required; ``label``,
``kit`` and ``split`` (train, val or test) are optional.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from latentpad.bundle.containers import is_bundle
from latentpad.counted import counted
from latentpad.errors import as_argument
from latentpad.samples.audio_folder import SUFFIXES
from latentpad.samples.text_names import as_text
from latentpad_export.data.labelling import Labelling, label_names
from latentpad_export.data.places import is_elsewhere, list_files, place_itself
from latentpad_export.data.table import TABLE, read_table
from latentpad_export.errors import LibraryError

CREDITS = "ATTRIBUTION.txt"

MAX_CREDITS_BYTES = 1_000_000


@dataclass(frozen=True)
class Sound:
    """One file of a library."""

    path: Path
    name: str
    """Path from the library's folder, with forward slashes, as text: `latentpad.samples.text_names`."""

    label: str
    """Empty where it has none."""

    kit: str
    """The set it was made for, such as a drum kit; empty where unknown."""

    split: str
    """train, val or test; empty where unknown."""

    is_kind: bool = False
    """Whether the label is a kind by name; if it is empty, the sound itself may tell the kind."""


@dataclass(frozen=True)
class Skipped:
    """A file that is not used, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Library:
    """The contents of a folder, in the order of their names."""

    folder: Path
    sounds: tuple[Sound, ...]
    skipped: tuple[Skipped, ...]
    credits: str
    """The text of its ATTRIBUTION.txt, or empty."""

    notes: tuple[str, ...] = ()
    """Sentences for the user on its labels and loops."""

    n_loops: int = 0
    """Files that are left out since they are loops by their names."""

    leaves_out_loops: bool = False
    """Whether sounds that are loops are not used."""


def scan(folder: Path, labelling: Labelling | None = None, others: tuple[Path, ...] = ()) -> Library:
    """List the audio files of a library; only its table and credits are read.

    Parameters
    ----------
    folder : Path
        Of the library.
    labelling : Labelling, optional
        Labelling of sounds where there is no table, or a table that is elsewhere.
    others : tuple of Path, optional
        Libraries that are listed by themselves: links that lead into them are not followed.

    Raises
    ------
    LibraryError
        The folder is missing, cannot be read, contains no audio file or only loops, or its table cannot be read.
    KindsError
        The user's table of words cannot be used.
    """
    try:
        return _scan(folder, labelling or Labelling(), others)
    except OSError as error:  # a server that does not answer, or a disk that was removed
        raise LibraryError(f"{folder}: cannot be read ({error.strerror or error})") from None


def _scan(folder: Path, labelling: Labelling, others: tuple[Path, ...]) -> Library:
    """List the audio files of a library (raises LibraryError, KindsError and OSError)."""
    if not is_elsewhere(folder) and is_bundle(folder):
        serve = f"latentpad serve {as_argument(folder)}"
        raise LibraryError(f"{folder}: is a bundle, not a folder of samples; play it with: {serve}")
    if not folder.is_dir():
        found = "is a file" if folder.exists() else "does not exist"
        raise LibraryError(f"{folder}: {found}; choose a folder of samples")
    table = labelling.table or folder / TABLE
    if labelling.table and not table.is_file():
        raise LibraryError(f"{table}: there is no such table; --table names a {TABLE} that is elsewhere")
    has_table = table.is_file()
    library = _from_table(folder, table) if has_table else _from_folders(folder, labelling, others)
    if library.skipped and not library.sounds:
        first, what = library.skipped[0], f"{table}: no row" if has_table else f"{folder}: nothing in it"
        raise LibraryError(f"{what} can be used; {first.name} {first.reason}")
    if not library.sounds:
        instead = f"; {library.notes[0]}" if library.notes else ""
        raise LibraryError(
            f"{folder}: no audio in it (looked for {', '.join(SUFFIXES)}, also in its subfolders){instead}"
        )
    return replace(library, credits=_read_credits(folder / CREDITS))


def _read_credits(path: Path) -> str:
    """Return the text of the credits, or an empty one where there are none (raises LibraryError)."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            content = file.read(MAX_CREDITS_BYTES + 1)
    except OSError as error:
        raise LibraryError(f"{path}: cannot be read ({error.strerror or error}); permit that, or remove it") from None
    if len(content) > MAX_CREDITS_BYTES:
        raise LibraryError(f"{path}: has more than {MAX_CREDITS_BYTES / 1e6:g} MB of credits; shorten it")
    return content.decode("utf-8", errors="replace")


def _from_folders(folder: Path, labelling: Labelling, others: tuple[Path, ...]) -> Library:
    """List every audio file below the folder, except in hidden files and folders."""
    listing = list_files(folder, others)
    paths = {path.relative_to(folder).as_posix(): path for path in listing.files}
    shown = {as_text(name): paths[name] for name in sorted(paths)}
    skipped = tuple(sorted((_skipped(folder, path, reason) for path, reason in listing.obstacles), key=str))
    labelled = label_names(as_text(place_itself(folder).name), tuple(shown), labelling)
    if shown and not labelled.labels:
        raise LibraryError(f"{folder}: all of its files are loops, judging by the names (--loops uses them)")
    is_kind = labelled.are_kinds
    sounds = (Sound(shown[name], name, label, "", "", is_kind) for name, label in labelled.labels.items())
    without_loops = labelling.source != "folders" and not labelling.loops
    notes = (*_note_convertible(listing.convertible), *labelled.notes)
    return Library(folder, tuple(sounds), skipped, "", notes, labelled.n_loops, without_loops)


def _skipped(folder: Path, path: Path, reason: str) -> Skipped:
    """Return a file or folder that is not used."""
    name = as_text(path.relative_to(folder).as_posix())
    is_folder = reason.startswith("cannot") and os.path.isdir(path)  # Path.is_dir raises in a closed folder
    return Skipped(f"{name}/" if is_folder else name, as_text(reason))


def _note_convertible(convertible: Mapping[str, int]) -> tuple[str, ...]:
    """Return a sentence on files of formats that are not read."""
    if not convertible:
        return ()
    counts = [f"{n} {suffix}" for suffix, n in sorted(convertible.items(), key=lambda item: (-item[1], item[0]))]
    files = counted(sum(convertible.values()), "file", "files").partition(" ")[2]
    them = "it" if files == "file" else "them"
    return (f"{', '.join(counts)} {files} cannot be read; convert {them} to wav",)


def _from_table(folder: Path, table: Path) -> Library:
    """List the files in the table, and the rows that are skipped."""
    found = read_table(folder, table)
    sounds = tuple(Sound(*row) for row in found.rows)
    return Library(folder, sounds, tuple(Skipped(*row) for row in found.skipped), "", found.notes)
