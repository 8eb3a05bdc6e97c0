"""Checks whether the files of sounds in the cache have changed since they were read.

A stat takes two microseconds, but hangs where a network share does not answer. So the checks are made in a thread,
while the decoder runs; a render takes 0.07 ms longer. The thread ends when there is nothing to check for a while, and
is a daemon thread, which does not keep the process from ending.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue

logger = logging.getLogger(__name__)

CHECK_SECONDS = 0.05
"""Longest time that a render waits for a check; then it plays sounds as they were read."""

IDLE_SECONDS = 1.0
"""After which the thread ends."""

Stamp = tuple[str, int, int]
"""Path of a file, when it was last changed, in nanoseconds, and its size."""


class Check:
    """A check of some sounds."""

    def __init__(self, indices: Sequence[int]) -> None:
        self.indices = indices
        self._changed: tuple[int, ...] = ()
        self._pending = threading.Lock()
        self._pending.acquire()

    def finish(self, changed: tuple[int, ...]) -> None:
        """Set the result, once."""
        self._changed = changed
        self._pending.release()

    def wait(self, seconds: float = CHECK_SECONDS) -> tuple[int, ...]:
        """Return those sounds whose files have changed; none if it is not known in time."""
        if self._pending.acquire(timeout=seconds):
            self._pending.release()
        return self._changed


class FileChecks:
    """Checks the files of sounds; for any number of threads.

    Parameters
    ----------
    find : callable
        Returns the path of the file of an index, None if there is none; it may take as long as the disk does.
    """

    def __init__(self, find: Callable[[int], Path | None]) -> None:
        self._find = find
        self._stamps: dict[int, Stamp | None] = {}
        self._checks: SimpleQueue[Check] = SimpleQueue()
        self._lock, self._is_running = threading.Lock(), False
        self._since: float | None = None
        """When the check that is being made was begun."""

    def record(self, index: int) -> None:
        """Record the file of a sound that is about to be read."""
        self._stamps[index] = self._stamp(index)

    def begin(self, indices: Sequence[int]) -> Check:
        """Check those of some sounds whose files are recorded, without waiting; none while the disk does not answer."""
        known = [index for index in indices if index in self._stamps]
        check, since = Check(known), self._since
        if not known or (since is not None and time.monotonic() - since > CHECK_SECONDS):
            check.finish(())
            return check
        with self._lock:
            self._checks.put(check)
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, name="latentpad-checks", daemon=True).start()
        return check

    def _run(self) -> None:
        """Make checks until there is nothing to check for a while."""
        while True:
            try:
                check = self._checks.get(timeout=IDLE_SECONDS)
            except Empty:
                with self._lock:
                    if self._checks.empty():
                        self._is_running = False
                        return
                continue
            self._since = time.monotonic()
            changed = tuple(index for index in check.indices if self._has_changed(index))
            self._since = None
            check.finish(changed)

    def _has_changed(self, index: int) -> bool:
        """Return whether the file of a sound is not as it was; a bug costs this check only."""
        try:
            then = self._stamps[index]
            now = self._stamp(index) if then is None else _stamp_of(then[0])
        except Exception:
            logger.exception("The file of sound %d of the map could not be checked", index)
            return False
        return now != then

    def _stamp(self, index: int) -> Stamp | None:
        """Return the stamp of the file of a sound, None if there is none."""
        path = self._find(index)
        return None if path is None else _stamp_of(str(path))


def _stamp_of(path: str) -> Stamp | None:
    """Return the stamp of a file, None if there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return path, found.st_mtime_ns, found.st_size
