"""Errors that users see, each with a message of one line: file, value, bound, what to do.

Foreign text in a message, such as a file name or a value of a recipe, is escaped.
"""

import sys
from pathlib import Path

from latentpad.printable import printable


class LatentpadError(Exception):
    """Base class of all errors caused by input, not by a fault of the program."""

    def __init__(self, text: object = "") -> None:
        super().__init__(printable(str(text)))


class BundleError(LatentpadError):
    """A bundle is missing, damaged, not a bundle of latentpad or newer than this version."""


class FolderOfSamplesError(BundleError):
    """A folder of samples is named where a bundle is expected."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is a folder of samples, not a bundle; to make one from it: latentpad map {as_argument(path)}"
        )
        self.path = path
        """As the user named it."""


class FolderError(LatentpadError):
    """The drop folder or a file in it cannot be used."""


class RecipeError(LatentpadError):
    """A wav has no recipe, or one that this version cannot render."""


class SettingError(LatentpadError):
    """A variable of the environment has a value with which latentpad cannot work."""


class PortError(LatentpadError):
    """A port cannot be opened."""


class WireError(LatentpadError):
    """Bytes that are not valid OSC 1.0."""


class OscError(LatentpadError):
    """An OSC message that cannot be served."""

    def __init__(self, code: str, text: str, id: int = -1) -> None:
        super().__init__(text)
        self.code = code
        """One of the codes that docs/osc.md lists."""
        self.id = id
        """The id of the message, -1 if none could be read."""


class BenchError(LatentpadError):
    """A measurement failed."""


class LengthError(LatentpadError):
    """The controls ask for a sound that is too long to render."""


class UnusableSoundError(LatentpadError):
    """An audio file cannot be used as a sound; the text is the reason without the file's name."""


class OwnSoundError(LatentpadError):
    """A file that the user names cannot be used as a sound of their own."""


class UnknownKindError(LatentpadError):
    """No sound of the map is of this kind."""


class LibraryImportError(LatentpadError):
    """A folder of samples, or a file of it, cannot be imported."""


class KindsError(LatentpadError):
    """A table of words for kinds cannot be used."""


class RangeError(LatentpadError):
    """A number is outside its range, or there are too many or too few of something."""


class SilenceError(LatentpadError):
    """A point of the map is silent."""


def install_advice(extra: str) -> str:
    """Return how to install an extra; in double quotes, since cmd.exe knows no others."""
    if getattr(sys, "frozen", False):
        return f"the app does not have them: install latentpad as a Python package, with the extra {extra}"
    return f'in your copy of the repository: pip install ".[{extra}]"'


def as_argument(path: Path | str) -> str:
    """Return a path as a user types it: in double quotes, which all shells know, if there is a space in it."""
    return f'"{path}"' if " " in str(path) else str(path)


def one_line(error: BaseException) -> str:
    """Return the message of another library's error, shortened to be quoted in one of ours."""
    return " ".join(str(error).split())[:160] or type(error).__name__
