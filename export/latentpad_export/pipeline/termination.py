"""Termination by the system or by another program while something is written that must not be left half."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

TERMINATED = 128 + signal.SIGTERM
"""Exit status, as shells count it."""


@contextmanager
def exit_on_termination() -> Iterator[None]:
    """Have SIGTERM raise SystemExit within the block, so that temporary files are removed on the way out.

    Elsewhere the signal ends the program at once, which is faster. Does nothing in threads other than the main one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier)
