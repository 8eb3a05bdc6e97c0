"""The bundles that can be played, as the daemon sees them; `latentpad.player.shelf_players` implements them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from latentpad.daemon.sample_player import SamplePlayer


class BundleEntry(Protocol):
    """A bundle, not loaded."""

    @property
    def name(self) -> str:
        """The name by which it is chosen."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def n_sounds(self) -> int:
        """Sounds on its map; 0 if that is not known."""

    @property
    def digest(self) -> str:
        """What identifies it; empty if that is not known."""

    @property
    def is_missing(self) -> bool:
        """Whether it is gone, or cannot be read."""


class Bundles(Protocol):
    """The bundles of this computer. Every method may wait for a disk."""

    def entries(self) -> Sequence[BundleEntry]:
        """Return the bundles that clients can choose."""

    def choose(self, text: str) -> BundleEntry:
        """Return the bundle that a client names, by its name or its path (raises LatentpadError)."""

    def look(self, path: Path) -> BundleEntry:
        """Return the bundle at any path (raises LatentpadError)."""

    def open(self, path: Path) -> SamplePlayer:
        """Load a bundle and prepare everything to play it (raises LatentpadError)."""

    def remember(self, path: Path) -> BundleEntry:
        """Record that a bundle is played now; return it by the name that it has from now on (raises LatentpadError)."""


@dataclass(frozen=True)
class OnlyBundle:
    """The bundle of a daemon that plays no other."""

    name: str
    n_sounds: int
    digest: str
    path: Path = Path()
    is_missing: bool = False
