"""Folders whose files other programs may name: the drop folder, the inbox and the library's folders.

A path is compared before anything on the disk is looked at, since on Windows it may be a share of another machine, and
again after links are resolved.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from latentpad.errors import OwnSoundError
from latentpad.patience import Patience
from latentpad.samples.own_file import quoted

PATIENCE_SECONDS = 2.0


class AdmittedFolders:
    """Finds files in folders; for one thread at a time.

    Parameters
    ----------
    folders : sequence of Path
    patience : float, optional
        Longest time to wait for a disk, in seconds.
    """

    def __init__(self, folders: Sequence[Path], patience: float = PATIENCE_SECONDS) -> None:
        self._folders: dict[str, str] = {}
        """Where each name of a folder leads; not looked up again, since somebody may put a link in its place."""
        for folder in folders:
            real = os.path.realpath(folder)
            self._folders.update({str(folder): real, real: real})
        self._patience, self._seconds = Patience(patience), patience

    def find(self, path: str) -> Path:
        """Return the file at a path, absolute or relative to one of the folders, with links resolved.

        Raises
        ------
        OwnSoundError
            It is in none of the folders, missing, or its disk does not answer.
        """
        found = self._patience.wait(lambda: self._find(path))
        if found is None:
            raise OwnSoundError(f"{quoted(path)} cannot be read within {self._seconds:g} s; copy it to another disk")
        return found

    def _find(self, path: str) -> Path:
        is_inside = False
        for folder, real in self._folders.items():
            named = os.path.normpath(os.path.join(folder, path))
            if "\0" in path or not _is_inside(named, folder):
                continue
            is_inside = True
            found = os.path.realpath(named)
            if _is_inside(found, real) and os.path.exists(found):
                return Path(found)
        if is_inside:
            raise OwnSoundError(f"{quoted(path)} does not exist, or is a link that leads outside its folder")
        raise OwnSoundError(
            f"{quoted(path)} is not in the drop folder, the inbox or the library; copy it into {[*self._folders][-1]}"
        )


def _is_inside(path: str, folder: str) -> bool:
    """Return whether a path is in a folder."""
    path, folder = os.path.normcase(path), os.path.normcase(folder)
    return path.startswith(os.path.join(folder, ""))
