"""The source of a sample in its recipe: an object with one key, the kind of source."""

import reprlib
from pathlib import Path
from typing import Any

from latentpad.checks import is_number
from latentpad.errors import RecipeError
from latentpad.request import MAX_BLENDED, MAX_WEIGHT, Blend, Morph, WeightedPoint


def source_to_dict(source: Blend | Morph) -> dict[str, Any]:
    """Return a source as JSON values.

    >>> source_to_dict(Blend((WeightedPoint(0.1, 0.2, 1.0), WeightedPoint(0.5, 0.5, -1.0))))
    {'blend': [[0.1, 0.2, 1.0], [0.5, 0.5, -1.0]]}
    """
    if isinstance(source, Blend):
        return {"blend": [list(point) for point in source.points]}
    return {"morph": vars(source)}


def source_from_dict(found: object, path: Path) -> Blend | Morph:
    """Return the source that `source_to_dict` wrote.

    Raises
    ------
    RecipeError
        It is damaged, or of a kind that this version does not know; `path` names the file in the message.
    """
    match found:
        case {"blend": list(points)} if _are_points(points):
            return Blend(tuple(WeightedPoint(*point) for point in points))
        case {"morph": {"path": str(file), "amount": amount}} if is_number(amount, 0, 1):
            return Morph(file, amount)
    raise RecipeError(
        f"{path}: its recipe has source={reprlib.repr(found)}, which is unknown or damaged; update latentpad"
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
