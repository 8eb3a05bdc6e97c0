"""The shelf as pages see it: whether it can be opened, and one window of it, however often it is asked for.

A shelf is a client of the page's WebSocket; it says that it is one.
"""

from collections.abc import Callable
from typing import Protocol

from latentpad.errors import LatentpadError

Raise = Callable[[], None]
"""Asks a shelf to come to the front."""


class ShelfOpener(Protocol):
    """Opens a shelf; `latentpad.shelf.process` implements it."""

    def is_available(self) -> bool:
        """Return whether there are the packages and the display that a shelf needs."""

    def open(self, port: int) -> None:
        """Open a shelf that follows the page at a port; can take a while (raises LatentpadError)."""


class Shelves:
    """The open shelves, and what opens one; for one thread, except `open`.

    Parameters
    ----------
    opener : ShelfOpener, optional
        Without it, pages cannot open a shelf.
    port : int, optional
        The page's.
    """

    def __init__(self, opener: ShelfOpener | None = None, port: int = 0) -> None:
        self._opener, self._port = opener, port
        self._raises: list[Raise] = []

    def is_offered(self) -> bool:
        """Whether pages can open a shelf."""
        return bool(self._raises) or (self._opener is not None and self._opener.is_available())

    def add(self, shelf: Raise) -> None:
        """Note that a shelf is open; harmless if repeated."""
        if shelf not in self._raises:
            self._raises.append(shelf)

    def remove(self, shelf: Raise) -> None:
        """Forget a shelf that is closed; harmless for anything else."""
        if shelf in self._raises:
            self._raises.remove(shelf)

    def bring_to_front(self) -> bool:
        """Ask the shelf that was opened last to come to the front; return whether there is one."""
        if self._raises:
            self._raises[-1]()
        return bool(self._raises)

    def open(self) -> None:
        """Open a shelf, which can take a while (raises LatentpadError)."""
        if self._opener is None:
            raise LatentpadError("the shelf cannot be opened from this page; start it with: latentpad shelf")
        self._opener.open(self._port)
