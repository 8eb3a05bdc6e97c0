"""Threads for slow work that do not keep the process from ending: a disk may never answer.

Those of `concurrent.futures.ThreadPoolExecutor` do.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

SHUTDOWN_SECONDS = 1.0
"""Longest time to wait for work in progress at the end."""

T = TypeVar("T")


class DaemonExecutor(Executor):
    """An executor with daemon threads, which are started by the first call.

    Parameters
    ----------
    n_threads : int
    name : str
        Of the threads.
    """

    def __init__(self, n_threads: int, name: str) -> None:
        self._calls: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._threads = [threading.Thread(target=self._run, name=name, daemon=True) for _ in range(n_threads)]
        self._lock, self._is_started, self._is_shut_down = threading.Lock(), False, False

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Queue a call and return its future (raises RuntimeError after `shutdown`)."""
        future: Future[T] = Future()
        with self._lock:
            if self._is_shut_down:
                raise RuntimeError("no calls are taken after shutdown")
            for thread in () if self._is_started else self._threads:
                thread.start()
            self._is_started = True
            self._calls.put((future, lambda: fn(*args, **kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; wait for those in progress, but no longer than SHUTDOWN_SECONDS."""
        with self._lock:
            self._is_shut_down = True
            threads = self._threads if self._is_started else []
        if cancel_futures:
            self._cancel_waiting()
        for _ in threads:
            self._calls.put(None)
        until = time.monotonic() + (SHUTDOWN_SECONDS if wait else 0)
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _cancel_waiting(self) -> None:
        """Cancel the calls that are not in progress."""
        while True:
            try:
                call = self._calls.get_nowait()
            except Empty:
                return
            if call:
                call[0].cancel()

    def _run(self) -> None:
        while call := self._calls.get():
            future, function = call
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function())
                except BaseException as error:  # noqa: BLE001 - raised again by the future
                    future.set_exception(error)
            del call, future, function  # they may refer to a bundle that is not played any more
