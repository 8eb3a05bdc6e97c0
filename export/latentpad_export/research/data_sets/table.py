"""Tables of data sets: ``samples.csv`` as `latentpad_export.data.table` reads it."""

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from latentpad.files import write_new
from latentpad.samples.text_names import as_text
from latentpad_export.data.table import COLUMNS, MAX_LABEL
from latentpad_export.errors import DiskError, LibraryError
from latentpad_export.research.data_sets.entries import Entry


def refuse_existing(path: Path) -> None:
    """Refuse to replace a table, before a data set is read (raises LibraryError)."""
    if os.path.lexists(path):
        raise LibraryError(f"{path}: exists, and is not replaced; move it away, or name another file with -o")


def write_table(path: Path, entries: Sequence[Entry]) -> None:
    """Write a new table, sorted by file.

    Raises
    ------
    LibraryError
        The file exists.
    DiskError
        It cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        (as_text(entry.file), entry.label[:MAX_LABEL], as_text(entry.kit)[:MAX_LABEL], entry.split)
        for entry in sorted(entries)
    )
    try:
        write_new(path, text.getvalue().encode())
    except FileExistsError:
        refuse_existing(path)
        raise
    except OSError as error:
        reason = error.strerror or error
        raise DiskError(f"{path}: cannot be written ({reason}); name a file elsewhere with -o") from None
