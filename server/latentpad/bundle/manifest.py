"""The fields of ``bundle.json``, each checked when it is taken."""

import reprlib
from typing import Any

from latentpad.checks import is_integer, is_number
from latentpad.errors import BundleError

MAX_TEXT = 1_000
"""Characters of a name or a label; those of folders have 255 bytes at most."""


class Manifest:
    """The fields of an untrusted ``bundle.json``; every method raises BundleError for a wrong one.

    Parameters
    ----------
    fields : dict
    source : str
        Names the file in messages.
    """

    def __init__(self, fields: dict[str, Any], source: str) -> None:
        self.fields, self.source = fields, source

    def string(self, name: str, longest: int = MAX_TEXT) -> str:
        """Return a string."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            raise BundleError(f"{self.source}: {name}={reprlib.repr(value)} must be a string")
        if len(value) > longest:
            raise BundleError(f"{self.source}: {name} has {len(value)} characters, at most {longest} are read")
        return value

    def strings(self, name: str) -> tuple[str, ...]:
        """Return a list of strings."""
        value = self.fields.get(name)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BundleError(f"{self.source}: {name} must be a list of strings")
        if max(map(len, value), default=0) > MAX_TEXT:
            raise BundleError(f"{self.source}: {name} has one of {max(map(len, value))} characters, at most {MAX_TEXT}")
        return tuple(value)

    def object(self, name: str) -> dict[str, Any]:
        """Return an object."""
        value = self.fields.get(name)
        if not isinstance(value, dict):
            raise BundleError(f"{self.source}: {name} must be an object")
        return value

    def integer(self, name: str, low: int, high: int) -> int:
        """Return an integer in [low, high]."""
        value = self.fields.get(name)
        if not is_integer(value, low, high):
            raise BundleError(
                f"{self.source}: {name}={reprlib.repr(value)}, must be an integer between {low} and {high}"
            )
        return value

    def number(self, name: str, low: float, high: float, default: float) -> float:
        """Return a number in [low, high], or the default where the field is left out."""
        value = self.fields.get(name, default)
        if not is_number(value, low, high):
            raise BundleError(
                f"{self.source}: {name}={reprlib.repr(value)}, must be a number between {low:g} and {high:g}"
            )
        return float(value)

    def lists(self, name: str, file: str) -> bool:
        """Return whether an optional file is listed; no other file name is accepted, so that it cannot be any file."""
        if name not in self.fields:
            return False
        if self.fields[name] != file:
            raise BundleError(f"{self.source}: {name}={reprlib.repr(self.fields[name])}, must be {file!r} or left out")
        return True
