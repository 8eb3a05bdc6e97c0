"""The page's view of a bundle, as a protocol; `latentpad.player.preview.Preview` implements it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from latentpad.request import Request
from latentpad.samples.history import Sample


class PreviewSource(Protocol):
    """The map of a bundle and everything on it that a page plays, without writing a file."""

    def render(self, request: Request) -> tuple[Any, int]:
        """Render a point: float32 [n_samples], and the sample rate in Hz (raises LatentpadError)."""

    def origin(self, request: Request) -> tuple[tuple[str, ...], float, float]:
        """Return the names of a point's parents, its pitch in Hz (0 = none), and how sure its sound is, in [0, 1].

        Takes next to no time.
        """

    def sound(self, index: int) -> tuple[Any, int]:
        """Return a sound of the library (raises LatentpadError; IndexError if there is none)."""

    def sample(self, path: Path) -> tuple[Any, int]:
        """Read a sample (raises LatentpadError)."""

    def map_json(self) -> bytes:
        """Return labels and colours as JSON, and which arrays follow."""

    def map_arrays(self) -> bytes:
        """Return the arrays: points, labels and lengths of the sounds."""

    def names(self, block: int) -> bytes:
        """Return a block of the sounds' names, one on each line (raises IndexError)."""

    def sounds_json(self) -> bytes:
        """Return where the sounds' audio is as JSON, and whether points are played with the detail of these sounds."""

    def confidence_rows(self) -> Iterator[bytes]:
        """Yield the confidence over the map, with all detail, row by row from the bottom.

        Each row has one byte per cell; there are as many rows as cells in a row.
        """

    def earlier_samples(self) -> Iterator[Sample | None]:
        """Yield the samples of earlier sessions, newest first, with None in between."""
