"""Signals that stop the program: Ctrl-C, Ctrl-Break on Windows, termination by the system, and a closed terminal."""

import queue
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from latentpad.daemon.console_close import on_console_close

NAMES = ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP")
POLL_SECONDS = 0.2
"""Interval at which waiting is interrupted: on Windows, Ctrl-C does not interrupt a lock."""


@contextmanager
def stop_signals(should_stop: Callable[[], bool] = lambda: False) -> Iterator[Callable[[], None]]:
    """Catch the signals that ask to stop; yield a function that blocks until there is one, or reason to stop.

    For the main thread only, as Python's signals are. The earlier handlers are restored at the end.
    """
    # a SimpleQueue, not an Event: its put may interrupt its own get
    caught: queue.SimpleQueue[int] = queue.SimpleQueue()

    def wait() -> None:
        while not should_stop():
            with suppress(queue.Empty):
                caught.get(timeout=POLL_SECONDS)
                return

    numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
    wanted = [number for number in numbers if not _outlives_terminal(number)]
    earlier = {number: signal.signal(number, lambda number, _frame: caught.put(number)) for number in wanted}
    try:
        with on_console_close(caught.put):
            yield wait
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _outlives_terminal(number: int) -> bool:
    """Return whether a signal is that of a closed terminal, which nohup had ignored at the start."""
    return number == getattr(signal, "SIGHUP", None) and signal.getsignal(number) is signal.SIG_IGN


@contextmanager
def held_interrupt() -> Iterator[Callable[[], None]]:
    """Hold Ctrl-C back during a block, since a compiler swallows it; yield a function that raises it if there was one.

    For the main thread only. It is raised at the end of the block, too (KeyboardInterrupt).
    """
    caught: list[int] = []

    def check() -> None:
        if caught:
            raise KeyboardInterrupt

    earlier = signal.signal(signal.SIGINT, lambda number, _frame: caught.append(number))
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, earlier)
    check()
