"""The folders that imports write to; all of them are latentpad's own."""

import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from latentpad.paths import user_cache_folder, user_data_folder
from latentpad.web.imports.relative_path import plain_part

KEPT_SECONDS = 86_400
"""First bundles that an interrupted import left behind are removed after a day: another latentpad may play them."""


@dataclass(frozen=True)
class ImportFolders:
    """Where imports keep what."""

    data: Path
    cache: Path

    @property
    def copies(self) -> Path:
        """Folder of the copied libraries."""
        return self.data / "samples"

    @property
    def bundles(self) -> Path:
        """Folder of the bundles."""
        return self.data / "bundles"

    @property
    def first(self) -> Path:
        """Folder of the first bundles, which are removed once there is a better one."""
        return self.cache / "first"

    @property
    def record(self) -> Path:
        """The file that remembers interrupted imports."""
        return self.data / "imports.json"

    def new_output(self, name: str, taken: Collection[Path]) -> Path:
        """Return the path of a new bundle, with a number where it exists or is taken."""
        stem = plain_part(name)
        for number in count(1):
            path = self.bundles / f"{stem if number == 1 else f'{stem} {number}'}.latentpad"
            if path not in taken and not path.exists():
                return path
        raise AssertionError("there is always a next number")

    def new_first(self, name: str) -> Path:
        """Return a new folder for first bundles."""
        return self.first / f"{plain_part(name)}-{time.time_ns():x}"

    def remove_old_first(self) -> None:
        """Remove first bundles of more than a day ago."""
        with suppress(OSError):
            for folder in self.first.iterdir():
                if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)


def default_folders() -> ImportFolders:
    """Return the folders in the user's data and cache folders."""
    return ImportFolders(user_data_folder(), user_cache_folder())
