"""The one-place box between receiving and rendering: a newer item replaces the one that waits."""

import threading
import time
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """A queue of length one whose last item wins, for any number of threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: T | None = None
        self._due = 0.0
        self._closed = False

    def put(self, item: T, delay: float = 0.0) -> T | None:
        """Let ``item`` wait ``delay`` seconds for its taker; returns the item it replaces, due time and all."""
        with self._changed:
            superseded, self._item = self._item, item
            self._due = time.monotonic() + delay
            self._changed.notify()
            return superseded

    def take(self) -> T | None:
        """Block until an item is due and return it, or None once the box is closed."""
        with self._changed:
            while not self._closed:
                left = self._due - time.monotonic()
                if self._item is not None and left <= 0:
                    item, self._item = self._item, None
                    return item
                self._changed.wait(None if self._item is None else left)
            return None

    def cancel(self) -> T | None:
        """Empty the box; returns what was in it."""
        with self._changed:
            item, self._item = self._item, None
            return item

    def close(self) -> None:
        """Let every ``take`` return None, now and from now on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
