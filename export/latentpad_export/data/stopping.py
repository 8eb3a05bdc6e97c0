"""Threads that read files, and stop between two of them: a chunk of files on a slow disk takes minutes."""

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager

_of_thread = threading.local()


@contextmanager
def reading_threads(number: int) -> Iterator[ThreadPoolExecutor]:
    """Yield an executor whose threads end with the block, after the file that each one is reading."""
    stop = threading.Event()
    pool = ThreadPoolExecutor(number, "latentpad-read", initializer=_obey, initargs=(stop,))
    try:
        yield pool
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)


def check_stopped() -> None:
    """Raise CancelledError in a thread of `reading_threads` whose block has ended; nothing in others."""
    stop = getattr(_of_thread, "stop", None)
    if stop is not None and stop.is_set():
        raise CancelledError


def _obey(stop: threading.Event) -> None:
    _of_thread.stop = stop
