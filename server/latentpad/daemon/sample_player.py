"""The player as the daemon sees it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from latentpad.errors import LatentpadError
from latentpad.request import Located, Neighbour, Rendered, Request
from latentpad.samples.recipe import Recipe


class SampleBatch(Protocol):
    """Several samples, which are rendered one after the other."""

    @property
    def n(self) -> int:
        """Samples, silent ones included."""

    @property
    def folder(self) -> Path:
        """Where they are written."""

    def steps(self) -> Iterator[Rendered | LatentpadError | None]:
        """Render step by step: a sample, why there is none, or None for preparation (raises LatentpadError)."""


class SamplePlayer(Protocol):
    """A loaded bundle that renders into the drop folder."""

    @property
    def bundle_name(self) -> str:
        """Name of the loaded bundle."""

    @property
    def digest(self) -> str:
        """What identifies the bundle."""

    @property
    def folder(self) -> Path:
        """The drop folder."""

    @property
    def n_points(self) -> int:
        """Number of sounds on the map."""

    @property
    def sample_rate(self) -> int:
        """Samples per second."""

    @property
    def inbox(self) -> Path | None:
        """The folder for sounds of the user's own, if there is one."""

    def play(self, request: Request) -> Rendered:
        """Render one sample into the drop folder (raises LatentpadError)."""

    def keep(self, path: str, name: str = "") -> Path:
        """Copy a sample of the folder, the last one for an empty path, to the kept ones (raises FolderError)."""

    def approach(self, x: float, y: float) -> None:
        """Have the library's sounds around a point read ahead, without waiting."""

    def random_point(self, kind: str = "") -> tuple[float, float]:
        """Return a random point of the map, or of a kind (raises UnknownKindError)."""

    def kind_point(self, kind: str, index: int = 0) -> tuple[float, float]:
        """Return one of a kind's points, each unlike those before it (raises UnknownKindError)."""

    def vary(self, request: Request, n: int, amount: float) -> SampleBatch:
        """Return `n` relatives of a request's sound."""

    def path(self, points: Sequence[tuple[float, float]], n: int, request: Request) -> SampleBatch:
        """Return `n` samples along a line through points."""

    def grid(
        self, columns: int, rows: int, corners: tuple[float, float, float, float], request: Request
    ) -> SampleBatch:
        """Return a sample for each cell of a grid."""

    def kit(self, recipe: str, seed: int, request: Request, *, keep: tuple[Path, ...] = ()) -> SampleBatch:
        """Return a kit of 16 samples in a folder of its own (raises LatentpadError)."""

    def recipe_of(self, path: Path) -> Recipe:
        """Return the recipe of a sample of this bundle's (raises RecipeError)."""

    def again(self, path: Path) -> Rendered:
        """Render a sample of the folder again (raises LatentpadError)."""

    def admit(self, path: str) -> Path:
        """Return a file of the library, the drop folder or the inbox that a client names (raises OwnSoundError)."""

    def locate(self, path: Path) -> Located:
        """Return where the sound of a file lives on the map (raises LatentpadError)."""

    def locate_bytes(self, content: bytes, name: str) -> Located:
        """Return where the sound of a file's bytes lives on the map (raises LatentpadError)."""

    def nearest(self, x: float, y: float, k: int = 1) -> list[Neighbour]:
        """Return the `k` sounds of the library nearest to a point."""

    def listen(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with each notice, from any thread, and at once with those given so far."""

    def map_files(self) -> tuple[Path, Path]:
        """Return the paths of the map as JSON and as a picture (raises FolderError)."""
