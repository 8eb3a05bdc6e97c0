"""A process that computes results one after another, at a low priority, on one core, into a cache."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from threadpoolctl import threadpool_limits

from latentpad_export.evaluate.cache import Arrays, Cache

NICENESS = 10
"""Priority, on systems that have them: what runs in front is hardly slower."""


SECONDS_TO_FINISH = 10.0
"""Time in which a process cleans up after itself."""


class Job(NamedTuple):
    """A result to compute."""

    key: str
    """Name in the cache."""

    title: str
    """Name in the log."""

    argument: Any


class Work(NamedTuple):
    """How results are computed; pickled once for each process."""

    cache: Cache
    compute: Callable[[Any, Any], Arrays]
    """A function of a module, called with `shared` and the argument of a job."""

    shared: Any

    def result(self, job: Job) -> Arrays:
        """Load a result, or compute and keep it."""
        return self.cache.arrays(job.key, partial(self.compute, self.shared, job.argument))


class ProcessLostError(Exception):
    """A process has ended by itself, such as for want of memory, or was ended."""


class WorkerProcess:
    """A process that works until it is told to end, or this process ends."""

    def __init__(self, work: Work) -> None:
        context = get_context("spawn")  # the same on all systems
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        with _without_interrupts():
            self._process.start()
        theirs.close()
        with suppress(OSError):  # it has ended already, which the first job finds out
            self._connection.send(work)  # as an argument, it would block forever where the process ends before

    def compute(self, job: Job) -> None:
        """Have a result computed, and wait for it.

        Raises
        ------
        ProcessLostError
            The process has ended.
        Exception
            Raised by the computation.
        """
        try:
            self._connection.send(job)
            error = self._connection.recv()
        except (EOFError, OSError):
            raise ProcessLostError from None
        if error is not None:
            raise error

    def finish(self) -> None:
        """End the process, which is not computing anything."""
        with suppress(OSError):
            self._connection.send(None)
        self._process.join(SECONDS_TO_FINISH)
        self.end()

    def end(self) -> None:
        """End the process at once, whatever it is doing."""
        self._process.terminate()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach while they import; they ignore it afterwards."""
    if os.name != "posix":
        yield
        return
    resource_tracker.ensure_running()  # it would unblock the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection) -> None:
    """Compute jobs and answer each with None or an error; leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with suppress(EOFError, OSError), threadpool_limits(1):
        work: Work = connection.recv()
        while (job := connection.recv()) is not None:
            error: Exception | None = None
            try:
                work.result(job)
            except Exception as found:  # noqa: BLE001 - raised again in the parent
                error = found
            connection.send(error)
