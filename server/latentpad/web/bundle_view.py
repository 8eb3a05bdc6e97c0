"""What pages show of the bundle that plays: computed once, and again after a switch to another bundle."""

import asyncio
from collections.abc import Callable
from typing import Any

from latentpad.daemon.sample_player import SamplePlayer
from latentpad.web.previews import PreviewSource

MakePreviews = Callable[[Any], PreviewSource]
"""Returns what a page shows and plays of the bundle of a player."""


class BundleView:
    """What pages show and play of one bundle; for any number of threads."""

    def __init__(self, player: SamplePlayer, previews: PreviewSource) -> None:
        self.player, self.previews = player, previews
        self.confidence: asyncio.Task[bytes] | None = None
        """Computes the confidence over the map, once it has been asked for."""
        self._cache: dict[str, bytes] = {}

    def map_json(self) -> bytes:
        """Return labels and colours as JSON; the first time, this can be slow."""
        return self._cached("map", self.previews.map_json)

    def sounds_json(self) -> bytes:
        """Return where the audio of the sounds is as JSON; the first time, this can be slow."""
        return self._cached("sounds", self.previews.sounds_json)

    def _cached(self, name: str, compute: Callable[[], bytes]) -> bytes:
        if name not in self._cache:
            self._cache[name] = compute()
        return self._cache[name]


class PresentView:
    """The view of the bundle that plays now; for any number of threads.

    Parameters
    ----------
    player : callable
        Returns the player in use.
    make_previews : callable
    """

    def __init__(self, player: Callable[[], SamplePlayer], make_previews: MakePreviews) -> None:
        self._player, self._make_previews = player, make_previews
        self._view: BundleView | None = None

    def __call__(self) -> BundleView:
        """Return the view; keep no reference to it, which would keep a bundle in memory that is not played any more."""
        player, view = self._player(), self._view
        if view is None or view.player is not player:
            view = self._view = BundleView(player, self._make_previews(player))
        return view
