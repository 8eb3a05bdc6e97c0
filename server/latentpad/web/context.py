"""The state that all open pages share."""

import asyncio
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field

from latentpad.daemon.dispatcher import Dispatcher
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.replies import Replies
from latentpad.errors import OscError
from latentpad.samples.history import History, Sample
from latentpad.web.imports.importer import Importer
from latentpad.web.previews import PreviewSource


def _worker() -> Executor:
    return ThreadPoolExecutor(1, thread_name_prefix="latentpad-page-work")


def _reader() -> Executor:
    return ThreadPoolExecutor(2, thread_name_prefix="latentpad-page-read")


@dataclass(frozen=True)
class PageContext:
    """The parts of the daemon that pages use, and the threads that serve them."""

    dispatcher: Dispatcher
    replies: Replies
    history: History
    monitor: Monitor
    previews: PreviewSource

    importer: Importer | None = None
    """Imports folders, if pages may ask for that."""

    worker: Executor = field(default_factory=_worker)
    """Renders one preview at a time, so that pages keep no more than one core busy."""

    reader: Executor = field(default_factory=_reader)
    """Reads files."""

    ready: asyncio.Event = field(default_factory=asyncio.Event)
    """Whether sounds can be rendered."""

    recalled: asyncio.Event = field(default_factory=asyncio.Event)
    """Whether the samples of earlier sessions are in the history."""

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
        for executor in (self.worker, self.reader):
            executor.shutdown(cancel_futures=True)
