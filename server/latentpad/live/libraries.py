"""Live's User Libraries on this computer, from the preferences of the versions of Live that have run here.

Each version has a folder of preferences, ``Live 12.1.5``, whose ``Library.cfg`` is XML. It names the User Library
(``ProjectPath`` and, below it, ``ProjectName``) and the folders in Places (``UserFolderInfo``).
"""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from platformdirs import user_config_path, user_documents_path, user_music_path

from latentpad.errors import LatentpadError
from latentpad.regular_files import open_named

USER_LIBRARY = "User Library"
MARK = "Ableton Folder Info"
"""A folder that Live keeps in a User Library."""

MAX_BYTES = 16 << 20
"""Size of the largest file of preferences that is read; real ones have some kilobytes."""

NOT_HERE = "Live runs on macOS and Windows. Name its User Library, or the folder Remote Scripts in it, with --folder"


class LiveError(LatentpadError):
    """Something about Live or its folders is not as it has to be."""


@dataclass(frozen=True)
class LiveVersion:
    """A version of Live that has run here."""

    name: str
    """Such as ``12.1.5``."""
    library: Path
    """Its User Library, whether or not that exists."""
    places: tuple[Path, ...]
    """The folders in Places in its browser."""


@dataclass(frozen=True)
class UserLibrary:
    """A User Library, and the versions of Live that use it."""

    path: Path
    versions: tuple[LiveVersion, ...]

    @property
    def names(self) -> str:
        """The versions in words."""
        return " and ".join(f"Live {version.name}" for version in self.versions) or "Live"


def user_libraries(system: str = sys.platform) -> list[UserLibrary]:
    """Return the User Libraries of this computer's user, those of the newest Live first.

    Parameters
    ----------
    system : str
        The operating system, as `sys.platform` has it.

    Raises
    ------
    LiveError
        There is none.
    """
    if system == "darwin":
        preferences, documents = Path.home() / "Library" / "Preferences" / "Ableton", user_music_path()
    elif system == "win32":
        preferences, documents = user_config_path("Ableton", appauthor=False, roaming=True), user_documents_path()
    else:
        raise LiveError(NOT_HERE)
    return find_libraries(preferences, documents / "Ableton" / USER_LIBRARY)


def find_libraries(preferences: Path, default: Path) -> list[UserLibrary]:
    """Return the User Libraries that the newest version of each Live uses, or the default one.

    Parameters
    ----------
    preferences : Path
        Folder with a folder per version of Live.
    default : Path
        User Library of a Live whose preferences do not say another.

    Raises
    ------
    LiveError
        There is none.
    """
    versions = list(_newest_versions(preferences))
    paths = list(dict.fromkeys([version.library for version in versions] or [default]))
    found = [path for path in paths if os.path.isdir(path)]  # False also for a path that is too long
    if found:
        return [UserLibrary(path, tuple(v for v in versions if v.library == path)) for path in found]
    if versions:
        raise LiveError(
            f"the User Library of Live {versions[0].name}, {paths[0]}, does not exist: connect its disk, "
            "or name another one with --folder"
        )
    raise LiveError(f"no Live has run here: {preferences} and {default} do not exist. Name its folder with --folder")


def read_version(config: Path, name: str) -> LiveVersion | None:
    """Read a ``Library.cfg``; None if it cannot be read or names no User Library."""
    try:
        with open_named(config) as file:
            content = file.read(MAX_BYTES + 1)
        root = ElementTree.fromstring(content if len(content) <= MAX_BYTES else b"")
    except (OSError, ElementTree.ParseError, ValueError, LookupError):  # the last: an encoding that is not known
        return None
    project = root.find(".//UserLibrary/LibraryProject")
    if project is None or not (parent := Path(_value(project, "ProjectPath"))).is_absolute():
        return None
    places = (Path(info.get("Path", "")) for info in root.iter("UserFolderInfo"))
    library = _library(parent, _value(project, "ProjectName") or USER_LIBRARY)
    return LiveVersion(name, library, tuple(path for path in places if path.is_absolute()))


def _library(parent: Path, name: str) -> Path:
    """Return the User Library of a project's path and name: the folder of this name in it, or the path itself."""
    candidates = [parent / name, parent]
    marked = [path for path in candidates if os.path.isdir(path / MARK)]
    return (marked or [path for path in candidates if os.path.isdir(path)] or candidates)[0]


def _newest_versions(preferences: Path) -> Iterator[LiveVersion]:
    """Yield the newest version of each Live, such as 12 and 11, whose preferences can be read; newest first."""
    numbered = []
    for folder in preferences.glob("Live *"):
        if match := re.fullmatch(r"Live (\d+(?:\.\d+)*)(.*)", folder.name):
            numbers, rest = match.groups()
            numbered.append(([int(number) for number in numbers.split(".")], not rest, folder))
    seen = set()
    for numbers, _, folder in sorted(numbered, reverse=True):
        if numbers[0] in seen:
            continue
        for config in (folder / "Library.cfg", folder / "Preferences" / "Library.cfg"):
            if version := read_version(config, folder.name.removeprefix("Live ")):
                seen.add(numbers[0])
                yield version
                break


def _value(project: ElementTree.Element, tag: str) -> str:
    element = project.find(tag)
    return "" if element is None else element.get("Value", "")
