"""The source of a sample in its recipe: an object with one key, the kind of source."""

import re
import reprlib
from pathlib import Path
from typing import Any

from latentpad.checks import is_integer, is_number
from latentpad.errors import RecipeError
from latentpad.request import (
    MAX_BLENDED,
    MAX_STEPS,
    MAX_WEIGHT,
    SEED,
    Blend,
    Morph,
    Sibling,
    Source,
    Step,
    WeightedPoint,
)

DIGEST = re.compile("[0-9a-f]{64}")


def source_to_dict(source: Source) -> dict[str, Any]:
    """Return a source as JSON values.

    >>> source_to_dict(Blend((WeightedPoint(0.1, 0.2, 1.0), WeightedPoint(0.5, 0.5, -1.0))))
    {'blend': [[0.1, 0.2, 1.0], [0.5, 0.5, -1.0]]}
    """
    match source:
        case Blend(points):
            return {"blend": [list(point) for point in points]}
        case Morph():
            return {"morph": vars(source)}
        case Sibling(steps, origin):
            of = {"of": source_to_dict(origin)} if origin else {}
            return {"steps": [list(step) for step in steps], **of}


def source_from_dict(found: object, path: Path) -> Source:
    """Return the source that `source_to_dict` wrote.

    Raises
    ------
    RecipeError
        It is damaged, or of a kind that this version does not know; `path` names the file in the message.
    """
    match found:
        case {"blend": list(points)} if _are_points(points):
            return Blend(tuple(WeightedPoint(*point) for point in points))
        case {"morph": {"path": str(file), "amount": amount, "digest": str(digest)}} if is_number(amount, 0, 1):
            if DIGEST.fullmatch(digest):  # else, a recipe could name any file
                return Morph(file, float(amount), digest)
        case {"steps": list(steps), **rest} if _are_steps(steps):
            origin = source_from_dict(rest["of"], path) if "of" in rest else None
            if not isinstance(origin, Sibling):
                return Sibling(tuple(Step(*step) for step in steps), origin)
    raise RecipeError(f"{path}: its recipe has source={reprlib.repr(found)}, unknown or damaged; update latentpad")


def _are_steps(steps: list[Any]) -> bool:
    """Return whether a list has a few pairs of seed and variation."""
    return 1 <= len(steps) <= MAX_STEPS and all(
        isinstance(step, list)
        and len(step) == 2
        and is_integer(step[0], SEED.low, SEED.high)
        and is_number(step[1], 0, 1)
        for step in steps
    )


def _are_points(points: list[Any]) -> bool:
    """Return whether a list has points with weights, one of which is positive."""
    bounds = (0, 1), (0, 1), (-MAX_WEIGHT, MAX_WEIGHT)
    return (
        2 <= len(points) <= MAX_BLENDED
        and all(isinstance(point, list) and len(point) == 3 for point in points)
        and all(is_number(value, *bound) for point in points for value, bound in zip(point, bounds, strict=True))
        and any(point[2] > 0 for point in points)
    )
