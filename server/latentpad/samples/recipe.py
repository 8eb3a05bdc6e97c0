"""The recipe of a sample: JSON in the comment (ICMT) of the RIFF metadata of its wav."""

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
"""Fields of a recipe besides the controls."""


@dataclass(frozen=True)
class Recipe:
    """Everything needed to render a sample again."""

    request: Request

    bundle: str
    """Name of the bundle."""

    digest: str
    """sha256 that identifies the bundle."""

    version: str
    """Version of latentpad; other versions may sound slightly different."""

    def to_text(self) -> str:
        """Return the recipe as the comment of a wav."""
        return json.dumps({"kind": KIND, **self.to_dict()})

    def to_dict(self) -> dict[str, Any]:
        """Return the recipe as a flat JSON object: point, seed, bundle, then every control."""
        request = self.request
        return {
            **{"x": request.x, "y": request.y, "seed": request.seed},
            **{"bundle": self.bundle, "digest": self.digest, "version": self.version},
            **vars(request.controls),
        }

    @classmethod
    def from_dict(cls, found: dict[str, Any], path: Path) -> "Recipe":
        """Read a flat JSON object; controls that an older version lacked get their defaults.

        Raises
        ------
        RecipeError
            A value is missing, unknown, of the wrong type or out of range; `path` names the file in the message.
        """
        own = {key: found.pop(key) for key in KEYS if key in found}
        try:
            controls = Controls(**found)
        except TypeError:
            own = {}
        if len(own) < len(KEYS):
            raise RecipeError(f"{path}: its recipe has unknown or missing fields; update latentpad")
        _check({**own, **vars(controls)}, path)
        request = Request(own["x"], own["y"], own["seed"], controls)
        return cls(request, own["bundle"], own["digest"], own["version"])


def read_recipe(path: Path) -> Recipe:
    """Read the recipe of a wav.

    Raises
    ------
    RecipeError
        The file is missing or not audio, or its recipe is missing or damaged.
    """
    if not os.path.isfile(path):
        what = "is a folder" if os.path.isdir(path) else "does not exist"
        raise RecipeError(f"{path} {what}; name a wav rendered by latentpad")
    try:
        with soundfile.SoundFile(path) as file:
            text = file.comment
    except (soundfile.SoundFileError, OSError) as error:
        raise RecipeError(f"{path} cannot be read as audio ({one_line(error)})") from None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.pop("kind", None) != KIND:
        raise RecipeError(f"{path} has no recipe; it was not rendered by latentpad, or its metadata was removed")
    return Recipe.from_dict(found, path)


def _check(values: dict[str, Any], path: Path) -> None:
    """Raise if a value is of the wrong type or out of range."""
    bounds = {"x": (0, 1), "y": (0, 1), **{control.key: (control.low, control.high) for control in CONTROLS}}
    for name, (low, high) in bounds.items():
        if not is_number(values[name], low, high):
            raise RecipeError(
                f"{path}: its recipe has {name}={reprlib.repr(values[name])}, must be between {low:g} and {high:g}"
            )
    if not is_integer(values["seed"], SEED.low, SEED.high):
        raise RecipeError(
            f"{path}: its recipe has seed={reprlib.repr(values['seed'])}, "
            f"must be an integer between {SEED.low} and {SEED.high}"
        )
    for name in ("bundle", "digest", "version"):
        if not isinstance(values[name], str):
            raise RecipeError(f"{path}: its recipe has {name}={reprlib.repr(values[name])}, must be a string")
