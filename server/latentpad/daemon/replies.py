"""The outgoing side of the daemon: replies to OSC programs and to connected pages."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from latentpad.daemon.clients import Client, ConnectedClient, Peer
from latentpad.daemon.jobs import Job
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.sockets import Endpoint
from latentpad.daemon.subscribers import Subscribers
from latentpad.osc.protocol import Reply, reply
from latentpad.request import Located, Rendered


class Replies:
    """Sends the replies of the protocol to clients and subscribers."""

    def __init__(self, endpoint: Endpoint, monitor: Monitor) -> None:
        self.subscribers = Subscribers()
        self._endpoint = endpoint
        self._monitor = monitor
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
            self._endpoint.send(message.encode(), peers)
        for client in dict.fromkeys(client for client in clients if not isinstance(client, tuple)):
            client.send(message)

    def broadcast(self, source: Client, verb: str, *values: object) -> None:
        """Send a reply to the client that asked and to every subscriber."""
        self.send((source, *self.subscribers.peers(), *self._connected), verb, *values)

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
    unique = list(dict.fromkeys(f"{peer[0]} port {peer[1]}" for peer in peers))
    return unique[0] if len(unique) == 1 else f"{unique[0]} and {len(unique) - 1} more"
