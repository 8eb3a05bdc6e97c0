"""The box between receiving and rendering: of each sender the newest item waits, and the senders take turns.

One finger sends more points than can be rendered, and only its last one matters. Two hands are two senders: neither
pushes the other out.
"""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

MOST_WAITING = 64
"""Senders whose items wait at once; shell tools send every message from a new port."""

T = TypeVar("T")


class LatestQueue(Generic[T]):
    """A queue in which every sender has one place, and its last item wins; for any number of threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[Hashable, tuple[float, T]] = {}
        """Sender → when its item is due and the item, who has waited longest first: a newer item keeps the place."""
        self._closed = False

    def put(self, sender: Hashable, item: T, delay: float = 0.0) -> T | None:
        """Let ``item`` wait ``delay`` seconds for its taker; returns the item that will not be taken for it.

        That is the sender's own earlier item, due time and all; else, in a full box, the one that has waited longest.
        """
        with self._changed:
            superseded = self._waiting.get(sender)
            if superseded is None and len(self._waiting) >= MOST_WAITING:
                superseded = self._waiting.pop(next(iter(self._waiting)))
            self._waiting[sender] = time.monotonic() + delay, item
            self._changed.notify()
            return superseded[1] if superseded else None

    def take(self) -> T | None:
        """Block until an item is due and return it, or None once the box is closed."""
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                due = next((sender for sender, (when, _) in self._waiting.items() if when <= now), None)
                if due is not None:
                    return self._waiting.pop(due)[1]
                self._changed.wait(min((when - now for when, _ in self._waiting.values()), default=None))
            return None

    def cancel(self, unwanted: Callable[[T], bool] = lambda _: True) -> list[T]:
        """Take out what is unwanted, all if nothing is said; returns it."""
        with self._changed:
            senders = [sender for sender, (_, item) in self._waiting.items() if unwanted(item)]
            return [self._waiting.pop(sender)[1] for sender in senders]

    def close(self) -> None:
        """Let every ``take`` return None, now and from now on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
