"""What a session of the page has to do with shelves: messages from those that are one, and from pages that open one."""

import asyncio
from collections.abc import Callable

from latentpad.errors import LatentpadError, OscError
from latentpad.osc.wire import Message
from latentpad.web.background import BackgroundTasks
from latentpad.web.context import PageContext
from latentpad.web.messages import to_json

SHELF = "/page/shelf"
"""How the addresses of these messages begin."""


class ShelfRequests:
    """Serves the messages about shelves of one session.

    Parameters
    ----------
    context : PageContext
    background : BackgroundTasks
        Of the session.
    put : callable
        Sends an address and values to the page.
    """

    def __init__(self, context: PageContext, background: BackgroundTasks, put: Callable[..., None]) -> None:
        self._context, self._background, self._put = context, background, put

    def begin(self) -> None:
        """Tell the page whether it can open a shelf."""
        if self._context.shelves.is_offered():
            self._put(SHELF)

    def serve(self, message: Message) -> None:
        """Serve a message (raises OscError)."""
        shelves = self._context.shelves
        match message:
            case ("/page/shelf", ()):
                shelves.add(self._raise)
                self._put("/page/kits", [to_json(sample) for sample in self._context.history.kit_samples()])
            case ("/page/shelf/open", ()):
                if not shelves.bring_to_front():
                    self._background.start(self._open())
            case (address, args):
                raise OscError("arguments", f"{address[:64]} is unknown, or does not take these {len(args)} arguments")

    def end(self) -> None:
        """Forget the session."""
        self._context.shelves.remove(self._raise)

    def _raise(self) -> None:
        self._put("/page/raise")

    async def _open(self) -> None:
        """Open a shelf, which can take a while."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._context.shower, self._context.shelves.open)
        except LatentpadError as error:
            self._put("/page/wrong", str(error))
