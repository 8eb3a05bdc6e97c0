"""The shelf: the bundles that this computer knows, by name.

These are the built-in one, called ``default``; those that were played, also by their paths; and those in the folder
``bundles`` of the user's data folder. What was played is recorded in ``bundles.json`` of that folder: a list of objects
with ``path``, ``name``, ``digest`` and ``sounds``, the last one played first. A bundle that is gone stays on the shelf,
marked as missing, since its disk may come back.
"""

import json
import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from latentpad.bundle.containers import is_bundle
from latentpad.bundle.shelf_names import distinct_names
from latentpad.bundle.summaries import Summaries
from latentpad.bundle.summary import BundleSummary
from latentpad.checks import is_integer
from latentpad.errors import BundleError
from latentpad.files import replace_file
from latentpad.folded import folded
from latentpad.paths import default_bundle, user_cache_folder, user_data_folder

logger = logging.getLogger(__name__)

DEFAULT = "default"
"""The name of the built-in bundle."""

MAX_RECORDS = 200
"""Bundles that were played and are remembered; the longest unused ones are forgotten."""


@dataclass(frozen=True)
class ShelfEntry:
    """A bundle on the shelf."""

    name: str
    """Its name on the shelf, where no two are the same."""

    path: Path
    """Absolute."""

    n_sounds: int
    """Sounds on its map; 0 if that is not known."""

    digest: str
    """sha256 that identifies the bundle; empty if that is not known."""

    is_missing: bool = False
    """Whether it is gone, or cannot be read."""


class Shelf:
    """The bundles that this computer knows; every call looks at the disk again. For one thread at a time.

    Parameters
    ----------
    data : Path, optional
        The folder with ``bundles.json`` and ``bundles`` (default: the user's data folder).
    """

    def __init__(self, data: Path | None = None) -> None:
        self._data = data or user_data_folder()
        self._summaries = Summaries()

    @property
    def folder(self) -> Path:
        """The folder in which every bundle is on the shelf."""
        return self._data / "bundles"

    def entries(self) -> list[ShelfEntry]:
        """Return all bundles: the built-in one, those that were played, the last one first, and the others by name."""
        known = dict(self._records())
        paths = [*dict.fromkeys([default_bundle(), *known, *self._in_folder()])]
        read = self._summaries.read(paths)
        found = [_entry(path, read.get(path), known.get(path)) for path in paths]
        own = [DEFAULT, *(entry.name for entry in found[1:])]
        names = [DEFAULT, *distinct_names([*zip(own, paths, strict=True)])[1:]]
        return [replace(entry, name=name) for entry, name in zip(found, names, strict=True)]

    def find(self, name: str) -> ShelfEntry | None:
        """Return the bundle of a name, in upper or lower case; None if there is none.

        Raises
        ------
        BundleError
            Several bundles have this name, told apart by their folders.
        """
        entries, wanted = self.entries(), folded(name)
        if found := next((entry for entry in entries if folded(entry.name) == wanted), None):
            return found
        several = [repr(entry.name) for entry in entries if folded(entry.name).startswith(f"{wanted} (")]
        if several:
            raise BundleError(f"{name!r} is the name of several bundles; choose {' or '.join(several)}")
        return None

    def last(self) -> Path | None:
        """Return the bundle that was played last, which may be gone; None if none was played."""
        return next((path for path, _ in self._records()), None)

    def remember(self, path: Path, summary: BundleSummary) -> None:
        """Record that a bundle is played now; where that cannot be written, log a warning.

        Bundles in latentpad's cache folder are not recorded, since they are temporary.
        """
        path = path.absolute()
        if path.is_relative_to(user_cache_folder()):
            return
        records = [(path, summary), *(record for record in self._records() if record[0] != path)][:MAX_RECORDS]
        rows = [_row(*record) for record in records]
        try:
            self._data.mkdir(parents=True, exist_ok=True)
            replace_file(self._record_file, json.dumps(rows, indent=1).encode())
        except OSError as error:
            logger.warning("%s cannot be written (%s); the bundle is not remembered", self._record_file, error.strerror)

    @property
    def _record_file(self) -> Path:
        return self._data / "bundles.json"

    def _records(self) -> list[tuple[Path, BundleSummary]]:
        """Read what was played; what is damaged is left out."""
        try:
            rows = json.loads(self._record_file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return []
        return [record for row in rows if (record := _record(row))] if isinstance(rows, list) else []

    def _in_folder(self) -> list[Path]:
        """Return the bundles in the folder, by name."""
        try:
            return [path for path in sorted(self.folder.iterdir()) if not path.name.startswith(".") and is_bundle(path)]
        except OSError:
            return []


def _entry(path: Path, found: BundleSummary | None, known: BundleSummary | None) -> ShelfEntry:
    """Return a bundle as it was found on disk or, if it cannot be read, as it was."""
    summary = found or known or BundleSummary(path.stem, "", 0)
    return ShelfEntry(summary.name, path, summary.n_sounds, summary.digest, is_missing=found is None)


def _row(path: Path, summary: BundleSummary) -> dict[str, Any]:
    """Return a record as JSON; the built-in bundle is one by name, since its path changes with an update."""
    where = DEFAULT if path == default_bundle() else str(path)
    return {"path": where, "name": summary.name, "digest": summary.digest, "sounds": summary.n_sounds}


def _record(row: Any) -> tuple[Path, BundleSummary] | None:
    """Return a record from JSON; None if it is damaged."""
    match row:
        case {"path": str() as path, "name": str() as name, "digest": str() as digest, "sounds": n} if is_integer(n, 0):
            return default_bundle() if path == DEFAULT else Path(path), BundleSummary(name, digest, n)
    return None
