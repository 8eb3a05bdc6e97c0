"""Termination by the system or by another program while something is written that must not be left half."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

NAMES = ("SIGTERM", "SIGHUP")
"""Termination, and a closed terminal."""

SHELL_STATUS = 128
"""Added by shells to the number of the signal that ended a program, which gives the exit status."""

TERMINATED = SHELL_STATUS + signal.SIGTERM
"""Exit status after a termination."""


@contextmanager
def exit_on_termination() -> Iterator[None]:
    """Have termination raise SystemExit within the block, so that temporary files are removed on the way out.

    Elsewhere it ends the program at once, which is faster. Signals that are ignored, as nohup has it, stay so. Does
    nothing in threads other than the main one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
    wanted = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    earlier = {number: signal.signal(number, _exit) for number in wanted}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _exit(number: int, _frame: object) -> None:
    sys.exit(SHELL_STATUS + number)
