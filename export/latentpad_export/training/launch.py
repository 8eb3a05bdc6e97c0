"""The processes of a training on one machine: started together, interrupted together, ended together.

Each runs the same function. On Ctrl-C, all of them end after the same step and leave a checkpoint; when one fails, the
others are ended, and its error is raised here.
"""

import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import NoReturn, TypeVar

from tqdm import tqdm

from latentpad.errors import LatentpadError
from latentpad_export.errors import TrainingError
from latentpad_export.training.place import Place
from latentpad_export.training.processes import Processes

Options = TypeVar("Options")
Work = Callable[[Options, Processes], object]

GRACE_SECONDS = 30.0
"""Time in which the others can write a checkpoint after one process has failed."""

INTERRUPTED = 130
"""Exit status of a process after Ctrl-C."""


@dataclass
class Worker:
    """A process that was started, and the error that it reports."""

    process: BaseProcess
    reports: Connection
    name: str

    def error(self) -> tuple[bool, str]:
        """Return whether the failed process says that it only lost another one, and its error in one line."""
        try:
            if self.reports.poll():
                lost, text = self.reports.recv()
                return bool(lost), str(text)
        except EOFError:
            pass
        code = self.process.exitcode or 0
        how = f"was ended by signal {-code}" if code < 0 else f"ended with status {code}"
        return False, f"{self.name} {how}; repeat the command to resume from the last checkpoint"


def launch(place: Place, function: Work[Options], options: Options) -> None:
    """Run a function in as many processes as the place has devices, and wait for their end.

    Parameters
    ----------
    place : Place
    function : callable
        Of the options and the processes; can be imported.
    options : object
        Can be pickled.

    Raises
    ------
    TrainingError
        A process failed.
    KeyboardInterrupt
        The processes were interrupted.
    """
    place = place if place.port else replace(place, port=_free_port())
    context = multiprocessing.get_context("spawn")
    workers: list[Worker] = []
    with _forwarded_interrupts(workers) as interrupts:
        with _blocked_interrupts():
            for local_rank in range(place.devices):
                reports, sender = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(place, local_rank, function, options, sender))
                process.start()
                sender.close()
                workers.append(Worker(process, reports, f"process {place.rank(local_rank) + 1} of {place.size}"))
        failed = _wait(workers)
    errors = [worker.error() for worker in failed if worker.process.exitcode != INTERRUPTED]
    if errors and not (interrupts and all(lost for lost, _ in errors)):
        raise TrainingError(min(errors, key=lambda error: error[0])[1])
    if failed:
        raise KeyboardInterrupt


def _wait(workers: list[Worker]) -> list[Worker]:
    """Wait until all processes have ended; return those that failed by themselves."""
    while running := [worker.process for worker in workers if worker.process.exitcode is None]:
        wait([process.sentinel for process in running])
        if any(worker.process.exitcode for worker in workers):
            break
    deadline = time.monotonic() + GRACE_SECONDS
    for worker in workers:
        worker.process.join(max(0.0, deadline - time.monotonic()))
    failed = [worker for worker in workers if worker.process.exitcode]
    for worker in workers:
        if worker.process.exitcode is None:
            worker.process.kill()
            worker.process.join()
    return failed


@contextmanager
def _forwarded_interrupts(workers: list[Worker]) -> Iterator[list[int]]:
    """Send Ctrl-C to the processes instead of raising it here; yield the list of those sent.

    On Windows, the console sends it to all.
    """
    sent: list[int] = []

    def forward(number: int, _frame: object) -> None:
        sent.append(number)
        for worker in workers:
            if hasattr(os, "setsid") and worker.process.exitcode is None and worker.process.pid:
                os.kill(worker.process.pid, signal.SIGINT)

    if threading.current_thread() is not threading.main_thread():
        yield sent
        return
    previous = signal.signal(signal.SIGINT, forward)
    try:
        yield sent
    finally:
        signal.signal(signal.SIGINT, previous)


@contextmanager
def _blocked_interrupts() -> Iterator[None]:
    """Delay Ctrl-C, also in the processes that are started, which can handle it only when they have begun."""
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # ends any delay when it starts
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        _allow_interrupts()


def _allow_interrupts() -> None:
    """End the delay of Ctrl-C."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _work(
    place: Place,
    local_rank: int,
    function: Work[Options],
    options: Options,
    sender: Connection,
) -> None:
    """Run the function in a started process, and report its error."""
    if hasattr(os, "setsid"):
        os.setsid()  # Ctrl-C reaches the starting process only, which sends it on
    tqdm.set_lock(threading.RLock())  # its own would outlive a process that is killed
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _allow_interrupts()
        from latentpad_export.training.fabric import LostProcessError, join

        try:
            function(options, join(place, local_rank))
        except LatentpadError as error:
            sender.send((isinstance(error, LostProcessError), str(error)))
            _end(1)
    except KeyboardInterrupt:
        _end(INTERRUPTED)


def _end(status: int) -> NoReturn:
    """End this process at once: threads of gloo that still wait for a lost process would abort it with a message."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _end_with_parent() -> None:
    """End this process when the one that started it has ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port: int = server.getsockname()[1]
        return port
