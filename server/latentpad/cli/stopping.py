"""Signals that end a command, at whatever moment they come: one line and the status 128 + their number.

While modules are imported, and after the command is done, such a signal ends the process at once: nothing has to be
tidied up, and an exception would surface inside other packages. While the command runs, an exception is raised in the
main thread, so that temporary files and child processes are removed. When the interpreter itself ends, signals are
ignored, since it restores their defaults some time before it is gone.
"""

import os
import signal
import sys
import time

from latentpad import TYPE_CHECKING

if TYPE_CHECKING:  # nothing is imported that is not needed: signals are not handled meanwhile
    from types import FrameType, TracebackType
    from typing import NoReturn

WORDS = {"SIGINT": "interrupted", "SIGBREAK": "interrupted", "SIGTERM": "terminated", "SIGHUP": "terminated"}
"""Signals by their names, as far as the system has them, and what is printed."""

ALWAYS, OTHERS = ("SIGINT", "SIGBREAK"), ("SIGTERM", "SIGHUP")
"""Those that a user sends from a terminal, and those that the system sends."""

TIDYING_SECONDS = 1.0
"""After which a second signal ends the process at once; earlier, it is the same one from another sender.

It is also the longest time from the end of an interrupted command to that of the process."""

RETRY_SECONDS = 0.01


class Stopped(KeyboardInterrupt):
    """A signal that asks the command to stop."""

    def __init__(self, number: int) -> None:
        self.number, self.status = number, 128 + number
        super().__init__(_word(number))


class Stopping:
    """The signals of a process; a context manager around the running command."""

    def __init__(self) -> None:
        self._is_running, self._is_lost = False, False
        self._stopped: Stopped | None = None
        self._since = 0.0

    @property
    def has_stopped(self) -> bool:
        """Whether a signal has been raised."""
        return self._stopped is not None

    def install(self, names: tuple[str, ...] = ALWAYS) -> None:
        """Handle signals from now on, except those that the parent process has set to be ignored."""
        for name in names:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._handle)
        sys.unraisablehook = self._raise_again

    def ignore(self) -> None:
        """Ignore signals from now on: the process is about to be gone."""
        for name in WORDS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) == self._handle:
                signal.signal(number, signal.SIG_IGN)

    def __enter__(self) -> None:
        """Raise exceptions from now on."""
        self._is_running = True

    def __exit__(
        self, _kind: "type[BaseException] | None", error: BaseException | None, _trace: "TracebackType | None"
    ) -> None:
        """Raise the signal in place of whatever it was turned into on its way through other code."""
        self._is_running = False
        if error and self._stopped:
            self._end_later(self._stopped.number)
            if error is not self._stopped:
                raise self._stopped from None

    def _handle(self, number: int, _frame: "FrameType | None") -> None:
        """Raise an exception if a command runs, else end the process."""
        is_again, self._is_lost = self._stopped is not None and not self._is_lost, False
        if not self._is_running or (is_again and time.monotonic() > self._since + TIDYING_SECONDS):
            end(number)
        if not is_again:
            self._stopped, self._since = Stopped(number), time.monotonic()
            raise self._stopped

    def _end_later(self, number: int) -> None:
        """End the process soon: an interrupted executor of Python's leaves threads that are never told to end."""
        from threading import Timer

        timer = Timer(TIDYING_SECONDS, os._exit, [128 + number])
        timer.daemon = True
        timer.start()

    def _raise_again(self, unraisable: "sys.UnraisableHookArgs") -> None:
        """Send a signal anew that was raised where no exception can be, such as a callback of the compiler."""
        if not (self._stopped and issubclass(unraisable.exc_type, Stopped)):
            sys.__unraisablehook__(unraisable)
            return
        from threading import Timer

        self._is_lost = True
        Timer(RETRY_SECONDS, _send, [self._stopped.number]).start()


def end(number: int) -> "NoReturn":
    """End the process at once, with a line on stderr."""
    try:
        os.write(2, f"latentpad: {_word(number)}\n".encode())
    finally:  # whether or not there is anybody to read it
        os._exit(128 + number)


def _send(number: int) -> None:
    """Send a signal to the main thread, from another one."""
    if hasattr(signal, "pthread_kill"):
        from threading import main_thread

        signal.pthread_kill(main_thread().ident or 0, number)
    else:
        from _thread import interrupt_main

        interrupt_main(signal.Signals(number))


def _word(number: int) -> str:
    """Return what is printed for a signal."""
    return WORDS.get(signal.Signals(number).name, "stopped")
