"""The table of a library, ``samples.csv``: files with their labels, kits and splits."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from latentpad.checks import leads_outside
from latentpad.samples.text_names import as_text, from_text
from latentpad_export.errors import LibraryError

SPLITS = ("train", "val", "test")
TABLE = "samples.csv"
ADVICE = "correct it, or remove it to use the folders as labels"
COLUMNS = ("file", "label", "kit", "split")
LABEL_LIKE = ("category", "class", "instrument", "labels", "kind", "type")
"""Columns that are taken for labels elsewhere."""

MAX_BYTES = 500_000_000
"""A million rows of long paths."""

MAX_LABEL = 200
"""Characters of a label or a kit."""


class Row(NamedTuple):
    """A file of the table."""

    path: Path
    name: str
    """As text: `latentpad.samples.text_names`."""

    label: str
    kit: str
    split: str


class Table(NamedTuple):
    """The rows that can be used, and what is to be said about others."""

    rows: tuple[Row, ...]
    skipped: tuple[tuple[str, str], ...]
    """Names of files that are not used, and why."""

    notes: tuple[str, ...]


def read_table(folder: Path, table: Path) -> Table:
    """Read the table of a folder.

    Raises
    ------
    LibraryError
        It cannot be read, or lists no file.
    """
    cells, columns = _read_cells(table)
    named = sorted((row for row in cells if row["file"].strip()), key=lambda row: row["file"])
    if not named:
        missing = "lists no file" if "file" in columns else "has no column 'file' (columns are separated by commas)"
        raise LibraryError(f"{table}: {missing}; {ADVICE}")
    rows: dict[str, Row] = {}
    skipped = []
    for cell in named:
        row, reason = _find(folder, cell, table.name)
        reason = reason or _wrong(row, table.name) or (f"is listed twice in {table.name}" if row.name in rows else "")
        if reason:
            skipped.append((row.name, reason))
        else:
            rows[row.name] = row
    return Table(tuple(rows.values()), tuple(skipped), _note_columns(table, columns))


def _read_cells(table: Path) -> tuple[list[dict[str, str]], Sequence[str]]:
    """Return the cells of each row, and the names of all columns."""
    try:
        with table.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise LibraryError(f"{table}: has more than {MAX_BYTES / 1e6:g} MB; split the library into several folders")
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        cells = [{column: row.get(column) or "" for column in COLUMNS} for row in reader]
        return cells, reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = (isinstance(error, OSError) and error.strerror) or error
        raise LibraryError(f"{table}: cannot be read ({reason}); {ADVICE}") from None


def _find(folder: Path, cell: dict[str, str], table: str) -> tuple[Row, str]:
    """Return a row with the path of its file, and why that cannot be used, or nothing."""
    label, kit, split = cell["label"].strip(), cell["kit"].strip(), cell["split"].strip().lower()
    why = f"is listed in {table}, but does not exist"
    for name in dict.fromkeys((cell["file"].strip(), from_text(cell["file"].strip()), cell["file"])):
        row = Row(folder / name, as_text(name), label, kit, split)
        if leads_outside(name):
            return row, f"is listed in {table}, but leads out of the folder; put a link into it"
        try:
            if S_ISREG(row.path.stat().st_mode):
                return row, ""
            why = f"is listed in {table}, but is no file"
        except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL
            continue
        except OSError as error:
            why = f"is listed in {table}, but cannot be read ({error.strerror or error})"
    return Row(folder, as_text(cell["file"].strip()), label, kit, split), why


def _wrong(row: Row, table: str) -> str:
    """Return what is wrong with the cells of a row beside its file, or nothing."""
    if row.split and row.split not in SPLITS:
        return f"has split={row.split[:MAX_LABEL]!r} in {table}, must be one of {', '.join(SPLITS)}"
    longest = max(len(row.label), len(row.kit))
    if longest > MAX_LABEL:
        return f"has a label or kit of {longest} characters in {table} (maximum {MAX_LABEL})"
    return ""


def _note_columns(table: Path, columns: Sequence[str]) -> tuple[str, ...]:
    """Name the column that was looked for where the labels seem to be in another."""
    found = [column for column in columns if column and column.strip().lower() in LABEL_LIKE]
    if not found or "label" in columns:
        return ()
    return (f"{table}: has no column 'label', so that no sound has a label; rename {found[0]!r} to 'label' to use it",)
