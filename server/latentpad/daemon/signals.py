"""Waiting for somebody to stop the program: Ctrl-C, Ctrl-Break on Windows, or the system."""

import queue
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

NAMES = ("SIGINT", "SIGTERM", "SIGBREAK")
GLANCE_SECONDS = 0.2
"""How often to look up from waiting: on Windows a lock is not interrupted by Ctrl-C."""


@contextmanager
def stop_signals() -> Iterator[Callable[[], None]]:
    """Catch the signals that ask to stop; gives a function that returns once there was one.

    For the main thread only, as Python's signals are. The handlers from before are put back at the end.
    """
    # a SimpleQueue and no Event: its put may interrupt its own get
    seen: queue.SimpleQueue[int] = queue.SimpleQueue()

    def wait() -> None:
        while True:
            try:
                seen.get(timeout=GLANCE_SECONDS)
                return
            except queue.Empty:
                continue

    numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
    old = {number: signal.signal(number, lambda caught, _frame: seen.put(caught)) for number in numbers}
    try:
        yield wait
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
