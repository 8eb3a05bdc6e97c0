"""How a sample was made, as it stands in the sample's own wav: JSON in the comment (ICMT) of its RIFF metadata."""

import json
import os
import reprlib
from dataclasses import asdict, dataclass
from pathlib import Path

import soundfile

from latentpad.errors import RecipeError, one_line
from latentpad.request import CONTROLS, Request

KIND = "latentpad recipe"
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class Recipe:
    """Everything that it takes to make a sample again."""

    x: float
    y: float
    seed: int
    bundle: str
    """Name of the bundle."""

    digest: str
    """sha256 that identifies the bundle."""

    version: str
    """Version of latentpad; another one may sound a little different."""

    variation: float = 0.0
    length: float = 1.0
    pitch: float = 0.0
    decay: float = 1.0
    tone: float = 0.0

    @property
    def request(self) -> Request:
        """What to ask of the bundle."""
        return Request(self.x, self.y, self.seed, *(getattr(self, control.key) for control in CONTROLS))

    def to_text(self) -> str:
        """Write it as the comment of a wav."""
        return json.dumps({"kind": KIND, **asdict(self)})


def read_recipe(path: Path) -> Recipe:
    """Read the recipe of a wav.

    Raises
    ------
    RecipeError
        The file is missing or no sound file, or holds no recipe, or a damaged one.
    """
    if not os.path.isfile(path):
        what = "is a folder" if os.path.isdir(path) else "does not exist"
        raise RecipeError(f"{path} {what}; name a wav made by latentpad")
    try:
        with soundfile.SoundFile(path) as file:
            text = file.comment
    except (soundfile.SoundFileError, OSError) as error:
        raise RecipeError(f"{path} cannot be read as a sound ({one_line(error)})") from None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.pop("kind", None) != KIND:
        raise RecipeError(f"{path} holds no recipe; it was not made by latentpad, or its metadata was taken out")
    try:
        recipe = Recipe(**found)
    except TypeError:
        raise RecipeError(f"{path}: its recipe has other fields than this version knows; update latentpad") from None
    _check(recipe, path)
    return recipe


def _check(recipe: Recipe, path: Path) -> None:
    """Refuse values that no latentpad wrote."""
    bounds = {"x": (0, 1), "y": (0, 1), **{control.key: (control.low, control.high) for control in CONTROLS}}
    for name, (low, high) in bounds.items():
        value = getattr(recipe, name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise RecipeError(f"{path}: its recipe has {name}={reprlib.repr(value)}, must be from {low:g} to {high:g}")
    if not isinstance(recipe.seed, int) or isinstance(recipe.seed, bool) or not 0 <= recipe.seed <= LARGEST_SEED:
        raise RecipeError(
            f"{path}: its recipe has seed={reprlib.repr(recipe.seed)}, must be a whole number from 0 to {LARGEST_SEED}"
        )
    for name in ("bundle", "digest", "version"):
        if not isinstance(getattr(recipe, name), str):
            raise RecipeError(f"{path}: its recipe has {name}={reprlib.repr(getattr(recipe, name))}, must be a text")
