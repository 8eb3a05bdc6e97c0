"""The source of a sample in its recipe: an object with one key, the kind of source.

Rows of numbers are lists or, where a recipe would get too long, packed: little-endian in base64.
"""

import base64
import binascii
import re
import reprlib
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from latentpad.checks import is_integer, is_number
from latentpad.errors import RecipeError
from latentpad.request import SEED
from latentpad.sources import MAX_BLENDED, MAX_STEPS, MAX_WEIGHT, Blend, Morph, Sibling, Source, Step, WeightedPoint

DIGEST = re.compile("[0-9a-f]{64}")

POINT, STEP = "<ddd", "<Id"
"""Packed rows."""


def source_to_dict(source: Source, packed: bool = False) -> dict[str, Any]:
    """Return a source as JSON values, its rows of numbers packed if wanted.

    >>> source_to_dict(Blend((WeightedPoint(0.1, 0.2, 1.0), WeightedPoint(0.5, 0.5, -1.0))))
    {'blend': [[0.1, 0.2, 1.0], [0.5, 0.5, -1.0]]}
    """
    match source:
        case Blend(points):
            return {"blend": _pack(POINT, points) if packed else [list(point) for point in points]}
        case Morph():
            return {"morph": vars(source)}
        case Sibling(steps, origin):
            of = {"of": source_to_dict(origin, packed)} if origin else {}
            return {"steps": _pack(STEP, steps) if packed else [list(step) for step in steps], **of}


def source_from_dict(found: object, path: Path) -> Source:
    """Return the source that `source_to_dict` wrote.

    Raises
    ------
    RecipeError
        It is damaged, or of a kind that this version does not know; `path` names the file in the message.
    """
    match _unpacked(found):
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


def _pack(row: str, rows: Sequence[tuple[float, ...]]) -> str:
    """Return rows of numbers as text."""
    return base64.b64encode(b"".join(struct.pack(row, *values) for values in rows)).decode()


def _unpacked(found: object) -> object:
    """Return a source whose rows are lists; what is damaged stays as it is."""
    if not isinstance(found, dict):
        return found
    rows = {key: (row, found[key]) for key, row in (("blend", POINT), ("steps", STEP)) if key in found}
    try:
        lists = {
            key: [list(values) for values in struct.iter_unpack(row, base64.b64decode(text, validate=True))]
            for key, (row, text) in rows.items()
            if isinstance(text, str)
        }
    except (binascii.Error, struct.error, ValueError):
        return found
    return {**found, **lists}


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
