"""Calls that may never return, because the disk that they read from does not answer."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any, TypeVar

T = TypeVar("T")


class Patience:
    """Waits for calls, but not for long; for one thread at a time.

    A call that does not return keeps a daemon thread, which does not keep the process from ending. Until it returns, no
    other call is begun.

    Parameters
    ----------
    seconds : float
        Longest time to wait.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._pending: Future[Any] | None = None

    def wait(self, call: Callable[[], T]) -> T | None:
        """Return what a call returns, or raise what it raises; None if it or an earlier one takes too long."""
        if self._pending and not self._pending.done():  # its thread lives a moment longer
            return None
        future: Future[T] = Future()
        self._pending = future
        threading.Thread(target=_run, args=(call, future), name="latentpad-patience", daemon=True).start()
        done, _ = wait([future], self._seconds)
        return future.result() if done else None


def _run(call: Callable[[], T], future: Future[T]) -> None:
    """Call, and keep the result."""
    try:
        future.set_result(call())
    except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
        future.set_exception(error)
