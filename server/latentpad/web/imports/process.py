"""The process that maps or trains: started without a shell, read line by line, terminated on request."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO

from latentpad.web.imports.events import MAX_TEXT, Event, read_event

logger = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that a process has to end by itself once it is asked to."""

MAX_LINE = 100_000
"""Characters of a line; the rest of a longer one is a line of its own."""


class ImportProcess:
    """A process that prints events, from ``start`` until it ends.

    Parameters
    ----------
    command : sequence of str
        Program and arguments.
    on_event : callable
        Called with each event, in a thread of its own.
    on_end : callable
        Called once, after the last event, with the exit status and the last line of the log.
    """

    def __init__(
        self, command: Sequence[str], on_event: Callable[[Event], None], on_end: Callable[[int, str], None]
    ) -> None:
        self._command, self._on_event, self._on_end = command, on_event, on_end
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the process (raises OSError)."""
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        process = self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            creationflags=flags,
            # a group, so that Ctrl-C in a terminal is for the daemon alone; not a session: on Linux, its nice value
            # would count among its own processes only, and it would get as much of the CPU as the daemon
            process_group=None if sys.platform == "win32" else 0,
        )
        self._thread = threading.Thread(target=self._run, args=(process,), name="latentpad-import", daemon=True)
        self._thread.start()

    def terminate(self) -> None:
        """Ask the process to end, without waiting; it is killed if it does not. Harmless once it has ended."""
        if self._process and self._process.poll() is None:
            _signal(self._process, is_last=False)
            killer = threading.Timer(PATIENCE, self._kill)
            killer.daemon = True
            killer.start()

    def close(self, patience: float = PATIENCE) -> None:
        """End the process, at the latest after so many seconds, and wait until it has ended."""
        if self._process is None:
            return
        if self._process.poll() is None:
            _signal(self._process, is_last=False)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        self._kill()
        if self._thread and self._thread is not threading.current_thread():
            self._thread.join(patience)

    def _kill(self) -> None:
        if self._process and self._process.poll() is None:
            _signal(self._process, is_last=True)

    def _run(self, process: subprocess.Popen[str]) -> None:
        log: deque[str] = deque(maxlen=1)
        reader = threading.Thread(target=_keep_last, args=(process.stderr, log), name="latentpad-log", daemon=True)
        reader.start()
        for line in _lines(process.stdout):
            event = read_event(line)
            if event is None:
                logger.debug("Import: %s", line.rstrip())
                continue
            try:
                self._on_event(event)
            except Exception:
                logger.exception("%s could not be handled", event)
        status = process.wait()
        reader.join(1.0)  # a process that it has started may hold the pipe
        self._on_end(status, log[-1] if log else "")


def _signal(process: subprocess.Popen[str], is_last: bool) -> None:
    """Ask a process, and those that it has started, to end; make them end if it is the last time."""
    if sys.platform == "win32":
        process.terminate()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL if is_last else signal.SIGTERM)


def _keep_last(stream: IO[str] | None, log: deque[str]) -> None:
    """Read a log, of which the last line is kept: it says why a process ended."""
    for line in _lines(stream):
        if line.strip():
            logger.debug("Import: %s", line.rstrip())
            log.append(" ".join(line.split())[:MAX_TEXT])


def _lines(stream: IO[str] | None) -> Iterator[str]:
    """Yield the lines of a stream until it ends."""
    if stream:
        with stream:
            while line := stream.readline(MAX_LINE):
                yield line
