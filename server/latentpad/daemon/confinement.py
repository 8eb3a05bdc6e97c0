"""Which files clients may name, also by the recipe of a sample: only those in certain folders."""

import os
from pathlib import Path

from latentpad.daemon.sample_player import SamplePlayer
from latentpad.errors import FolderError, OwnSoundError
from latentpad.request import Request
from latentpad.samples.own_file import quoted
from latentpad.sources import Morph, Sibling


def inside(folder: Path, path: str) -> Path:
    """Return a path, resolved, that a client named by itself or relative to a folder.

    Raises
    ------
    FolderError
        It leads out of the folder.
    """
    root = os.path.realpath(folder)
    found = "" if "\0" in path else os.path.realpath(os.path.join(root, path))
    if not found.startswith(os.path.join(root, "")):
        raise FolderError(f"{path[:200]!r} is not in {folder}; name a file in this folder")
    return Path(found)


def request_inside(player: SamplePlayer, path: str) -> tuple[Path, Request]:
    """Return a sample in the drop folder that a client named, and its request.

    Anybody may have written its recipe. The file of a morph is not looked at before its path is checked.

    Raises
    ------
    FolderError, RecipeError
        It is elsewhere, or has no recipe of this bundle's.
    OwnSoundError
        It is a morph of a file that clients may not name.
    """
    sample = inside(player.folder, path)
    request = player.recipe_of(sample).request
    origin = request.source.origin if isinstance(request.source, Sibling) else request.source
    if isinstance(origin, Morph):
        try:
            player.admit(origin.path if os.path.isabs(origin.path) else "")
        except OwnSoundError as error:
            raise OwnSoundError(f"{quoted(sample.name)} is made from another sound: {error}") from None
    return sample, request
