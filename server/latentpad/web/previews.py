"""What the page needs of the bundle; `latentpad.listening` is one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from latentpad.request import Request
from latentpad.samples.history import Sample


class PreviewSource(Protocol):
    """Shows a map and plays what is on it, without writing anything."""

    def place(self, request: Request) -> tuple[Any, int]:
        """Make the sound of a place: float32 [n_samples], and its samples a second (raises LatentpadError)."""

    def sound(self, index: int) -> tuple[Any, int]:
        """Give a sound of the library (raises LatentpadError; IndexError if there is none)."""

    def sample(self, path: Path) -> tuple[Any, int]:
        """Read a sample (raises LatentpadError)."""

    def map_json(self) -> bytes:
        """Give points, labels and colours as JSON."""

    def sounds(self) -> bytes:
        """Give names and lengths as JSON."""

    def known(self) -> Iterator[bytes]:
        """Tell how well the map is known: row by row from the bottom, as many as a row has cells, a byte each."""

    def earlier(self) -> Iterator[Sample | None]:
        """Give the samples of earlier days, the newest first, and None in between."""
