"""The page's server on both loopback addresses, started and stopped by the daemon."""

import socket
from collections.abc import Callable

from latentpad.daemon.dispatcher import Dispatcher
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.ports import InUse, bind_all
from latentpad.daemon.replies import Replies
from latentpad.errors import PortError
from latentpad.samples.history import History
from latentpad.web.bundle_view import MakePreviews, PresentView
from latentpad.web.connection_loop import BACKLOG
from latentpad.web.context import PageContext
from latentpad.web.event_loop import PageEventLoop
from latentpad.web.imports.importer import Importer
from latentpad.web.imports.openings import BundleOpener
from latentpad.web.shelves import ShelfOpener, Shelves

IN_USE = InUse(
    ", probably by another latentpad", ". Quit that program, choose another port with --web-port, or use --no-web."
)
FLAGS = "--web-port, --no-web"


MakeImporter = Callable[[BundleOpener], Importer]


class PageServer:
    """Serves the page from ``open`` to ``close``.

    Parameters
    ----------
    make_previews : callable
        Returns the map and the sounds of a player that the page shows and plays.
    port : int
        The TCP port; 0 lets the system choose. Once open, the attribute `port` is the one in use.
    make_importer : callable, optional
        Returns what imports folders for the page, given what plays bundles. Without it, the page cannot.
    shelf : ShelfOpener, optional
        Opens shelves for the page. Without it, the page cannot.
    quit : callable, optional
        Has latentpad end. Without it, the page cannot.
    """

    def __init__(
        self,
        make_previews: MakePreviews,
        port: int,
        make_importer: MakeImporter | None = None,
        shelf: ShelfOpener | None = None,
        quit: Callable[[], None] | None = None,
    ) -> None:
        self.port, self._shelf, self._quit = port, shelf, quit
        self._make_previews, self._make_importer = make_previews, make_importer
        self._event_loop: PageEventLoop | None = None

    @property
    def address(self) -> str:
        """The page's URL."""
        return f"http://127.0.0.1:{self.port}"

    def open(self, dispatcher: Dispatcher, replies: Replies, history: History, monitor: Monitor) -> None:
        """Bind the port and start serving (raises PortError)."""
        if not 0 <= self.port <= 65535:
            raise PortError(f"--web-port must be 0 to 65535, not {self.port}")
        sockets = bind_all(None, self.port, socket.SOCK_STREAM, IN_USE, FLAGS)
        for sock in sockets:
            sock.listen(BACKLOG)  # whoever connects now waits for the loop
        self.port = sockets[0].getsockname()[1]
        view = PresentView(lambda: dispatcher.player, self._make_previews)
        importer = self._make_importer(dispatcher.bundles) if self._make_importer else None
        shelves = Shelves(self._shelf, self.port)
        context = PageContext(dispatcher, replies, history, monitor, view, importer, self._quit, shelves=shelves)
        self._event_loop = PageEventLoop(context, sockets)
        self._event_loop.start()

    def ready(self) -> None:
        """Announce that sounds can be rendered from now on."""
        if self._event_loop:
            self._event_loop.ready()

    def close(self) -> None:
        """Close every connection and release the port; harmless if it never opened."""
        if self._event_loop:
            self._event_loop.stop()
            self._event_loop = None
