"""The object that Live hands to a control surface, as far as this one uses it; for type checkers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Live.Song import Song


class Host:
    """Live, as a control surface sees it."""

    def handle(self) -> int:
        """Return the number by which Live knows the script."""
        raise NotImplementedError

    def log_message(self, message: str) -> None:
        """Write a line to Live's Log.txt."""
        raise NotImplementedError

    def show_message(self, message: str) -> None:
        """Show a line in Live's status bar."""
        raise NotImplementedError

    def song(self) -> Song:
        """Return the set that is open."""
        raise NotImplementedError
