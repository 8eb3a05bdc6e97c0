"""The player: points, and what can be made from several of them, as files in the drop folder."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from latentpad.errors import LengthError, RangeError, RecipeError, SilenceError
from latentpad.player.batch import Batch, BatchStep
from latentpad.player.kit_batch import KitMaker
from latentpad.player.kit_order import KitOrder
from latentpad.player.own_player import OwnPlayer
from latentpad.player.ways import Way
from latentpad.request import MAX_BATCH, SEED, Rendered, Request
from latentpad.samples.own_file import quoted
from latentpad.samples.recipe import Recipe, check_request, read_recipe
from latentpad.sources import Blend

CENTRE = Request(0.5, 0.5)
WHOLE = (0.0, 0.0, 1.0, 1.0)
"""The corners of the map."""


class Player(OwnPlayer):
    """A loaded bundle that renders into one folder.

    Every `request` gives the seed and the controls of what is played, and where it matters, its point.
    """

    def random(self, kind: str = "", request: Request = CENTRE) -> Rendered:
        """Play a random point of the map, or of a kind (raises UnknownKindError, and as `play`)."""
        x, y = self.random_point(kind)
        return self.play(replace(request, x=x, y=y, source=None))

    def kind(self, kind: str, index: int = 0, request: Request = CENTRE) -> Rendered:
        """Play a point of a kind: 0 is typical, each next one unlike those before (raises as `random`)."""
        x, y = self.kind_point(kind, index)
        return self.play(replace(request, x=x, y=y, source=None))

    def blend(self, points: Sequence[tuple[float, float, float]], request: Request = CENTRE) -> Rendered:
        """Play the blend of points x, y, weight: `latentpad.synth.blending` (raises as `play` and `Blend.of`)."""
        blend = Blend.of(points)
        x, y = blend.middle
        return self.play(replace(request, x=x, y=y, source=blend))

    def vary(self, request: Request, n: int = 8, amount: float = 0.5) -> Batch:
        """Return `n` relatives of a request's sound, by `amount` in [0, 1] apart; others each time."""
        _check(n)
        first = self.explorer.seed()
        seeds = [(first + index) % (int(SEED.high) + 1) for index in range(n)]
        return self._batch([request.relative(seed, amount) for seed in seeds])

    def path(self, points: Sequence[tuple[float, float]], n: int = 8, request: Request = CENTRE) -> Batch:
        """Return `n` samples along a line through 2 or more points x, y, in steps that sound equally large."""
        if len(points) < 2:
            raise RangeError(f"a path takes 2 points or more, not {len(points)}")
        _check(n)
        for x, y in points:
            check_request(replace(request, x=x, y=y, source=None))
        return Batch(n, self.folder, self._path_steps(Way(self.renderer, points, request), n))

    def grid(
        self,
        columns: int = 8,
        rows: int = 8,
        corners: tuple[float, float, float, float] = WHOLE,
        request: Request = CENTRE,
    ) -> Batch:
        """Return a sample for each cell of a grid between two corners x0, y0, x1, y1, row by row from y1."""
        _check(columns * rows if min(columns, rows) > 0 else 0)
        x0, y0, x1, y1 = corners
        xs = [x0 + (x1 - x0) * (column + 0.5) / columns for column in range(columns)]
        ys = [y1 + (y0 - y1) * (row + 0.5) / rows for row in range(rows)]
        return self._batch([replace(request, x=x, y=y, source=None) for y in ys for x in xs])

    def kit(self, recipe: str = "", seed: int = 0, request: Request = CENTRE, **order: Any) -> Batch:
        """Return a kit of 16 samples that fit together, in a folder of its own with the files of other programs.

        Parameters
        ----------
        recipe : str
            ``acoustic``, ``electronic``, ``percussion``, ``like`` and paths, one per line; empty for any style.
        seed : int
            Selects the sounds.
        request : Request
            Controls of all samples.
        **order
            Further fields of `latentpad.player.kit_batch.KitOrder`.

        Raises
        ------
        UnknownKindError, RangeError, FolderError
            As `latentpad.player.kit_batch.KitMaker.batch`.
        """
        return self._kits.batch(KitOrder(recipe, seed, **order), request)

    @cached_property
    def _kits(self) -> KitMaker:
        return KitMaker(self)

    def recipe_of(self, path: Path) -> Recipe:
        """Return the recipe of a sample of this bundle's (raises RecipeError)."""
        recipe = read_recipe(path, self.drop.open)
        if recipe.digest != self.bundle.digest:
            raise RecipeError(
                f"{path} was rendered with another bundle ({quoted(recipe.bundle)}, {quoted(recipe.digest[:12])}) than "
                f"{self.bundle.name} ({self.bundle.digest[:12]})"
            )
        return recipe

    def again(self, path: Path) -> Rendered:
        """Play a sample again by its recipe.

        Raises
        ------
        RecipeError
            It has none, or was rendered with another bundle; or the new sample lacks sounds of the library that were
            heard in it: that sample is written all the same.
        """
        recipe = self.recipe_of(path)
        rendered = self.play(recipe.request)
        missing = [name for name in recipe.parents if name not in rendered.parents and not name.startswith("...")]
        if missing:
            names = " and ".join(map(quoted, missing))
            raise RecipeError(
                f"{rendered.path} is not the same sound: {names} of the library, heard in {path}, cannot be read "
                "or have changed"
            )
        return rendered

    def _batch(self, requests: Sequence[Request]) -> Batch:
        """Return a batch of requests."""
        return Batch(len(requests), self.folder, self._steps(requests))

    def _steps(self, requests: Sequence[Request]) -> Iterator[BatchStep]:
        """Play requests; what they need is read ahead."""
        for index, request in enumerate(requests):
            for following in requests[index + 1 : index + 3]:
                self.approach(following.x, following.y)
            yield self._try(request)

    def _path_steps(self, way: Way, n: int) -> Iterator[BatchStep]:
        """Divide a line and play it."""
        positions = yield from way.divide(n)
        for position in positions:
            yield self._try(way.request(position))

    def _try(self, request: Request) -> BatchStep:
        """Play a request, or return why there is no sample."""
        try:
            return self.play(request)
        except (SilenceError, LengthError) as error:
            return error


def _check(n: int) -> None:
    """Raise if there are too many samples, or none."""
    if not 1 <= n <= MAX_BATCH:
        raise RangeError(f"a batch has 1 to {MAX_BATCH} samples, not {n}")
