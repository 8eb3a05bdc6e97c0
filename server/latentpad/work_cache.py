"""The folder of what the training half has computed for files and trainings, and can compute again.

It is in the user's cache folder and bounded in size: when a command ends, what was not used for longest goes first.
Every entry is a folder of its own with a file ``used``, whose time is that of the last use. A command that uses an
entry holds a lock on that file, so that no other removes it meanwhile.
"""

import os
import shutil
import weakref
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from latentpad.file_locks import is_shared, share
from latentpad.paths import user_cache_folder

LIMIT_BYTES = 10_000_000_000
"""Size above which the cache is cleaned up."""

USED = "used"
FILES = "files.sqlite"
"""Contents of files by their paths, beside the entries."""


class CacheEntry(NamedTuple):
    """A folder of the cache."""

    path: Path
    n_bytes: int
    used: float
    """Seconds since 1970."""


class WorkCache:
    """The cache in a folder; by default, that of the user.

    Parameters
    ----------
    root : Path, optional
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = user_cache_folder() / "work" if root is None else root

    @property
    def known_files(self) -> Path:
        """Where the contents of files are kept by their paths."""
        return self.root / FILES

    def open(self, name: str) -> Path:
        """Return the folder of an entry, which is created if needed, and counts as used now (raises OSError).

        It stays in use as long as this object lives.
        """
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / USED).touch()
        weakref.finalize(self, os.close, share(folder / USED))
        return folder

    def entries(self) -> list[CacheEntry]:
        """Return what is in the cache, the last used first."""
        try:
            folders = [path for path in self.root.iterdir() if path.is_dir()]
        except OSError:
            return []
        return sorted(map(_entry, folders), key=lambda entry: -entry.used)

    def size(self) -> int:
        """Return the size of everything in bytes."""
        return sum(entry.n_bytes for entry in self.entries()) + _size(self.known_files)

    def clean_up(self, limit: int = LIMIT_BYTES, keep: Path | None = None) -> int:
        """Remove what was not used for longest until the rest is within a limit; return the bytes removed.

        Parameters
        ----------
        limit : int
            Bytes.
        keep : Path, optional
            An entry's folder that stays, whatever its size; so does every one that is in use.
        """
        entries, removed = self.entries(), 0
        excess = sum(entry.n_bytes for entry in entries) - limit
        for entry in reversed(entries):
            if removed >= excess:
                break
            if entry.path != keep and not is_shared(entry.path / USED):
                shutil.rmtree(entry.path, ignore_errors=True)
                removed += entry.n_bytes
        return removed

    def clear(self) -> int:
        """Remove everything that is not in use; return the bytes removed."""
        removed = self.clean_up(limit=-1) + _size(self.known_files)
        with suppress(OSError):
            self.known_files.unlink()
        return removed


def _entry(path: Path) -> CacheEntry:
    """Return a folder of the cache with its size."""
    n_bytes = sum(_size(Path(root, name)) for root, _, names in os.walk(path) for name in names)
    used = path / USED
    return CacheEntry(path, n_bytes, (used if used.exists() else path).stat().st_mtime)


def _size(path: Path) -> int:
    """Return the size of a file, 0 where it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
