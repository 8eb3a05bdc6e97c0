"""The recipe of a sample: JSON in the comment (ICMT) of the RIFF metadata of its wav."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from latentpad.checks import is_number
from latentpad.errors import RangeError, RecipeError, one_line
from latentpad.regular_files import is_closed, open_named
from latentpad.request import Controls, Request
from latentpad.samples.audio_header import DAMAGED, AudioHeader, read_header
from latentpad.samples.recipe_source import source_from_dict, source_to_dict
from latentpad.samples.recipe_text import shortened
from latentpad.samples.recipe_values import check_values

KIND = "latentpad recipe"
EARLIER = ("variation", "length", "pitch", "decay", "tone", "detail", "dynamics")
"""Controls that are in every recipe. Later ones are where they are not at their defaults, so that older versions, which
refuse fields that they do not know, render all samples that they can."""

KEYS = ("x", "y", "seed", "bundle", "digest", "version")
"""Fields of a recipe besides the controls."""

MAX_BYTES = 2045
"""Longest comment that libsndfile reads."""

MAX_PITCH = 100_000.0
"""Hertz; a pitch above it is damaged."""


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

    pitch_hz: float = 0.0
    """Pitch of the sample in hertz, 0 if it has none or none is known; like the parents a description, not an input."""

    parents: tuple[str, ...] = ()
    """Names of the library's sounds whose detail is in the sample, those with most weight first."""

    confidence: float | None = None
    """How sure the sound is, in [0, 1], to three decimals; None in samples of older versions."""

    def to_text(self) -> str:
        """Return the recipe as the comment of a wav.

        Where it is too long, only the ends of the parents' names are in it, then numbers of the source are packed, then
        the name of the bundle is shortened: all that repeats the sample is there.
        """
        fields, source = self.to_dict(), self.request.source
        if _room(fields) >= 0:
            return _to_text(fields)
        parents = fields.pop("parents", [])
        if source and _room(fields) < 0:
            fields["source"] = source_to_dict(source, packed=True)
        if (room := _room(fields)) < 0:
            fields["bundle"] = shortened(self.bundle, len(json.dumps(self.bundle)) - 2 + room)
        room = _room({**fields, "parents": [""] * len(parents)})
        names = [short for name in parents if (short := shortened(name, room // len(parents)))]
        return _to_text({**fields, **({"parents": names} if names else {})})

    def to_dict(self) -> dict[str, Any]:
        """Return the recipe as a flat JSON object: point, seed, bundle, controls, source, then what is known."""
        request = self.request
        return {
            **{"x": request.x, "y": request.y, "seed": request.seed},
            **{"bundle": self.bundle, "digest": self.digest, "version": self.version},
            **recorded_controls(request.controls),
            **({"source": source_to_dict(request.source)} if request.source else {}),
            **({"pitch_hz": round(self.pitch_hz, 2)} if self.pitch_hz else {}),
            **({"parents": list(self.parents)} if self.parents else {}),
            **({} if self.confidence is None else {"confidence": round(self.confidence, 3)}),
        }

    @classmethod
    def from_dict(cls, found: dict[str, Any], path: Path) -> "Recipe":
        """Read a flat JSON object; controls that an older version lacked get their defaults.

        Pitch, parents and confidence may be missing, and are ignored if they are damaged: they are no inputs.

        Raises
        ------
        RecipeError
            A value is missing, unknown, of the wrong type or out of range; `path` names the file in the message.
        """
        own = {key: found.pop(key) for key in KEYS if key in found}
        pitch, parents = found.pop("pitch_hz", 0.0), found.pop("parents", [])
        confidence, source = found.pop("confidence", None), found.pop("source", None)
        try:
            controls = Controls(**found)
        except TypeError:
            own = {}
        if len(own) < len(KEYS):
            raise RecipeError(f"{path}: its recipe has unknown or missing fields; update latentpad")
        check_values({**own, **vars(controls)}, path)
        origin = None if source is None else source_from_dict(source, path)
        request = Request(own["x"], own["y"], own["seed"], controls, origin)
        known = cls(request, own["bundle"], own["digest"], own["version"])
        if is_number(pitch, 0, MAX_PITCH):
            known = replace(known, pitch_hz=float(pitch))
        if isinstance(parents, list) and all(isinstance(name, str) for name in parents):
            known = replace(known, parents=tuple(parents))
        if is_number(confidence, 0, 1):
            known = replace(known, confidence=float(confidence))
        return known


def read_recipe(path: Path, opened: Callable[[Path], BinaryIO] = open_named) -> Recipe:
    """Read the recipe of a wav.

    Parameters
    ----------
    path : Path
    opened : callable, optional
        Opens the file; by default, links are followed.

    Raises
    ------
    RecipeError
        The file is missing or not audio, or its recipe is missing or damaged.
    """
    return read_sample_file(path, opened)[0]


def read_sample_file(path: Path, opened: Callable[[Path], BinaryIO] = open_named) -> tuple[Recipe, AudioHeader]:
    """Read the recipe of a wav, and what its header states; parameters and exceptions are those of `read_recipe`."""
    if is_closed(path):
        raise RecipeError(f"{path} cannot be read (permission denied)")
    if not os.path.isfile(path):
        other = "is no file" if os.path.lexists(path) else "does not exist"
        what = "is a folder" if os.path.isdir(path) else other
        raise RecipeError(f"{path} {what}; name a wav rendered by latentpad")
    try:
        with opened(path) as file:
            header = read_header(file)
    except DAMAGED as error:
        reason = (isinstance(error, OSError) and error.strerror) or one_line(error)
        raise RecipeError(f"{path} cannot be read as audio ({reason})") from None
    return _recipe_in(header.comment, path), header


def _recipe_in(text: str, path: Path) -> Recipe:
    """Return the recipe in the comment of the wav at a path (raises RecipeError)."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.pop("kind", None) != KIND:
        raise RecipeError(f"{path} has no recipe; it was not rendered by latentpad, or its metadata was removed")
    return Recipe.from_dict(found, path)


def recorded_controls(controls: Controls) -> dict[str, Any]:
    """Return the controls that a recipe contains."""
    defaults = vars(Controls())
    return {key: value for key, value in vars(controls).items() if key in EARLIER or value != defaults[key]}


def _to_text(fields: dict[str, Any]) -> str:
    """Return the comment with the fields of a recipe, which is ASCII."""
    return json.dumps({"kind": KIND, **fields})


def _room(fields: dict[str, Any]) -> int:
    """Return how many bytes more would fit into a comment with these fields; negative if they do not fit."""
    return MAX_BYTES - len(_to_text(fields))


def check_request(request: Request) -> Request:
    """Return a request whose numbers are Python's, not numpy's; raise RangeError if no recipe can have its values."""
    controls = Controls(**{key: _plain(value) for key, value in vars(request.controls).items()})
    plain = replace(request, x=_plain(request.x), y=_plain(request.y), seed=_plain(request.seed), controls=controls)
    try:
        Recipe.from_dict(Recipe(plain, "", "", "").to_dict(), Path("request"))
    except RecipeError as error:
        raise RangeError(str(error).replace("request: its recipe", "the request")) from None
    return plain


def _plain(value: Any) -> Any:
    """Return a number as Python's."""
    return value.item() if isinstance(value, np.generic) else value
