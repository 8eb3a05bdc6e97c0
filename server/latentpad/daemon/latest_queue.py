"""The queue between receiving and rendering: the newest item of each sender waits, and the senders take turns.

A finger on a pad sends points faster than they can be rendered, and only the last one matters. Two controllers are two
senders: neither supersedes the other's points.

Behind them waits a backlog of long work, in which nothing is superseded: it is taken while nothing else is due, one
part at a time.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

MAX_SENDERS = 64
"""Senders with a waiting item at once; shell tools send every message from a new port."""

MAX_BACKLOG = 16
"""Items in the backlog at once."""

T = TypeVar("T")


class LatestQueue(Generic[T]):
    """A queue in which every sender has one place, and its last item wins; for any number of threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[Hashable, tuple[float, T]] = {}
        """Sender → due time and item, the longest waiting first: a newer item keeps its sender's place."""
        self._backlog: deque[T] = deque()
        self._closed = False

    def put(self, sender: Hashable, item: T, delay: float = 0.0) -> T | None:
        """Add an item that is due after ``delay`` seconds; return the item that it displaces.

        That is the sender's own earlier item, due time and all; else, if the queue is full, the longest waiting one.
        """
        with self._changed:
            superseded = self._waiting.get(sender)
            if superseded is None and len(self._waiting) >= MAX_SENDERS:
                superseded = self._waiting.pop(next(iter(self._waiting)))
            self._waiting[sender] = time.monotonic() + delay, item
            self._changed.notify()
            return superseded[1] if superseded else None

    def append(self, item: T) -> bool:
        """Add an item to the backlog; return False, and do nothing, if that is full."""
        with self._changed:
            if len(self._backlog) >= MAX_BACKLOG:
                return False
            self._backlog.append(item)
            self._changed.notify()
            return True

    def take(self) -> T | None:
        """Block until an item is due and return it, or None once the queue is closed.

        An item of the backlog is returned again and again until `discard` removes it.
        """
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                due = next((sender for sender, (when, _) in self._waiting.items() if when <= now), None)
                if due is not None:
                    return self._waiting.pop(due)[1]
                if self._backlog:
                    return self._backlog[0]
                self._changed.wait(min((when - now for when, _ in self._waiting.values()), default=None))
            return None

    def discard(self, item: T) -> bool:
        """Remove an item from the backlog; return whether it was there, and not cancelled meanwhile."""
        with self._changed:
            found = any(other is item for other in self._backlog)
            self._backlog = deque(other for other in self._backlog if other is not item)
            return found

    def cancel(self, unwanted: Callable[[T], bool] = lambda _: True) -> list[T]:
        """Remove and return the unwanted items, those of the backlog included; by default all."""
        with self._changed:
            senders = [sender for sender, (_, item) in self._waiting.items() if unwanted(item)]
            late = [item for item in self._backlog if unwanted(item)]
            self._backlog = deque(item for item in self._backlog if not unwanted(item))
            return [*(self._waiting.pop(sender)[1] for sender in senders), *late]

    def close(self) -> None:
        """Make every ``take`` return None, waiting ones included."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
