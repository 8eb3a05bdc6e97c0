"""The last OSC messages received and sent, for finding out why a controller gets no response."""

import logging
import threading
from collections import deque
from dataclasses import dataclass

from latentpad.osc.wire import Argument
from latentpad.printable import printable

logger = logging.getLogger(__name__)

MAX_ENTRIES = 200

MAX_ARGUMENTS, MAX_CHARACTERS = 64, 200
"""Of an entry; the rest of a message that is larger is left out."""


@dataclass(frozen=True)
class Entry:
    """A message that was received or sent, or a note about messages."""

    number: int
    """Counts all entries since the start."""

    incoming: bool
    peer: str
    """The other side: host and port, and how many more there were; empty for a note."""

    address: str
    """The address of the message, or the text of the note."""

    args: tuple[Argument, ...]


class Monitor:
    """A log of the last messages; for any number of threads. Recording costs next to nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: deque[Entry] = deque(maxlen=MAX_ENTRIES)
        self._count = 0

    def record(self, incoming: bool, peer: str, address: str, args: tuple[Argument, ...]) -> None:
        """Add a message, and log it at the level DEBUG."""
        args = tuple(_shortened(value) for value in args[:MAX_ARGUMENTS])
        address = printable(address[:MAX_CHARACTERS])
        logger.debug("%s %s: %s %s", "from" if incoming else "to", peer, address, args)
        self._add(incoming, peer, address, args)

    def note(self, text: str) -> None:
        """Add what is to be known about messages that are not in the log."""
        self._add(True, "", printable(text), ())

    def after(self, number: int) -> list[Entry]:
        """Return the entries after this number that are still kept."""
        with self._lock:
            if number >= self._count:
                return []
            return [entry for entry in self._entries if entry.number > number]

    def _add(self, incoming: bool, peer: str, address: str, args: tuple[Argument, ...]) -> None:
        with self._lock:
            self._count += 1
            self._entries.append(Entry(self._count, incoming, peer, address, args))


def _shortened(value: Argument) -> Argument:
    """Return an argument as it is shown: no long strings, and no control characters."""
    return printable(value[:MAX_CHARACTERS]) if isinstance(value, str) else value
