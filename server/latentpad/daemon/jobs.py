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
class PlayAgain:
    """Render a sample again by its recipe."""

    path: str


@dataclass(frozen=True)
class Locate:
    """Find where a sound of the user's own lives."""

    path: str
    """As the client named it."""


@dataclass(frozen=True)
class PlayMorph:
    """Render the way from a sound of the user's own to the point of a request."""

    request: Request
    path: str
    """As the client named it."""

    amount: float


@dataclass(frozen=True)
class Relatives:
    """Render relatives of a request's sound."""

    request: Request
    n: int
    amount: float
    path: str = ""
    """A sample whose request is to be used instead, as the client named it."""


@dataclass(frozen=True)
class Way:
    """Render samples along a line."""

    request: Request
    points: tuple[tuple[float, float], ...]
    n: int


@dataclass(frozen=True)
class Grid:
    """Render a page of samples."""

    request: Request
    columns: int
    rows: int
    corners: tuple[float, float, float, float]


@dataclass(frozen=True)
class MakeKit:
    """Render a kit."""

    request: Request
    recipe: str
    keep: tuple[str, ...]
    """Paths of samples of an earlier kit."""


BatchWork = Relatives | Way | Grid | MakeKit
"""Work that leads to several samples."""


RenderWork = Request | PlayAgain | PlayMorph | BatchWork
"""Work that leads to samples."""


@dataclass(frozen=True)
class Job:
    """Work with the client that asked for it."""

    work: RenderWork | KeepSample | WriteMap | Approach | Locate
    source: Client
    id: int = -1
    requested: bool = True
    """False for work that follows from where the point is: then no client expects a reply."""
    private: bool = False
    """Whether the sample has settings of its own."""
    bundle: str = ""
    """Digest of the bundle whose map its points are on."""


def is_render(job: Job) -> bool:
    """Return whether a job leads to samples."""
    return isinstance(job.work, RenderWork)
