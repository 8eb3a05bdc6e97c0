"""The samples of earlier sessions, read from the drop folder at the start and after each switch to another bundle."""

import asyncio
import logging
from collections.abc import Callable
from itertools import islice

from latentpad.osc.protocol import PREFIX, Reply
from latentpad.samples.history import Sample
from latentpad.web.context import PageContext

logger = logging.getLogger(__name__)

FILES_AT_ONCE = 20


class EarlierSamples:
    """Keeps the history complete; a client of the daemon, which hears of switches.

    Parameters
    ----------
    context : PageContext
    call : callable
        Calls a function in the loop's thread, from any thread.
    """

    def __init__(self, context: PageContext, call: Callable[[Callable[[], object]], None]) -> None:
        self._context, self._call = context, call
        self._is_stale = asyncio.Event()

    async def run(self) -> None:
        """Read, and read again after each switch, until cancelled; not before sounds can be rendered."""
        self._context.replies.connect(self)
        try:
            await self._context.ready.wait()
            while True:
                self._is_stale.clear()
                await self._recall()
                self._context.recalled()
                await self._is_stale.wait()
        finally:
            self._context.replies.disconnect(self)

    def send(self, message: Reply) -> None:
        """Hear a message of the daemon, in any thread."""
        if message.address == PREFIX + "bundle":
            self._call(self._is_stale.set)

    async def _recall(self) -> None:
        """Put the samples of the bundle that plays into the history, unless another one plays meanwhile."""
        unread, found = self._context.previews.earlier_samples(), list[Sample]()
        loop = asyncio.get_running_loop()
        try:
            while some := await loop.run_in_executor(self._context.disk, list, islice(unread, FILES_AT_ONCE)):
                found += [sample for sample in some if sample is not None]
                if self._is_stale.is_set():
                    return
        except Exception:
            logger.exception("Not all samples of earlier sessions can be shown")
        self._context.history.recall(reversed(found))
