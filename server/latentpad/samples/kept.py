"""Copies of samples that the user keeps, in the subfolder ``kept`` of the drop folder, which is no link."""

import os
import re
from contextlib import suppress
from pathlib import Path

from latentpad.files import write_first_free
from latentpad.free_names import FreeNumbers
from latentpad.regular_files import entries_below, folder_below, is_regular_entry
from latentpad.samples.drop_file import read_in_drop
from latentpad.samples.file_names import numbered_name

KEPT = "kept"


class KeptSamples:
    """The kept samples of a drop folder.

    Parameters
    ----------
    drop : Path
    """

    def __init__(self, drop: Path) -> None:
        self._drop, self._folder = drop, drop / KEPT
        self._numbers = FreeNumbers()

    def paths(self) -> list[Path]:
        """Return the wavs, whatever their names; links and unreadable entries are left out."""
        with suppress(OSError), entries_below(self._drop, KEPT) as entries:
            names = [entry.name for entry in entries if is_regular_entry(entry)]
            return sorted(self._folder / name for name in names if name.endswith(".wav") and not name.startswith("."))
        return []

    def keep(self, stem: str, content: bytes) -> Path:
        """Write a copy under a name, with a number if it is taken, unless there is one already; return its path.

        Raises
        ------
        OSError
            It cannot be written, or the folder is a link.
        """
        with suppress(FileExistsError):
            self._folder.mkdir()
        with folder_below(self._drop, KEPT) as folder:

            def is_taken(number: int) -> bool:
                name = numbered_name(stem, number)
                return _exists(self._folder / name if folder is None else Path(name), folder)

            names = (numbered_name(stem, number) for number in self._numbers.find(stem, is_taken))
            return self._find_copy(stem, content) or write_first_free(self._folder, names, content, folder)

    def _find_copy(self, stem: str, content: bytes) -> Path | None:
        """Find a file of this name, with or without a number, and the same bytes (raises OSError)."""
        pattern = re.compile(re.escape(stem) + r"(_\d+)?\.wav")
        with entries_below(self._drop, KEPT) as entries:
            names = [one.name for one in entries if pattern.fullmatch(one.name) and is_regular_entry(one, len(content))]
        for name in names:
            with suppress(OSError):  # another one is written then
                if read_in_drop(self._drop, self._folder / name) == content:
                    return self._folder / name
        return None


def _exists(path: Path, dir_fd: int | None) -> bool:
    """Return whether a name is taken, by a link to nowhere, too."""
    try:
        os.stat(path, dir_fd=dir_fd, follow_symlinks=False)
    except OSError:
        return False
    return True
