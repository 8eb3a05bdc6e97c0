"""The state that all open pages share."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field

from latentpad.daemon.dispatcher import Dispatcher
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.replies import Replies
from latentpad.errors import OscError
from latentpad.samples.history import History, Sample
from latentpad.web.bundle_view import BundleView
from latentpad.web.daemon_executor import DaemonExecutor
from latentpad.web.imports.importer import Importer
from latentpad.web.loudspeaker import Loudspeaker
from latentpad.web.previews import PreviewSource
from latentpad.web.shelves import Shelves


def _worker() -> Executor:
    return DaemonExecutor(1, "latentpad-page-work")


def _reader() -> Executor:
    return DaemonExecutor(2, "latentpad-page-read")


def _disk() -> Executor:
    return DaemonExecutor(4, "latentpad-page-disk")


def _shower() -> Executor:
    return DaemonExecutor(1, "latentpad-page-show")


@dataclass(frozen=True)
class PageContext:
    """The parts of the daemon that pages use, and the threads that serve them."""

    dispatcher: Dispatcher
    replies: Replies
    history: History
    monitor: Monitor
    view: Callable[[], BundleView]
    """Returns the view of the bundle that plays now."""

    importer: Importer | None = None
    """Imports folders, if pages may ask for that."""

    quit: Callable[[], None] | None = None
    """Has latentpad end, if pages may ask for that."""

    worker: Executor = field(default_factory=_worker)
    """Renders one preview at a time, so that pages keep no more than one core busy."""

    reader: Executor = field(default_factory=_reader)
    """Reads what the bundle has."""

    disk: Executor = field(default_factory=_disk)
    """Reads and writes in the drop folder, the inbox and libraries, which may be on disks that do not answer."""

    shower: Executor = field(default_factory=_shower)
    """Opens the file manager, and shelves."""

    ready: asyncio.Event = field(default_factory=asyncio.Event)
    """Whether sounds can be rendered."""

    complete: asyncio.Event = field(default_factory=asyncio.Event)
    """Whether the samples of earlier sessions are in the history."""

    loudspeaker: Loudspeaker = field(default_factory=Loudspeaker)
    """Chooses the page that plays what others make."""

    shelves: Shelves = field(default_factory=Shelves)
    """The shelves that are open, and what opens one."""

    on_recall: set[Callable[[], None]] = field(default_factory=set)
    """Called when the samples of earlier sessions have been read."""

    @property
    def previews(self) -> PreviewSource:
        """The map and the sounds of the bundle that plays now; ask again for each request."""
        return self.view().previews

    def recalled(self) -> None:
        """Have pages receive the samples, those of earlier sessions included."""
        self.complete.set()
        for listener in [*self.on_recall]:
            listener()

    def sample(self, name: str) -> Sample:
        """Return a sample of the history (raises OscError)."""
        sample = self.history.find(name)
        if sample is None:
            raise OscError("folder", f"there is no sample {name[:100]!r}")
        return sample

    def shut_down(self) -> None:
        """Stop the threads and the import, and cancel what they have not begun."""
        if self.importer:
            self.importer.close()
        for executor in (self.worker, self.reader, self.disk, self.shower):
            executor.shutdown(cancel_futures=True)
