"""What a page wants to hear, rendered and sent one after the other."""

import asyncio
import logging
from collections.abc import Callable

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from latentpad.errors import LatentpadError
from latentpad.osc.arguments import as_integer
from latentpad.osc.protocol import INTERNAL_ERROR
from latentpad.osc.wire import Argument
from latentpad.web.context import PageContext
from latentpad.web.messages import encode_sound
from latentpad.web.preview_requests import PreviewRequests, preview_job

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.01
"""Between two previews, so that a page that requests them without pause leaves time for others."""


class PreviewFeed:
    """Serves the requests of one page.

    Parameters
    ----------
    connection : ServerConnection
        Of the page, to which sounds are sent.
    context : PageContext
    put : callable
        Queues a message for the page: address and values.
    """

    def __init__(self, connection: ServerConnection, context: PageContext, put: Callable[..., None]) -> None:
        self._connection, self._context, self._put = connection, context, put
        self._requests = PreviewRequests()

    def add(self, request: tuple[Argument, ...]) -> None:
        """Add a request: id, kind and what to play."""
        self._requests.add(request)

    async def run(self) -> None:
        """Render and send what the page wants to hear, until it disconnects."""
        await self._context.ready.wait()
        while True:
            id, *request = await self._requests.next()
            try:
                # sent before the next one is begun: over a slow connection, too, the newest request wins
                await self._connection.send(await self._render(as_integer(id, "id", 0), tuple(request)))
                await asyncio.sleep(PAUSE_SECONDS)
            except ConnectionClosed:
                return
            except (LatentpadError, IndexError) as error:
                self._put("/page/silent", id, str(error))
            except Exception:
                logger.exception("The preview %s could not be rendered", request)
                self._put("/page/silent", id, INTERNAL_ERROR)

    async def _render(self, id: int, request: tuple[Argument, ...]) -> bytes:
        """Render a preview; the bundle that it is rendered with is not referred to any longer."""
        job = preview_job(request, self._context)
        signal, sample_rate = await asyncio.get_running_loop().run_in_executor(self._context.worker, job)
        return encode_sound(id, signal, sample_rate)
