"""Answers, and to whom they go."""

from dataclasses import dataclass

from latentpad.osc import reply
from latentpad.request import Request
from latentpad.sockets import Endpoint
from latentpad.subscribers import Peer, Subscribers


@dataclass(frozen=True)
class Job:
    """A render that waits or runs."""

    request: Request
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

    def drop(self, job: Job | None) -> None:
        """Say that a job, if there was one that somebody asked for, will not be rendered."""
        if job is not None and job.asked:
            self.tell(job.source, "dropped", job.id)
