"""Playing the bundles of an import as they come, unless the user has chosen another one meanwhile."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any, Protocol

from latentpad.daemon.bundles import BundleEntry
from latentpad.errors import LatentpadError

logger = logging.getLogger(__name__)


class BundleOpener(Protocol):
    """What plays bundles, as imports see it; `latentpad.daemon.bundle_switch.BundleSwitch` implements it."""

    @property
    def entry(self) -> BundleEntry:
        """The bundle that is played."""

    def open(self, path: Path) -> Future[Any]:
        """Play another bundle, without waiting.

        The future is done once it plays; it raises LatentpadError if that is not possible, and CancelledError if
        another bundle was asked for meanwhile.
        """


class Openings:
    """Opens bundles one after the other, without waiting.

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
        self._lock = threading.RLock()
        self.begin()

    def begin(self) -> None:
        """Begin an import: its first bundle is opened, whatever is played."""
        with self._lock:
            self._newest: Path | None = None
            self._last: Path | None = None
            self._is_waiting = self._has_given_up = False

    def offer(self, path: Path, then: Callable[[], None] = lambda: None) -> None:
        """Open a bundle, unless the user has chosen another one since the last; then call a function."""
        with self._lock:
            if not self._is_waiting and self._last is not None and self._opener.entry.path != self._last:
                self._has_given_up = True
            if not self._has_given_up:
                self.open(path, then)
                return
        then()

    def open(self, path: Path, then: Callable[[], None] = lambda: None) -> None:
        """Open a bundle, whatever is played; then call a function."""
        with self._lock:
            self._newest, self._is_waiting, self._has_given_up = path, True, False
            opened = self._opener.open(path)
        opened.add_done_callback(lambda future: self._done(future, path, then))

    def _done(self, opened: Future[Any], path: Path, then: Callable[[], None]) -> None:
        with self._lock:
            is_newest = path == self._newest
            self._is_waiting = self._is_waiting and not is_newest
        try:
            opened.result()
            self._last = path
            self._on_opened(path)
        except CancelledError:
            self._has_given_up = self._has_given_up or is_newest  # for a bundle that the user has chosen
        except LatentpadError as error:
            self._on_failed(str(error))
        except Exception:
            logger.exception("%s could not be opened", path)
            self._on_failed(f"{path} could not be opened; the log has details")
        finally:
            then()
