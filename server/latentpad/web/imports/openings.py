"""Playing the bundles of an import as they come, unless the user has chosen another one meanwhile."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from latentpad.errors import LatentpadError

logger = logging.getLogger(__name__)


class BundleOpener(Protocol):
    """What plays bundles, as imports see it."""

    @property
    def playing(self) -> Path | None:
        """The bundle that is played; None if it has no file."""

    def open(self, path: Path) -> None:
        """Play another bundle, and return once it plays (raises LatentpadError)."""


class Openings:
    """Opens bundles one after the other in a thread of its own; of several that wait, the newest.

    Parameters
    ----------
    opener : BundleOpener
    on_opened : callable
        Called with a bundle that plays now.
    on_failed : callable
        Called with the reason why a bundle does not.
    """

    def __init__(
        self, opener: BundleOpener, on_opened: Callable[[Path], None], on_failed: Callable[[str], None]
    ) -> None:
        self._opener, self._on_opened, self._on_failed = opener, on_opened, on_failed
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="latentpad-import-open")
        self._newest: Path | None = None
        self._last: Path | None = None

    def begin(self) -> None:
        """Begin an import: its first bundle is opened, whatever is played."""
        self._newest = self._last = None

    def offer(self, path: Path, then: Callable[[], None] | None = None) -> None:
        """Open a bundle, unless the user has chosen another one since the last; then call a function."""
        self._newest = path
        self._executor.submit(self._run, path, False, then)

    def open(self, path: Path) -> None:
        """Open a bundle that the user asks for."""
        self._newest = path
        self._executor.submit(self._run, path, True, None)

    def close(self) -> None:
        """Wait for the bundle that is being opened, and drop the others."""
        self._executor.shutdown(cancel_futures=True)

    def _run(self, path: Path, asked: bool, then: Callable[[], None] | None) -> None:
        try:
            chosen = self._last is not None and self._opener.playing != self._last
            if path == self._newest and (asked or not chosen):
                self._opener.open(path)
                self._last = path
                self._on_opened(path)
        except LatentpadError as error:
            self._on_failed(str(error))
        except Exception:
            logger.exception("%s could not be opened", path)
            self._on_failed(f"{path} could not be opened; the log has details")
        finally:
            if then:
                then()
