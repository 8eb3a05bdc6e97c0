"""The handlers of the messages with which OSC programs subscribe."""

import logging
from collections.abc import Callable

from latentpad.daemon.clients import Peer, at_port
from latentpad.daemon.rate_limit import RateLimit
from latentpad.daemon.replies import Replies
from latentpad.daemon.sockets import Endpoint
from latentpad.errors import OscError
from latentpad.osc.parser import Command
from latentpad.osc.protocol import Reply, reply

logger = logging.getLogger(__name__)

NEWS = 32, 1.0
"""New subscriptions that are logged: at once, and per second from then on."""


class Subscriptions:
    """Serves ``hello``, ``ping`` and ``bye``.

    Parameters
    ----------
    reply_port
        Of programs that name none.
    welcome
        Returns the first messages to a new subscriber.
    endpoint
        Its port is rejected as a reply port.
    replies
        Who is subscribed, and the outgoing side.
    """

    def __init__(
        self, reply_port: int, welcome: Callable[[], list[Reply]], endpoint: Endpoint, replies: Replies
    ) -> None:
        self._reply_port, self._welcome, self._endpoint, self._replies = reply_port, welcome, endpoint, replies
        self._news = RateLimit(*NEWS)
        self._handlers = {"hello": self._hello, "ping": self._ping, "bye": self._bye}

    def serve(self, command: Command, source: Peer) -> None:
        """Serve one of the three messages (raises OscError)."""
        self._handlers[command.verb](command, source)

    def _hello(self, command: Command, source: Peer) -> None:
        reply_to = self._reply_to(command, source)
        peers = (source, reply_to) if command.reply_port is None else (reply_to,)
        is_new = self._replies.subscribers.add(source, peers)
        if self._replies.limits.admits_welcome(source):
            notices = [reply("notice", text) for text in self._replies.notices] if is_new else []
            for message in (*self._welcome(), *notices):
                self._replies.send_message((source, *peers), message)
        level = logging.INFO if is_new and self._news.admits("") else logging.DEBUG
        named = f", named {command.name[:64]!r}" if command.name else ""
        logger.log(level, "Subscribed %s port %s%s: replies to port %s", *source[:2], named, reply_to[1])

    def _ping(self, command: Command, source: Peer) -> None:
        peers = self._replies.subscribers.refresh(source, self._reply_to(command, source))
        self._replies.send((source, *peers), "pong", command.id)

    def _bye(self, command: Command, source: Peer) -> None:
        self._replies.subscribers.remove(source, self._reply_to(command, source))

    def _reply_to(self, command: Command, source: Peer) -> Peer:
        port = self._reply_port if command.reply_port is None else command.reply_port
        if not 1 <= port <= 65535:
            raise OscError("number", f"reply_port must be 1 to 65535, not {port}")
        if port == self._endpoint.port:
            raise OscError("number", f"reply_port {port} is latentpad's own port; choose another")
        return at_port(source, port)
