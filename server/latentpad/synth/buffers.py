"""Working arrays, lent to one render at a time: a render leaves no garbage, and two at once share nothing."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class BufferPool(Generic[T]):
    """As many rooms as were ever needed at once, for any number of threads."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._free: deque[T] = deque()

    @contextmanager
    def lend(self) -> Iterator[T]:
        """Give a room that nobody else has until the end of the block."""
        try:
            room = self._free.pop()
        except IndexError:
            room = self._make()
        try:
            yield room
        finally:
            self._free.append(room)
