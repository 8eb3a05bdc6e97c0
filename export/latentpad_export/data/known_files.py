"""Contents of files that have been read before, known by path, size and time of the last change.

SQLite keeps them: several programs can use the table at once, and it survives their end at any moment. A damaged table
is replaced; where it cannot be used, files are read again.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from latentpad_export.data.places import address_of, state_of_place

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Paths per query; older versions of SQLite take at most 999."""

TIMEOUT = 10.0
"""Seconds to wait for another program that writes, which takes milliseconds."""

DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")

TABLE = "CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, key BLOB)"


class FileState(NamedTuple):
    """A file as it was when it was read."""

    path: str
    """Absolute, or an address."""

    size: int
    changed: int
    """Time of the last change in nanoseconds."""

    key: bytes
    """sha256 of its content."""


class KnownFiles:
    """The table in one file.

    Parameters
    ----------
    path : Path
        Is created if needed.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._is_usable = path, True

    def keys(self, paths: Sequence[Path]) -> list[bytes | None]:
        """Return the sha256 of each file's content, None where the file is new, was changed or is gone."""
        known: dict[str, FileState] = {}

        def look_up(table: sqlite3.Connection) -> None:
            for start in range(0, len(paths), AT_ONCE):
                names = [_text(path) for path in paths[start : start + AT_ONCE]]
                query = f"SELECT * FROM files WHERE path IN ({','.join('?' * len(names))})"
                known.update({row[0]: FileState(*row) for row in table.execute(query, names)})

        self._use(look_up)
        return [_if_unchanged(path, known.get(_text(path))) for path in paths]

    def remember(self, states: Iterable[FileState]) -> None:
        """Add files, or replace what is known of them."""
        rows = [(_encoded(state.path), *state[1:]) for state in states]
        self._use(lambda table: table.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", rows))

    def _use(self, function: Callable[[sqlite3.Connection], object]) -> None:
        """Call a function of the table; one that cannot be used is said so once, and left alone from then on."""
        if not self._is_usable:
            return
        try:
            with closing(self._open()) as table, table:
                function(table)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", "") in DAMAGED:
                logger.info("%s is damaged (%s); a new one is begun", self._path, error)
                self._remove()
            else:
                logger.info("%s cannot be used (%s); files are read again", self._path, error)
                self._is_usable = False

    def _remove(self) -> None:
        """Remove a damaged table; its content can be computed again."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            self._is_usable = False

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        table = sqlite3.connect(self._path, timeout=TIMEOUT)
        table.execute("PRAGMA synchronous = OFF")  # what a power failure takes can be computed again
        table.execute(TABLE)
        return table


def _text(path: Path) -> str:
    """Return a path as it is in the table."""
    return _encoded(address_of(path))


def _encoded(path: str) -> str:
    """Escape what is not text in the name of a file."""
    return path.encode(errors="surrogatepass").decode(errors="backslashreplace")


def _if_unchanged(path: Path, known: FileState | None) -> bytes | None:
    """Return the key of a file that is as it was."""
    if known is None:
        return None
    try:
        state = state_of_place(path)
    except OSError:
        return None
    return known.key if state == (known.size, known.changed) else None
