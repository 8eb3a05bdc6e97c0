"""Results that processes compute beside the rest of an evaluation, and that an interrupted run need not repeat."""

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Self

from tqdm import tqdm

from latentpad_export.evaluate.cache import Arrays
from latentpad_export.evaluate.worker_process import Job, ProcessLostError, Work, WorkerProcess

logger = logging.getLogger(__name__)

MAX_PROCESSES = 4
"""Each takes about 500 MB."""

MIN_FOR_PROCESSES = 4
"""Fewer results are computed in this process, when they are collected: to start another one takes seconds."""

SECONDS_PER_LINE = 10.0
"""Least time between two lines of the log."""


class Background:
    """Computes results in processes from entering its block on; leaving it ends them.

    A process that ends by itself loses the result that it was computing, and is replaced.

    Parameters
    ----------
    name : str
        What the results are, for the log.
    work : Work
    jobs : sequence of Job
        Results that the cache holds are not computed again.
    n_processes : int, optional
        One per core up to 4 by default; with 0, everything is computed in this process, when it is collected.
    """

    def __init__(self, name: str, work: Work, jobs: Sequence[Job], n_processes: int | None = None) -> None:
        self._name, self._work, self._jobs = name, work, jobs
        self._waiting = deque(job for job in jobs if not work.cache.holds_arrays(job.key))
        if n_processes is None:
            few = len(self._waiting) < MIN_FOR_PROCESSES
            n_processes = 0 if few else min(os.cpu_count() or 1, MAX_PROCESSES)
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(n_processes)]
        self._processes: list[WorkerProcess] = []
        self._running: list[Job] = []
        self._lost: set[str] = set()
        self._errors: list[Exception] = []
        self._changed = threading.Condition()
        self._stopping, self._logged = False, 0.0

    def __enter__(self) -> Self:
        """Start the processes."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes; what they have not finished is left to the next run."""
        with self._changed:
            self._stopping = True
            for process in self._processes if self._waiting or self._running else ():
                process.end()
        for thread in self._threads:
            thread.join()

    def collect(self) -> dict[str, Arrays | None]:
        """Wait for all results, and return them by their keys; None for those whose process ended by itself.

        Raises
        ------
        Exception
            The first one that a computation has raised.
        """
        with tqdm(total=len(self._jobs), desc=self._name, disable=None) as bar:
            while (left := self._n_left()) and not self._errors:
                bar.update(len(self._jobs) - left - bar.n)
                if not self._threads:
                    self._work.result(self._waiting.popleft())
                    continue
                with self._changed:
                    self._changed.wait(1.0)
                if bar.disable:
                    self._log()
            bar.update(len(self._jobs) - left - bar.n)
        if self._errors:
            raise self._errors[0]
        return {job.key: None if job.key in self._lost else self._work.result(job) for job in self._jobs}

    def _n_left(self) -> int:
        """Return how many results are not there yet."""
        with self._changed:
            return len(self._waiting) + len(self._running)

    def _run(self) -> None:
        """Hand jobs to a process until none is left; the body of one thread for each process."""
        process = None
        while (job := self._take()) is not None:
            try:
                process = process or self._start()
                process.compute(job)
            except ProcessLostError:
                process = None
                self._lose(job)
            except Exception as error:  # noqa: BLE001 - raised again where the results are collected
                self._errors.append(error)
            with self._changed:
                self._running.remove(job)
                self._changed.notify_all()
            self._log()
        if process:
            process.finish()

    def _take(self) -> Job | None:
        """Take a job; None if there is nothing left to do."""
        with self._changed:
            if self._stopping or self._errors or not self._waiting:
                return None
            self._running.append(self._waiting.popleft())
            return self._running[-1]

    def _start(self) -> WorkerProcess:
        """Start a process, unless all of them are about to end."""
        with self._changed:
            if self._stopping:
                raise ProcessLostError
            self._processes.append(WorkerProcess(self._work))
            return self._processes[-1]

    def _lose(self, job: Job) -> None:
        """Remember that a result was lost."""
        if not self._stopping:
            self._lost.add(job.key)
            logger.warning("%s: the process of %s ended by itself; is there enough memory?", self._name, job.title)

    def _log(self) -> None:
        """Log how many results there are, not too often."""
        with self._changed:
            now, left = time.monotonic(), len(self._waiting) + len(self._running)
            if self._stopping or now - self._logged < (SECONDS_PER_LINE if left else 0):
                return
            self._logged = now if left else float("inf")  # the last line only once
            running = ", ".join(job.title for job in self._running)
        done = f"{len(self._jobs) - left} of {len(self._jobs)}"
        logger.info("%s: %s done in the background%s", self._name, done, f", now {running}" if running else "")
