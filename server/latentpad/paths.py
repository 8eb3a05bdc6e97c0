"""Where latentpad's files are: the built-in bundle, and the user's folders for samples, cache and data."""

from pathlib import Path

from platformdirs import user_cache_path, user_data_path, user_music_path

NAME = "latentpad"

SUFFIX = ".latentpad"
"""How the names of bundles usually end."""


def default_bundle() -> Path:
    """Return the bundle that comes with latentpad."""
    return Path(__file__).parent / "data" / "default.latentpad"


def default_drop_folder() -> Path:
    """Return the folder for new samples where none is named: ``latentpad`` in the user's music folder."""
    return user_music_path() / NAME


def default_inbox() -> Path:
    """Return the folder for sounds of the user's own where none is named: ``inbox`` in the one for new samples."""
    return default_drop_folder() / "inbox"


def user_cache_folder() -> Path:
    """Return the folder for files that can be computed again."""
    return user_cache_path(NAME, appauthor=False)


def user_data_folder() -> Path:
    """Return the folder for what latentpad remembers between runs."""
    return user_data_path(NAME, appauthor=False)
