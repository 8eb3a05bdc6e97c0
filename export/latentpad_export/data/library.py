"""Libraries: folders of one-shots, with their labels, kits and splits.

Conventions
-----------
Names are paths from the library's folder, with forward slashes. Labels follow from the names
(`latentpad_export.data.labelling`), unless there is a ``samples.csv``: its column ``file`` is required; ``label``,
``kit`` and ``split`` (train, val or test) are optional.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from latentpad.bundle.summary import is_bundle
from latentpad.checks import leads_outside
from latentpad.errors import as_argument
from latentpad_export.data.labelling import Labelling, label_names
from latentpad_export.data.places import is_elsewhere, list_files
from latentpad_export.errors import LibraryError

SUFFIXES = (".wav", ".wave", ".aif", ".aiff", ".aifc", ".flac", ".ogg", ".oga", ".mp3")
SPLITS = ("train", "val", "test")
TABLE = "samples.csv"
TABLE_ADVICE = "correct it, or remove it to use the folders as labels"
COLUMNS = ("file", "label", "kit", "split")
LABEL_LIKE = ("category", "class", "instrument", "labels", "kind", "type")
"""Columns that are taken for labels elsewhere."""

CREDITS = "ATTRIBUTION.txt"


@dataclass(frozen=True)
class Sound:
    """One file of a library."""

    path: Path
    name: str
    """Path from the library's folder, with forward slashes."""

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


def scan(folder: Path, labelling: Labelling | None = None) -> Library:
    """List the audio files of a library; only its table and credits are read.

    Parameters
    ----------
    folder : Path
        Of the library.
    labelling : Labelling, optional
        Labelling of sounds where there is no table.

    Raises
    ------
    LibraryError
        The folder is missing, cannot be read, contains no audio file or only loops, or its table cannot be read.
    KindsError
        The user's table of words cannot be used.
    """
    try:
        return _scan(folder, labelling or Labelling())
    except OSError as error:  # a server that does not answer, or a disk that was removed
        raise LibraryError(f"{folder}: cannot be read ({error.strerror or error})") from None


def _scan(folder: Path, labelling: Labelling) -> Library:
    """List the audio files of a library (raises LibraryError, KindsError and OSError)."""
    if not is_elsewhere(folder) and is_bundle(folder):
        serve = f"latentpad serve {as_argument(folder)}"
        raise LibraryError(f"{folder}: is a bundle, not a folder of samples; play it with: {serve}")
    if not folder.is_dir():
        found = "is a file" if folder.exists() else "does not exist"
        raise LibraryError(f"{folder}: {found}; choose a folder of samples")
    table = folder / TABLE
    library = _from_table(folder, table) if table.is_file() else _from_folders(folder, labelling)
    if library.skipped and not library.sounds:
        first, what = library.skipped[0], f"{table}: no row" if table.is_file() else f"{folder}: nothing in it"
        raise LibraryError(f"{what} can be used; {first.name} {first.reason}")
    if not library.sounds:
        raise LibraryError(f"{folder}: no audio in it (looked for {', '.join(SUFFIXES)}, also in its subfolders)")
    return replace(library, credits=_read_credits(folder / CREDITS))


def _read_credits(path: Path) -> str:
    """Return the text of the credits, or an empty one where there are none (raises LibraryError)."""
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    except OSError as error:
        raise LibraryError(f"{path}: cannot be read ({error.strerror or error}); permit that, or remove it") from None


def _from_folders(folder: Path, labelling: Labelling) -> Library:
    """List every audio file below the folder, except in hidden files and folders."""
    paths, closed = list_files(folder, SUFFIXES)
    names = sorted((path.relative_to(folder), path) for path in paths)
    shown = {name.as_posix(): path for name, path in names}
    skipped = tuple(Skipped(f"{path.relative_to(folder).as_posix()}/", reason) for path, reason in closed)
    labelled = label_names(folder.resolve().name, tuple(shown), labelling)
    if shown and not labelled.labels:
        raise LibraryError(f"{folder}: all of its files are loops, judging by the names (--loops uses them)")
    is_kind = labelled.are_kinds
    sounds = (Sound(shown[name], name, label, "", "", is_kind) for name, label in labelled.labels.items())
    without_loops = labelling.source != "folders" and not labelling.loops
    return Library(folder, tuple(sounds), skipped, "", labelled.notes, labelled.n_loops, without_loops)


def _from_table(folder: Path, table: Path) -> Library:
    """List the files in the table, and the rows that are skipped."""
    try:
        with table.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.DictReader(lines)
            rows, columns = list(reader), reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LibraryError(f"{table}: cannot be read ({error}); {TABLE_ADVICE}") from None
    cells = [{column: (row.get(column) or "").strip() for column in COLUMNS} for row in rows]
    named = sorted((row for row in cells if row["file"]), key=lambda row: row["file"])
    if not named:
        missing = "lists no file" if "file" in columns else "has no column 'file' (columns are separated by commas)"
        raise LibraryError(f"{table}: {missing}; {TABLE_ADVICE}")
    sounds: dict[str, Sound] = {}
    skipped = []
    for row in named:
        name, split = row["file"], row["split"].lower()
        if name in sounds:
            skipped.append(Skipped(name, f"is listed twice in {TABLE}"))
        elif leads_outside(name):
            skipped.append(Skipped(name, f"is listed in {TABLE}, but leads out of the folder; put a link into it"))
        elif not (folder / name).is_file():
            skipped.append(Skipped(name, f"is listed in {TABLE}, but does not exist"))
        elif split and split not in SPLITS:
            skipped.append(Skipped(name, f"has split={split!r} in {TABLE}, must be one of {', '.join(SPLITS)}"))
        else:
            sounds[name] = Sound(folder / name, name, row["label"], row["kit"], split)
    return Library(folder, tuple(sounds.values()), tuple(skipped), "", _note_columns(table, columns))


def _note_columns(table: Path, columns: Sequence[str]) -> tuple[str, ...]:
    """Name the column that was looked for where the labels seem to be in another."""
    found = [column for column in columns if column.strip().lower() in LABEL_LIKE]
    if not found or "label" in columns:
        return ()
    return (f"{table}: has no column 'label', so that no sound has a label; rename {found[0]!r} to 'label' to use it",)
