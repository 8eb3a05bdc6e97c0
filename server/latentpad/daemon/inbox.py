"""The inbox: a folder whose new sounds are located, and where they live sent to everybody.

The folder is looked at twice a second. A library that is told of changes by the system would not hear of those on a
network share, which is where a second computer records to. A share that does not answer holds up this thread alone.

Files that are there at the start are left alone. A new or changed one is read when it has not changed for a while; one
that cannot be read might be half a copy, so its error waits longer. Renamed files count as new, under the new name.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from latentpad.daemon.replies import Replies, located_values
from latentpad.errors import LatentpadError
from latentpad.printable import printable
from latentpad.regular_files import entries_below
from latentpad.request import Located
from latentpad.samples.own_file import SUFFIXES, Stamp, read_own_file

logger = logging.getLogger(__name__)

LOOK_SECONDS, SETTLED_SECONDS, FAILED_SECONDS = 0.5, 0.4, 3.0
"""Between looks; for how long a file must not have changed before it is read; and before its error is sent."""

STOP_SECONDS = 1.0
"""Longest time to wait for the thread to end; a disk may never answer."""

LocateBytes = Callable[[bytes, str], Located]
"""Locates the bytes of a file of this name (raises LatentpadError)."""


@dataclass
class Arrival:
    """A file that is new, or has changed."""

    stamp: Stamp
    since: float
    """When it was first seen like this, in seconds."""

    is_done: bool = False
    """Whether it has been located, or reported as unusable."""


class Inbox:
    """Watches the inbox from ``start`` to ``stop``, once.

    Parameters
    ----------
    folder : Path
    locate : callable
        Locates the bytes of a file.
    replies : Replies
        Sends what is found.
    clock : callable, optional
        Returns seconds from any start.
    """

    def __init__(
        self, folder: Path, locate: LocateBytes, replies: Replies, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder, self._locate, self._replies, self._clock = folder, locate, replies, clock
        self._real_folder = Path(os.path.realpath(folder))  # if it becomes a link, somebody else has made it one
        self._arrivals: dict[str, Arrival] = {}
        self._begun, self._has_looked = time.time_ns(), False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="latentpad-inbox", daemon=True)

    def start(self) -> None:
        """Start watching."""
        self._thread.start()

    def stop(self) -> bool:
        """Stop watching; finish a file that is being located, and return whether its disk has answered."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        return not self._thread.is_alive()

    def look(self) -> None:
        """Locate those new files that have not changed for a while."""
        files, now = self._files(), self._clock()
        if files is None:
            return
        known = self._arrivals
        self._arrivals = {path: known[path] for path in files if path in known}
        for path, stamp in files.items():
            arrival = known.get(path)
            if arrival is None or arrival.stamp != stamp:
                self._arrivals[path] = Arrival(stamp, now, is_done=not self._has_looked and stamp[0] < self._begun)
            elif not arrival.is_done and now - arrival.since >= SETTLED_SECONDS and not self._stopped.is_set():
                arrival.is_done = True  # even if that fails in a way that is not foreseen
                arrival.is_done = self._answer(Path(path), is_last=now - arrival.since >= FAILED_SECONDS)
        self._has_looked = True

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.look()
            except Exception:
                logger.exception("The inbox %s could not be looked at", printable(str(self._folder)))
            self._stopped.wait(LOOK_SECONDS)

    def _files(self) -> dict[str, Stamp] | None:
        """Return the audio files in the folder, by path; None while it cannot be read."""
        found: dict[str, Stamp] = {}
        root = self._real_folder
        try:
            with entries_below(root.parent, *filter(None, [root.name])) as entries:
                for entry in entries:
                    if entry.name.lower().endswith(SUFFIXES) and not entry.name.startswith("."):
                        with suppress(OSError):  # renamed or removed since
                            stat = entry.stat(follow_symlinks=False)
                            if S_ISREG(stat.st_mode):
                                found[str(self._folder / entry.name)] = stat.st_mtime_ns, stat.st_size
        except OSError:
            return None
        return found

    def _answer(self, path: Path, is_last: bool) -> bool:
        """Locate a file, and send where it lives or, the last time, why it cannot be used; return whether it was."""
        try:
            located = self._locate(read_own_file(self._real_folder / path.name, (self._real_folder,)), str(path))
        except LatentpadError as error:
            if is_last:
                logger.warning("Inbox: %s", error)
                self._replies.announce("error", -1, "sound", error)
            return is_last
        self._replies.announce("located", -1, *located_values(path, located))
        return True
