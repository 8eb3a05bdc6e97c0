"""Answers, and to whom they go."""

from collections.abc import Iterable
from dataclasses import dataclass

from latentpad.osc import reply
from latentpad.request import Request
from latentpad.sockets import Endpoint
from latentpad.subscribers import Peer, Subscribers


@dataclass(frozen=True)
class Keep:
    """A sample to be copied to where the good ones lie."""

    path: str
    """As it was named, empty for the last one."""


@dataclass(frozen=True)
class Chart:
    """The map, asked for as files."""


@dataclass(frozen=True)
class Job:
    """Work that waits or runs."""

    work: Request | Keep | Chart
    source: Peer
    id: int = -1
    asked: bool = True
    """False if the point merely came to rest: then nobody waits for an answer."""


class Outbox:
    """Sends the answers of the protocol."""

    def __init__(self, endpoint: Endpoint, subscribers: Subscribers) -> None:
        self._endpoint = endpoint
        self._subscribers = subscribers

    def send(self, peers: tuple[Peer, ...], verb: str, *values: object) -> None:
        """Answer ``peers`` only (raises WireError if the answer is too large)."""
        self._endpoint.send(reply(verb, *values), peers)

    def tell(self, source: Peer, verb: str, *values: object) -> None:
        """Answer the one who asked, and everybody who listens."""
        self.send((source, *self._subscribers.peers()), verb, *values)

    def drop(self, jobs: Iterable[Job]) -> None:
        """Say of the jobs that somebody asked for that they will not be done."""
        for job in jobs:
            if job.asked:
                self.tell(job.source, "dropped", job.id)
