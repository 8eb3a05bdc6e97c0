"""Which of the open pages plays what others make: one, since a sound that is played twice is louder and hollow."""

import time
from collections.abc import Callable
from dataclasses import dataclass

CANNOT, HIDDEN, VISIBLE, LISTENING = range(4)
"""Ranks of pages: the browser plays nothing yet; hidden; visible, but not to play what others make; to play that."""

Tell = Callable[[bool, bool], None]
"""Tells a page whether it plays samples that others make, and whether it plays notes that come over MIDI."""


@dataclass(frozen=True)
class Listener:
    """What a page has said of itself."""

    rank: int
    used: float
    """When it was used last, in seconds."""

    has_midi: bool
    """Whether it takes notes over MIDI."""


class Loudspeaker:
    """The pages and the one that plays; for one thread."""

    def __init__(self) -> None:
        self._listeners: dict[Tell, Listener] = {}
        self._told: dict[Tell, tuple[bool, bool]] = {}

    def report(self, page: Tell, rank: int, idle_seconds: float, has_midi: bool) -> None:
        """Note what a page says of itself, and tell every page what that changes."""
        self._listeners[page] = Listener(rank, time.monotonic() - idle_seconds, has_midi)
        self._choose()

    def remove(self, page: Tell) -> None:
        """Forget a page that is closed: another one plays; harmless if repeated."""
        self._listeners.pop(page, None)
        self._told.pop(page, None)
        self._choose()

    def _choose(self) -> None:
        others = self._best(lambda listener: listener.rank == LISTENING)
        notes = self._best(lambda listener: listener.has_midi and listener.rank > CANNOT)
        for page in [*self._listeners]:
            plays = page is others, page is notes
            if self._told.get(page) != plays:
                self._told[page] = plays
                page(*plays)

    def _best(self, can_play: Callable[[Listener], bool]) -> Tell | None:
        """Return the page that can play and was used last, hidden ones after visible ones; None if there is none."""
        found = {page: listener for page, listener in self._listeners.items() if can_play(listener)}
        return max(found, key=lambda page: (found[page].rank > HIDDEN, found[page].used), default=None)
