"""Ctrl-C between two steps, so that what is saved then is the state after a whole step."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def deferred_interrupt() -> Iterator[Callable[[], None]]:
    """Note the first Ctrl-C instead of raising it; yield a function that raises it if there was one.

    A second one is raised at once. Has no effect outside the main thread.
    """
    noted = False

    def check() -> None:
        if noted:
            raise KeyboardInterrupt

    def note(_signal: int, _frame: FrameType | None) -> None:
        nonlocal noted
        check()
        noted = True

    if threading.current_thread() is not threading.main_thread():
        yield check
        return
    previous = signal.signal(signal.SIGINT, note)
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, previous)
    check()
