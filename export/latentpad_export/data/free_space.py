"""Free space on the disk, looked up before and while a run writes."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from latentpad_export.errors import LibraryError

SPARE_BYTES = 200_000_000
"""Space left free for other programs."""


def refuse_full_disk(folder: Path, needed: int) -> None:
    """Refuse to start what needs more space than there is (raises LibraryError).

    Parameters
    ----------
    folder : Path
        Where it is written.
    needed : int
        Bytes.
    """
    free = shutil.disk_usage(folder).free
    if needed + SPARE_BYTES > free:
        raise LibraryError(
            f"{folder}: {(needed + SPARE_BYTES) / 1e9:.1f} GB needed, {free / 1e9:.1f} GB free; free some space, or "
            "choose another folder with --cache"
        )


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turn an error of the disk into one line that says what is kept (raises LibraryError)."""
    try:
        yield
    except BrokenPipeError:
        raise  # who reads the progress has gone
    except OSError as error:
        raise LibraryError(
            f"{error.filename or folder}: cannot be written ({error.strerror or error}); what was read is kept: "
            "repeat the command when there is space, or choose another folder with --cache"
        ) from None
