"""Free space on the disk, looked up before and while a run writes."""

import math
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from latentpad_export.errors import DiskError

SPARE_BYTES = 200_000_000
"""Space left free for other programs."""


class Need(NamedTuple):
    """Space that a run needs in a folder."""

    folder: Path
    """Where; it need not exist yet."""

    n_bytes: int
    option: str
    """Option of the command line that names another place."""


def refuse_full_disk(*needs: Need) -> None:
    """Refuse to start what needs more space than there is on one of the disks (raises DiskError)."""
    disks: dict[int, list[Need]] = {}
    for need in needs:
        disks.setdefault(_disk_of(need.folder), []).append(need)
    for found in disks.values():
        needed, largest = sum(need.n_bytes for need in found), max(found, key=lambda need: need.n_bytes)
        free = _free_bytes(largest.folder)
        if needed + SPARE_BYTES > free:
            raise DiskError(
                f"{largest.folder}: {(needed + SPARE_BYTES) / 1e9:.1f} GB needed, {free / 1e9:.1f} GB free; free some "
                f"space, or choose another folder with {largest.option}"
            )


def _disk_of(folder: Path) -> int:
    """Return the number of the disk of a folder; -1 where the system does not tell."""
    try:
        return _existing(folder).stat().st_dev
    except OSError:
        return -1


def _free_bytes(folder: Path) -> float:
    """Return the free bytes on the disk of a folder; infinite where the system does not tell."""
    try:
        return shutil.disk_usage(_existing(folder)).free
    except OSError:
        return math.inf


def _existing(folder: Path) -> Path:
    """Return a folder, or the first one above it that exists."""
    absolute = folder.absolute()
    return next(path for path in (absolute, *absolute.parents) if os.path.isdir(path) or path == path.parent)


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turn an error of the disk into one line that says what is kept (raises DiskError)."""
    try:
        yield
    except BrokenPipeError:
        raise  # who reads the progress has gone
    except OSError as error:
        raise DiskError(
            f"{error.filename or folder}: cannot be written ({error.strerror or error}); what was read is kept: "
            "repeat the command when there is space, or choose another folder with --cache"
        ) from None
