"""Where files are: the built-in bundle, the user's folders for samples, cache and data, and what the user names."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path, user_data_path, user_log_path, user_music_path

from latentpad.errors import FolderError

NAME = "latentpad"

SUFFIX = ".latentpad"
"""How the names of bundles usually end."""


def default_bundle() -> Path:
    """Return the bundle that comes with latentpad."""
    return Path(__file__).parent / "data" / "default.latentpad"


def default_drop_folder() -> Path:
    """Return the folder for new samples where none is named: ``latentpad`` in the user's music folder."""
    return _of_user(user_music_path) / NAME


def default_inbox() -> Path:
    """Return the folder for sounds of the user's own where none is named: ``inbox`` in the one for new samples."""
    return default_drop_folder() / "inbox"


def user_cache_folder() -> Path:
    """Return the folder for files that can be computed again."""
    return _of_user(lambda: user_cache_path(NAME, appauthor=False))


def user_data_folder() -> Path:
    """Return the folder for what latentpad remembers between runs."""
    return _of_user(lambda: user_data_path(NAME, appauthor=False))


def user_log_folder() -> Path:
    """Return the folder for the logs of what runs without a terminal."""
    return _of_user(lambda: user_log_path(NAME, appauthor=False))


def user_path(text: str) -> Path:
    """Return the path that a user names, with ``~`` or ``~NAME`` in front replaced by the home folder.

    Most shells have done so by then, but not in ``--library=~/Samples``, and cmd.exe and PowerShell never do. As in
    those shells, ``~NAME`` of nobody and ``./~`` are names like any other; these are made absolute, lest they be taken
    for a home folder later.

    Raises
    ------
    FolderError
        The user's home folder is not known.
    """
    path = Path(os.path.expanduser(text))
    if not str(path).startswith("~"):
        return path
    if text.startswith("~") and path.parts[0] == "~":
        raise FolderError(f"{text}: your home folder is not known; set HOME, or name the whole path")
    return path.absolute()


def _of_user(find: Callable[[], Path]) -> Path:
    """Return a folder of the user's or, where their home folder is not known, one that cannot be created.

    So it is in a container without HOME, if its user has no name.
    """
    with suppress(RuntimeError):
        path = find()
        if not str(path).startswith("~"):  # as of older versions of platformdirs
            return path
    return Path(os.devnull, NAME)
