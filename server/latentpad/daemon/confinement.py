"""Which files clients may name: only those in a folder."""

import os
from pathlib import Path

from latentpad.errors import FolderError


def inside(folder: Path, path: str) -> Path:
    """Return a path, resolved, that a client named by itself or relative to a folder.

    Raises
    ------
    FolderError
        It leads out of the folder.
    """
    root = os.path.realpath(folder)
    found = os.path.realpath(os.path.join(root, path))
    if not found.startswith(os.path.join(root, "")):
        raise FolderError(f"{path[:200]!r} is not in {folder}; name a file in this folder")
    return Path(found)
