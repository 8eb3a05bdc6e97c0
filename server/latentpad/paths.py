"""What is there without asking: the bundle in the package, the folder for new samples."""

from pathlib import Path

from platformdirs import user_music_path


def default_bundle() -> Path:
    """Give the bundle that comes with latentpad."""
    return Path(__file__).parent / "data" / "default.latentpad"


def default_folder() -> Path:
    """Give ``latentpad`` in the user's music folder."""
    return user_music_path() / "latentpad"
