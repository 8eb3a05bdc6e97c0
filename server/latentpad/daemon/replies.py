"""The outgoing side of the daemon: replies to OSC programs and to connected pages.

Most replies are sent to the client that asked and to every subscriber. Errors are sent to that client alone and, if a
request has failed, to pages. What one program, or one host of the network, is sent has limits.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from latentpad.daemon.answer_limits import AnswerLimits
from latentpad.daemon.clients import Client, ConnectedClient, Peer, at_port
from latentpad.daemon.jobs import Job
from latentpad.daemon.losses import Loss, Losses
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.sockets import Endpoint
from latentpad.daemon.subscribers import Subscribers
from latentpad.errors import OscError
from latentpad.osc.protocol import Reply, reply
from latentpad.request import Located, Rendered


class Replies:
    """Sends the replies of the protocol to clients and subscribers.

    Parameters
    ----------
    endpoint : Endpoint
    monitor : Monitor
        Records what is sent.
    losses : Losses
        Counts what is held back.
    reply_port : int
        Of programs that name none.
    """

    def __init__(self, endpoint: Endpoint, monitor: Monitor, losses: Losses, reply_port: int) -> None:
        self.subscribers = Subscribers()
        self._endpoint, self._monitor, self._losses = endpoint, monitor, losses
        self._reply_port = reply_port
        self.limits = AnswerLimits()
        self._connected: tuple[ConnectedClient, ...] = ()
        self.notices: list[str] = []
        """Those sent so far, for clients that come later."""

    def connect(self, client: ConnectedClient) -> None:
        """Add a client that receives every reply from now on."""
        self._connected = (*self._connected, client)

    def disconnect(self, client: ConnectedClient) -> None:
        """Remove a connected client."""
        self._connected = tuple(other for other in self._connected if other is not client)

    def send(self, clients: Sequence[Client], verb: str, *values: object) -> None:
        """Send a reply to ``clients`` only, once to each (raises WireError if it is too large)."""
        self.send_message(clients, reply(verb, *values))

    def send_message(self, clients: Sequence[Client], message: Reply) -> None:
        """Send a finished reply, as `send` does."""
        peers = [client for client in clients if isinstance(client, tuple)]
        if peers:
            self._monitor.record(False, _summary(peers), *message)
            datagram = message.encode()
            self._endpoint.send(datagram, [peer for peer in dict.fromkeys(peers) if self._admits(peer, len(datagram))])
        for client in dict.fromkeys(client for client in clients if not isinstance(client, tuple)):
            client.send(message)

    def broadcast(self, source: Client, verb: str, *values: object) -> None:
        """Send a reply to the client that asked and to every subscriber."""
        self.send((source, *self.subscribers.peers(), *self._connected), verb, *values)

    def refuse(self, source: Client, error: OscError, address: str = "") -> None:
        """Send why a message to an address cannot be served, to its sender alone; nothing if that gets too many."""
        clients = self._to_be_told(source, error.code, address)
        if clients:
            self.send(clients, "error", error.id, error.code, error)

    def fail(self, source: Client, id: int, code: str, text: object) -> None:
        """Send why a request has failed, to the client that asked and to pages."""
        self.send((*self._to_be_told(source, code), *self._connected), "error", id, code, text)

    def broadcast_to_others(self, source: Client, own: Peer | None, verb: str, *values: object) -> None:
        """Send what ``source`` did to every subscriber except ``source`` and its ``own`` reply port."""
        peers = self.subscribers.peers() if own is None else self.subscribers.others(source, own)
        self.send([*peers, *(client for client in self._connected if client is not source)], verb, *values)

    def notify(self, text: str) -> None:
        """Send a notice to every subscriber, from any thread."""
        self.notices.append(text)
        self.announce("notice", text)

    def announce(self, verb: str, *values: object) -> None:
        """Send a message that no client asked for to every subscriber, from any thread."""
        self.send((*self.subscribers.peers(), *self._connected), verb, *values)

    def report_dropped(self, jobs: Iterable[Job]) -> None:
        """Send ``dropped`` for the jobs that a client requested."""
        for job in jobs:
            if job.requested:
                self.broadcast(job.source, "dropped", job.id)

    def _to_be_told(self, source: Client, code: str, address: str = "") -> tuple[Client, ...]:
        """Return where an error goes: to the port of the message and its sender's own; nowhere if it gets too many."""
        if not isinstance(source, tuple):
            return (source,)
        if self.limits.admits_error(source, code, address):
            return (source, *self.subscribers.own_peers(source, at_port(source, self._reply_port)))
        self._losses.add(Loss.ERROR, 1, f"{code} to {_name(source)}")
        return ()

    def _admits(self, peer: Peer, n_bytes: int) -> bool:
        """Return whether a reply is sent to a peer."""
        if self.limits.admits_bytes(peer, n_bytes):
            return True
        self._losses.add(Loss.REPLY, 1, f"to {_name(peer)}")
        return False


def done_values(rendered: Rendered, index: int = 0) -> tuple[object, ...]:
    """Return the values of ``done`` after its id."""
    request = rendered.request
    return (
        rendered.path.absolute().as_posix(),
        *(request.x, request.y, request.seed),
        *(rendered.sample_rate, rendered.n_samples, rendered.confidence, rendered.milliseconds),
        index,
    )


def located_values(path: Path, located: Located) -> tuple[object, ...]:
    """Return the values of ``located`` after its id."""
    return path.as_posix(), located.x, located.y, located.kind, located.certainty, located.distance


def _summary(peers: list[Peer]) -> str:
    """Return the first peer, and how many more there are."""
    unique = list(dict.fromkeys(map(_name, peers)))
    return unique[0] if len(unique) == 1 else f"{unique[0]} and {len(unique) - 1} more"


def _name(peer: Peer) -> str:
    """Return a peer as the monitor shows it."""
    return f"{peer[0]} port {peer[1]}"
