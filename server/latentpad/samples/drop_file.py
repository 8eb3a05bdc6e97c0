"""Reading of files in a drop folder that others may be able to write to.

Nothing is read through a link that somebody may have put there to have another file of the user's read, neither a
symbolic one nor, unless it is a wav, a hard one.
"""

import errno
import os
from pathlib import Path
from typing import BinaryIO

from latentpad.regular_files import open_below, read_at_most

MAX_BYTES = 64_000_000
"""Largest file that is read whole; the longest sample has a tenth of that."""

WAV = (b"RIFF", b"RIFX", b"RF64")
"""How a wav begins."""


def open_wav_in_drop(drop: Path, path: Path) -> BinaryIO:
    """Open a wav as `open_in_drop` does; what is called one, but is none, is not handed to libsndfile.

    That looks for every format that it knows, and can crash.
    """
    file = open_in_drop(drop, path)
    try:
        beginning = file.read(12)
        if beginning[:4] not in WAV or beginning[8:] != b"WAVE":
            raise OSError(errno.EINVAL, "it is no wav", os.fspath(path))
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def open_in_drop(drop: Path, path: Path) -> BinaryIO:
    """Open a file in a drop folder, or below it, for reading.

    Raises
    ------
    OSError
        It cannot be opened, or is or lies behind a link, or is no regular file; ``strerror`` states the reason.
    """
    file = open_below(drop, path)
    try:
        if os.fstat(file.fileno()).st_nlink > 1:
            if file.read(4) not in WAV:
                raise OSError(errno.EMLINK, "it has several names, and is no wav", os.fspath(path))
            file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def read_in_drop(drop: Path, path: Path) -> bytes:
    """Return the content of such a file (raises OSError, also if it is larger than any sample)."""
    with open_in_drop(drop, path) as file:
        return read_at_most(file, MAX_BYTES)
