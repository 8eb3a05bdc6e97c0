"""The servers that the daemon starts and stops, as it sees them; `latentpad.web` implements them."""

from typing import Protocol

from latentpad.daemon.dispatcher import Dispatcher
from latentpad.daemon.monitor import Monitor
from latentpad.daemon.replies import Replies
from latentpad.samples.history import History


class Page(Protocol):
    """The web page as the daemon sees it: another client of the same dispatcher."""

    @property
    def address(self) -> str:
        """Its URL."""

    def open(self, dispatcher: Dispatcher, replies: Replies, history: History, monitor: Monitor) -> None:
        """Bind the port and start serving (raises PortError)."""

    def ready(self) -> None:
        """Announce that sounds can be rendered from now on."""

    def close(self) -> None:
        """Close every connection and release the port; harmless if it never opened."""


class OscQuery(Protocol):
    """The OSCQuery server as the daemon sees it."""

    def open(self, dispatcher: Dispatcher, replies: Replies) -> None:
        """Start serving on the port that OSC has; log a warning if it is taken."""

    def close(self) -> None:
        """Close every connection and release the port; harmless if it never opened."""
