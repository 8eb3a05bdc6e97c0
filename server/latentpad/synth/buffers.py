"""A pool of working arrays: a render allocates next to nothing, and two at once share nothing."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class BufferPool(Generic[T]):
    """Buffers for any number of threads; the pool holds as many as were ever in use at once."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._free: deque[T] = deque()

    @contextmanager
    def lend(self) -> Iterator[T]:
        """Lend buffers for exclusive use until the end of the block."""
        try:
            buffers = self._free.pop()
        except IndexError:
            buffers = self._make()
        try:
            yield buffers
        finally:
            self._free.append(buffers)
