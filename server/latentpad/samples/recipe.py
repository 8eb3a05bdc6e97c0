"""How a sample was made, as it stands in the sample's own wav: JSON in the comment (ICMT) of its RIFF metadata."""

import json
import os
import reprlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import soundfile

from latentpad.checks import is_integer, is_number
from latentpad.errors import RecipeError, one_line
from latentpad.request import CONTROLS, SEED, Controls, Request

KIND = "latentpad recipe"
KEYS = ("x", "y", "seed", "bundle", "digest", "version")
"""Fields of a recipe beside the controls."""


@dataclass(frozen=True)
class Recipe:
    """Everything that it takes to make a sample again."""

    request: Request

    bundle: str
    """Name of the bundle."""

    digest: str
    """sha256 that identifies the bundle."""

    version: str
    """Version of latentpad; another one may sound a little different."""

    def to_text(self) -> str:
        """Return the recipe as the comment of a wav."""
        return json.dumps({"kind": KIND, **self.to_dict()})

    def to_dict(self) -> dict[str, Any]:
        """Return the recipe as a flat JSON object: point, seed, bundle, then every control."""
        asked = self.request
        return {
            **{"x": asked.x, "y": asked.y, "seed": asked.seed},
            **{"bundle": self.bundle, "digest": self.digest, "version": self.version},
            **vars(asked.controls),
        }

    @classmethod
    def from_dict(cls, found: dict[str, Any], path: Path) -> "Recipe":
        """Read a flat object; controls that an older version did not have keep their defaults.

        Raises
        ------
        RecipeError
            A value is missing, unknown, of the wrong type or out of its bounds; `path` names the file in the message.
        """
        own = {key: found.pop(key) for key in KEYS if key in found}
        try:
            controls = Controls(**found)
        except TypeError:
            own = {}
        if len(own) < len(KEYS):
            raise RecipeError(f"{path}: its recipe has other fields than this version knows; update latentpad")
        _check({**own, **vars(controls)}, path)
        asked = Request(own["x"], own["y"], own["seed"], controls)
        return cls(asked, own["bundle"], own["digest"], own["version"])


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
    return Recipe.from_dict(found, path)


def _check(values: dict[str, Any], path: Path) -> None:
    """Refuse values that no latentpad wrote."""
    bounds = {"x": (0, 1), "y": (0, 1), **{control.key: (control.low, control.high) for control in CONTROLS}}
    for name, (low, high) in bounds.items():
        if not is_number(values[name], low, high):
            raise RecipeError(
                f"{path}: its recipe has {name}={reprlib.repr(values[name])}, must be from {low:g} to {high:g}"
            )
    if not is_integer(values["seed"], SEED.low, SEED.high):
        raise RecipeError(
            f"{path}: its recipe has seed={reprlib.repr(values['seed'])}, "
            f"must be a whole number from {SEED.low} to {SEED.high}"
        )
    for name in ("bundle", "digest", "version"):
        if not isinstance(values[name], str):
            raise RecipeError(f"{path}: its recipe has {name}={reprlib.repr(values[name])}, must be a text")
