"""The summaries of several bundles, read side by side: a disk that does not answer holds up none of the others."""

import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from latentpad.bundle.file_sizes import MANIFEST
from latentpad.bundle.summary import BundleSummary, read_summary
from latentpad.errors import BundleError

PATIENCE_SECONDS = 2.0
"""Longest time to wait for all of them: the time in which a sleeping disk may start."""

Stamp = tuple[int, int]
"""When a manifest or a zip was last changed, in nanoseconds, and its size."""


class Summaries:
    """Reads summaries, and keeps them as long as the bundles do not change; for one thread at a time.

    Parameters
    ----------
    read : callable, optional
        Reads one (raises BundleError).
    patience : float, optional
        Longest time to wait, in seconds.
    """

    def __init__(
        self, read: Callable[[Path], BundleSummary] = read_summary, patience: float = PATIENCE_SECONDS
    ) -> None:
        self._read, self._patience = read, patience
        self._kept: dict[Path, tuple[Stamp, BundleSummary]] = {}
        self._reading: dict[Path, threading.Thread] = {}

    def read(self, paths: Iterable[Path]) -> dict[Path, BundleSummary]:
        """Return the summaries of those bundles that can be read in time."""
        found: dict[Path, BundleSummary] = {}
        threads = []
        for path in paths:
            if path in self._reading and self._reading[path].is_alive():
                continue  # its disk has not answered since the last time
            self._reading[path] = thread = threading.Thread(target=self._read_one, args=(path, found), daemon=True)
            thread.start()
            threads.append(thread)
        end = time.monotonic() + self._patience
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        return dict(found)  # a late thread may still add to the other one

    def _read_one(self, path: Path, found: dict[Path, BundleSummary]) -> None:
        """Read a summary, in a thread of its own."""
        with suppress(BundleError, OSError):
            stamp = _stamp(path)
            kept = self._kept.get(path)
            summary = kept[1] if kept and kept[0] == stamp else self._read(path)
            self._kept[path] = stamp, summary
            found[path] = summary


def _stamp(path: Path) -> Stamp:
    """Return the stamp of a bundle (raises OSError)."""
    stat = os.stat(path / MANIFEST if os.path.isdir(path) else path)
    return stat.st_mtime_ns, stat.st_size
