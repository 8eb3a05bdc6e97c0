"""Warnings that a flood would repeat without end: the first is logged, the following ones are counted."""

import logging
import time
from collections.abc import Callable

PAUSE_SECONDS = 60.0
"""Between two lines of the same kind."""


class RareWarnings:
    """Logs one line of each kind at most once a minute.

    Parameters
    ----------
    logger : Logger
    clock : callable, optional
        Returns a time in seconds.
    """

    def __init__(self, logger: logging.Logger, clock: Callable[[], float] = time.monotonic) -> None:
        self._logger, self._clock = logger, clock
        self._due: dict[str, float] = {}
        self._unlogged: dict[str, int] = {}

    def warn(self, text: str) -> None:
        """Log a text, unless it has been logged within the last minute."""
        now = self._clock()
        if now < self._due.get(text, now):
            self._unlogged[text] = self._unlogged.get(text, 0) + 1
            return
        n_unlogged = self._unlogged.pop(text, 0)
        self._due[text] = now + PAUSE_SECONDS
        self._logger.warning("%s%s", text, f" ({n_unlogged} more since the last such line)" if n_unlogged else "")
