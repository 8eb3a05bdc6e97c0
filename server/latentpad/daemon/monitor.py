"""What came in over OSC and what was answered, the last of it, for somebody whose controller stays silent."""

import threading
from collections import deque
from dataclasses import dataclass

from latentpad.osc.wire import Argument

MOST_LINES = 200


@dataclass(frozen=True)
class Line:
    """A message that went over the wire."""

    number: int
    """Counts all lines since the start."""

    incoming: bool
    peer: str
    """The other side: host and port, or how many there were."""

    address: str
    args: tuple[Argument, ...]


class Monitor:
    """A book of the last messages; for any number of threads. Noting costs next to nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: deque[Line] = deque(maxlen=MOST_LINES)
        self._count = 0

    def note(self, incoming: bool, peer: str, address: str, args: tuple[Argument, ...]) -> None:
        """Write a message down."""
        with self._lock:
            self._count += 1
            self._lines.append(Line(self._count, incoming, peer, address, args))

    def after(self, number: int) -> list[Line]:
        """Give the lines that are newer than the one of this number, as far as they are still there."""
        with self._lock:
            if number >= self._count:
                return []
            return [line for line in self._lines if line.number > number]
