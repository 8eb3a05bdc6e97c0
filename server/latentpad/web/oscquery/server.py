"""The OSCQuery server, on TCP with the number of the OSC port; started and stopped by the daemon."""

import logging
import socket
from functools import partial

from latentpad.daemon.dispatcher import Dispatcher
from latentpad.daemon.ports import InUse, bind_all
from latentpad.daemon.replies import Replies
from latentpad.errors import PortError
from latentpad.web.connection_limits import Places
from latentpad.web.connection_loop import BACKLOG, ConnectionLoop
from latentpad.web.oscquery.access import LOOPBACK_NAMES, network_names
from latentpad.web.oscquery.announcement import announce, reachable
from latentpad.web.oscquery.service import OscQueryService

logger = logging.getLogger(__name__)

IN_USE = InUse("", ", so OSCQuery is off. Quit that program, choose another port with --port, or use --no-oscquery.")
FLAGS = "--host, --port, --no-oscquery"

MAX_LISTENERS = 32
PLACES = {"": Places(MAX_LISTENERS, f"{MAX_LISTENERS} programs listen over OSCQuery, the maximum; close one of them")}


class OscQueryServer:
    """Serves OSCQuery from ``open`` to ``close``.

    Parameters
    ----------
    host : str or None
        The address to listen on beside both loopback addresses, as for OSC; None for these alone.
    """

    def __init__(self, host: str | None) -> None:
        self._host = host
        self._loop: ConnectionLoop | None = None

    def open(self, dispatcher: Dispatcher, replies: Replies) -> None:
        """Start serving on the port that OSC has; log a warning if it is taken."""
        port = dispatcher.ports[0]
        try:
            sockets = bind_all(self._host, port, socket.SOCK_STREAM, IN_USE, FLAGS)
        except PortError as error:
            logger.warning("%s", error)
            return
        for sock in sockets:
            sock.listen(BACKLOG)
        addresses = reachable(sockets[0].getsockname()[0])
        service = OscQueryService(dispatcher, replies, port, network_names() if addresses else LOOPBACK_NAMES)
        background = partial(announce, addresses, port)
        self._loop = ConnectionLoop("OSCQuery", sockets, PLACES, service.respond, service.listen, background)
        self._loop.start()

    def close(self) -> None:
        """Close every connection and release the port; harmless if it never opened."""
        if self._loop:
            self._loop.stop()
            self._loop.close()
            self._loop = None
