"""Working arrays: a render allocates next to nothing, two at once share nothing, and what is dropped is free."""

import mmap
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import prod
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

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


def page_array(shape: tuple[int, ...], dtype: type[np.generic]) -> NDArray[Any]:
    """Allocate zeros on pages of their own, which the system gets back as soon as the array is dropped.

    malloc keeps what it once had: 35 MB beside the cache of sounds, and 55 MB after a sound with extreme controls.
    """
    n = prod(shape)
    n_bytes = max(1, n * np.dtype(dtype).itemsize)
    if sys.platform == "win32":
        pages = mmap.mmap(-1, n_bytes)
    else:
        pages = mmap.mmap(-1, n_bytes, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return np.frombuffer(pages, dtype=dtype, count=n).reshape(shape)
