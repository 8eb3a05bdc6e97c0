"""Players of the bundles on the shelf, for a daemon that switches between them."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.bundle.shelf import Shelf, ShelfEntry
from latentpad.bundle.summary import read_summary
from latentpad.errors import BundleError
from latentpad.player.player import Player
from latentpad.samples.own_file import quoted


class ShelfPlayers:
    """Finds bundles on a shelf, and loads them; for one thread at a time.

    Clients can name only what is on the shelf: a path of theirs is compared, and never looked at.

    Parameters
    ----------
    shelf : Shelf
    make_player : callable
        Makes the player of a bundle.
    """

    def __init__(self, shelf: Shelf, make_player: Callable[[Bundle], Player]) -> None:
        self._shelf, self._make_player = shelf, make_player

    def entries(self) -> list[ShelfEntry]:
        """Return the bundles that clients can choose."""
        return self._shelf.entries()

    def choose(self, text: str) -> ShelfEntry:
        """Return the bundle on the shelf that a client names, by its name or its path.

        Raises
        ------
        BundleError
            There is none, it is gone or damaged, or several have this name.
        """
        path = _comparable(text)
        by_path = (entry for entry in self._shelf.entries() if _comparable(str(entry.path)) == path)
        entry = self._shelf.find(text) or next(by_path, None)
        if entry is None:
            raise BundleError(
                f"no bundle '{quoted(text)}' is known; latentpad bundles lists them, and latentpad serve PATH adds one"
            )
        return replace(self.look(entry.path), name=entry.name)

    def look(self, path: Path) -> ShelfEntry:
        """Return the bundle at a path (raises BundleError)."""
        found = read_summary(path)
        return ShelfEntry(found.name, path.absolute(), found.n_sounds, found.digest)

    def open(self, path: Path) -> Player:
        """Load a bundle and prepare everything to play it (raises BundleError)."""
        player = self._make_player(load_bundle(path))
        player.warm_up()
        return player

    def remember(self, path: Path) -> ShelfEntry:
        """Record that a bundle is played now; return it by its name on the shelf (raises BundleError)."""
        path = path.absolute()
        self._shelf.remember(path, read_summary(path))
        return next((entry for entry in self._shelf.entries() if entry.path == path), self.look(path))


def _comparable(path: str) -> str:
    """Return a path in the form in which paths are compared."""
    return os.path.normcase(os.path.normpath(path))
