"""What the page asks of the system's file manager: a sample in its folder, and the folder for new samples.

The page names samples of the history, never paths.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

from latentpad.errors import LatentpadError, OscError
from latentpad.osc.wire import Message
from latentpad.web.background import BackgroundTasks
from latentpad.web.context import PageContext
from latentpad.web.reveal import open_folder, reveal

SHOW = "/page/show"
"""How the addresses of these messages begin."""


class ShowRequests:
    """Serves the messages about the file manager of one session.

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

    def serve(self, message: Message) -> None:
        """Serve a message (raises OscError)."""
        match message:
            case ("/page/show", (str() as name,)):
                sample = self._context.sample(name)
                self._background.start(self._run(reveal, sample.kept or sample.rendered.path))
            case ("/page/show/folder", ()):
                self._background.start(self._run(open_folder, self._context.dispatcher.player.folder.absolute()))
            case (address, args):
                raise OscError("arguments", f"{address[:64]} is unknown, or does not take these {len(args)} arguments")

    async def _run(self, open_at: Callable[[Path], None], path: Path) -> None:
        """Open the file manager, which can take a while."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._context.shower, open_at, path)
        except LatentpadError as error:
            self._put("/page/wrong", str(error))
