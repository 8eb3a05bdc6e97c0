"""Ctrl-C between two steps, so that what is saved then is the state after a whole step."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def deferred_interrupt() -> Iterator[Callable[[], bool]]:
    """Note the first Ctrl-C instead of raising it; yield a function that returns whether there was one.

    It is raised at the end, a second one at once. Has no effect outside the main thread.
    """
    noted = False

    def is_noted() -> bool:
        return noted

    def note(_signal: int, _frame: FrameType | None) -> None:
        nonlocal noted
        if noted:
            raise KeyboardInterrupt
        noted = True

    if threading.current_thread() is not threading.main_thread():
        yield is_noted
        return
    previous = signal.signal(signal.SIGINT, note)
    try:
        yield is_noted
    finally:
        signal.signal(signal.SIGINT, previous)
    if noted:
        raise KeyboardInterrupt
