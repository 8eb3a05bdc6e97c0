"""The values of a recipe, and their bounds."""

import reprlib
from pathlib import Path
from typing import Any

from latentpad.checks import is_integer, is_number, read_scale
from latentpad.errors import RecipeError
from latentpad.request import CONTROLS, SEED


def check_values(values: dict[str, Any], path: Path) -> None:
    """Raise if a value is of the wrong type or out of range."""
    numbers, integers = ([c for c in (*CONTROLS, SEED) if c.is_integer is whole] for whole in (False, True))
    bounds = {"x": (0, 1), "y": (0, 1), **{control.key: (control.low, control.high) for control in numbers}}
    for name, (low, high) in bounds.items():
        if not is_number(values[name], low, high):
            raise RecipeError(
                f"{path}: its recipe has {name}={reprlib.repr(values[name])}, must be between {low:g} and {high:g}"
            )
    for key, _, low, high, _ in integers:
        if not is_integer(values[key], low, high):
            raise RecipeError(
                f"{path}: its recipe has {key}={reprlib.repr(values[key])}, must be an integer between {low} and {high}"
            )
    try:
        read_scale(values["tune"])
    except ValueError as error:
        raise RecipeError(f"{path}: its recipe has tune={reprlib.repr(values['tune'])}, {error}") from None
    for name in ("bundle", "digest", "version"):
        if not isinstance(values[name], str):
            raise RecipeError(f"{path}: its recipe has {name}={reprlib.repr(values[name])}, must be a string")
