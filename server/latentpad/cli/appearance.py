"""What other programs and the user see of a run of ``latentpad serve``: its file among those that run, and its page."""

import os
import time
from dataclasses import replace

from latentpad import __version__
from latentpad.cli.browser import open_page_soon
from latentpad.daemon.observer import Observer
from latentpad.daemon.running import Presence, Running


class Appearance(Observer):
    """Announces the run, and opens its page.

    Parameters
    ----------
    opens : bool
        Whether the page is opened in the browser.
    presence : Presence, optional
    asked : str, optional
        As in `Running`.
    """

    def __init__(self, opens: bool, presence: Presence | None = None, asked: str = "") -> None:
        self._opens, self._asked = opens, asked
        self._presence = presence or Presence()
        self._running: Running | None = None
        self._has_quit = False

    def started(self, port: int, page: str) -> None:
        """Announce where the daemon is; a page that opens now says that it is about to be ready."""
        web_port = int(page.rpartition(":")[2]) if page else 0
        self._running = Running(os.getpid(), __version__, port, web_port, time.time(), asked=self._asked)
        self._presence.announce(self._running)
        if self._opens and page:
            open_page_soon(page)

    def ready(self) -> None:
        """Announce that the daemon can play."""
        if self._running:
            self._presence.announce(replace(self._running, ready=True))

    def should_stop(self) -> bool:
        """Return whether the page or another program has asked for the end."""
        return self._has_quit or self._presence.is_asked_to_stop()

    def quit(self) -> None:
        """Have the daemon end; from any thread."""
        self._has_quit = True

    def end(self) -> None:
        """Announce the end; harmless if repeated."""
        self._presence.end()
