"""What was lost or held back: counted, and reported in the log and in the page's OSC monitor, but not often."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from latentpad.counted import counted
from latentpad.daemon.monitor import Monitor

logger = logging.getLogger(__name__)

REPORT_SECONDS = 10.0
"""Least time between two reports of one kind."""


class Loss(Enum):
    """A kind of loss: what one is and what several are, and what became of them."""

    DATAGRAM = "datagram was", "datagrams were", "lost: they came faster than they could be read"
    ERROR = "error was", "errors were", "not sent, since one program would get too many"
    REPLY = "reply was", "replies were", "not sent, since one host of the network would get too many"


@dataclass
class Count:
    """What is not reported yet."""

    n: int = 0
    detail: str = ""
    reported: float = float("-inf")
    """When the last report was made, in seconds."""


class Losses:
    """Counts losses of each kind until they are reported; for any number of threads.

    Parameters
    ----------
    monitor : Monitor
    clock : callable, optional
        Returns seconds from any start.
    """

    def __init__(self, monitor: Monitor, clock: Callable[[], float] = time.monotonic) -> None:
        self._monitor, self._clock = monitor, clock
        self._lock = threading.Lock()
        self._counts = {loss: Count() for loss in Loss}

    def add(self, loss: Loss, n: int, detail: str) -> None:
        """Count losses of a kind; the report quotes the last detail."""
        with self._lock:
            self._counts[loss].n += n
            self._counts[loss].detail = detail

    @property
    def is_pending(self) -> bool:
        """Whether there is something to report."""
        return any(count.n for count in self._counts.values())

    def report(self, is_last: bool = False) -> None:
        """Report what is due, or everything."""
        for text in self._due(is_last):
            logger.warning("%s", text)
            self._monitor.note(text)

    def _due(self, is_last: bool) -> list[str]:
        """Return the texts of the reports that are due, and begin to count anew."""
        with self._lock:
            now, texts = self._clock(), []
            for loss, count in self._counts.items():
                if count.n and (is_last or now - count.reported >= REPORT_SECONDS):
                    one, many, what = loss.value
                    texts.append(f"{counted(count.n, one, many)} {what} ({count.detail})")
                    self._counts[loss] = Count(reported=now)
            return texts
