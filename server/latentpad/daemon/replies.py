"""Answers, and to whom they go: addresses on the network, and pages that have a line of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from latentpad.daemon.monitor import Monitor
from latentpad.daemon.sockets import Endpoint
from latentpad.daemon.subscribers import Peer, Subscribers
from latentpad.osc.protocol import Reply, reply
from latentpad.request import Request


class Listener(Protocol):
    """Somebody who is connected, and so hears everything until hanging up."""

    def __hash__(self) -> int:
        """Tell one from another."""

    def send(self, message: Reply) -> None:
        """Pass an answer on, from any thread and without waiting."""


Client = Peer | Listener


@dataclass(frozen=True)
class Keep:
    """A sample to be copied to where the good ones lie."""

    path: str
    """As it was named, empty for the last one."""

    name: str = ""
    """What the copy is to be called, empty for the sample's own name."""


@dataclass(frozen=True)
class MapFiles:
    """The map, asked for as files."""


@dataclass(frozen=True)
class Job:
    """Work that waits or runs."""

    work: Request | Keep | MapFiles
    source: Client
    id: int = -1
    asked: bool = True
    """False if the point merely came to rest: then nobody waits for an answer."""
    private: bool = False
    """Whether a sound has settings of its own."""


class Replies:
    """Sends the answers of the protocol."""

    def __init__(self, endpoint: Endpoint, subscribers: Subscribers, monitor: Monitor) -> None:
        self._endpoint = endpoint
        self._subscribers = subscribers
        self._monitor = monitor
        self._lines: tuple[Listener, ...] = ()

    def connect(self, line: Listener) -> None:
        """Let a line hear everything from now on."""
        self._lines = (*self._lines, line)

    def disconnect(self, line: Listener) -> None:
        """Let a line go."""
        self._lines = tuple(one for one in self._lines if one is not line)

    def send(self, clients: Sequence[Client], verb: str, *values: object) -> None:
        """Answer ``clients`` only, each once (raises WireError if the answer is too large)."""
        message = reply(verb, *values)
        peers = [client for client in clients if isinstance(client, tuple)]
        if peers:
            self._monitor.note(False, _named(peers), *message)
            self._endpoint.send(message.encode(), peers)
        for line in dict.fromkeys(client for client in clients if not isinstance(client, tuple)):
            line.send(message)

    def tell(self, source: Client, verb: str, *values: object) -> None:
        """Answer the one who asked, and everybody who listens."""
        self.send((source, *self._subscribers.peers(), *self._lines), verb, *values)

    def tell_others(self, source: Client, own: Peer | None, verb: str, *values: object) -> None:
        """Let everybody who listens know what ``source`` did, other than ``source`` and its ``own`` reply port."""
        peers = self._subscribers.peers() if own is None else self._subscribers.others(source, own)
        self.send([*peers, *(line for line in self._lines if line is not source)], verb, *values)

    def drop(self, jobs: Iterable[Job]) -> None:
        """Say of the jobs that somebody asked for that they will not be done."""
        for job in jobs:
            if job.asked:
                self.tell(job.source, "dropped", job.id)


def _named(peers: list[Peer]) -> str:
    """Name those who are answered, in few words."""
    unique = list(dict.fromkeys(f"{peer[0]} port {peer[1]}" for peer in peers))
    return unique[0] if len(unique) == 1 else f"{unique[0]} and {len(unique) - 1} more"
