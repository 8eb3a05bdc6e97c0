"""A closed console, a logout and a shutdown on Windows, which are no signals there."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVENTS = (2, 5, 6)
"""CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT, CTRL_SHUTDOWN_EVENT."""

CLOSE_SECONDS = 10.0
"""Longest time for the main thread to end the process; Windows itself gives it five seconds."""

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    @contextmanager
    def on_console_close(caught: Callable[[int], object]) -> Iterator[None]:
        """Call a function, in another thread, when Windows ends the program during a block.

        Windows ends the process as soon as the handler returns, so that it does not.

        References
        ----------
        learn.microsoft.com/windows/console/handlerroutine
        """

        @ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.DWORD)
        def handler(event: int) -> bool:
            if event not in EVENTS:
                return False
            caught(event)
            time.sleep(CLOSE_SECONDS)
            return True

        kernel = ctypes.windll.kernel32
        kernel.SetConsoleCtrlHandler(handler, True)
        try:
            yield
        finally:
            kernel.SetConsoleCtrlHandler(handler, False)

else:

    @contextmanager
    def on_console_close(caught: Callable[[int], object]) -> Iterator[None]:
        """Do nothing: elsewhere, all of these are signals."""
        yield
