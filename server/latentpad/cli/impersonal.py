"""Texts without the user's home folder and name."""

import getpass
import os
import re
from pathlib import Path
from typing import Literal
from unicodedata import normalize

NAME = "USER"

FORMS: tuple[Literal["NFC", "NFD"], ...] = "NFC", "NFD"
"""Of accented letters: macOS gives out the names of files in the second one."""


class Impersonal:
    """Replaces the home folder by ``~`` and, as a part of other paths, the user's name by ``USER``."""

    def __init__(self) -> None:
        self._homes = sorted(_homes(), key=len, reverse=True)
        self._name = _user_name()

    def __call__(self, text: str) -> str:
        """Return a text without them."""
        for home in self._homes:
            text = re.sub(rf"{_pattern(home)}(?=$|[^\w.-])", "~", text, flags=re.IGNORECASE)
        if self._name:
            text = re.sub(rf"(?<=[\\/]){re.escape(self._name)}(?=$|[^\w.-])", NAME, text, flags=re.IGNORECASE)
        return text


def _pattern(home: str) -> str:
    """Return a pattern of a path, with separators of either kind, also repeated ones."""
    return r"[\\/]+".join(map(re.escape, re.split(r"[\\/]+", home)))


def _homes() -> set[str]:
    """Return the home folder as it may be written."""
    try:
        home = str(Path.home())
    except RuntimeError:
        return set()
    names = {home, os.path.realpath(home)} | {os.environ.get("HOME", ""), os.environ.get("USERPROFILE", "")}
    spellings = {normalize(form, name.rstrip("/\\")) for name in names for form in FORMS}
    return {name for name in spellings if name}


def _user_name() -> str:
    """Return the user's name; empty if it is not known."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without an entry among those of the system
        return ""
