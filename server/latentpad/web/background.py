"""What a page has asked for and takes a while: tasks of their own, bounded in number."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from latentpad.errors import OscError

logger = logging.getLogger(__name__)

MAX_TASKS = 16
"""Of each page."""


class BackgroundTasks:
    """The tasks of one page; those that run when it disconnects are finished.

    Parameters
    ----------
    on_failure : callable
        Called when a task has failed for a reason that it does not know.
    """

    def __init__(self, on_failure: Callable[[], None]) -> None:
        self._on_failure = on_failure
        self._tasks: set[asyncio.Task[None]] = set()
        """References, without which a task may vanish."""

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Start a task (raises OscError if too many are running)."""
        if len(self._tasks) >= MAX_TASKS:
            work.close()
            raise OscError("queue", f"{MAX_TASKS} requests of this page are being served; wait until one is done")
        task = asyncio.create_task(self._run(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception:
            logger.exception("A page's request could not be served")
            self._on_failure()
