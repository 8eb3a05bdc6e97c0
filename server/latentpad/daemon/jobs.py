"""Jobs: work that is queued for the render thread, with the client to reply to."""

from dataclasses import dataclass

from latentpad.daemon.clients import Client
from latentpad.request import Request


@dataclass(frozen=True)
class KeepSample:
    """Copy a sample to the kept ones."""

    path: str
    """The sample as the client named it, empty for the last one rendered."""

    name: str = ""
    """Name of the copy, empty for the sample's own."""


@dataclass(frozen=True)
class WriteMap:
    """Write the map to files."""


@dataclass(frozen=True)
class Approach:
    """Have the library's sounds around a point read ahead."""

    x: float
    y: float


@dataclass(frozen=True)
class Job:
    """Work with the client that asked for it."""

    work: Request | KeepSample | WriteMap | Approach
    source: Client
    id: int = -1
    requested: bool = True
    """False for work that follows from where the point is: then no client expects a reply."""
    private: bool = False
    """Whether the sample has settings of its own."""
