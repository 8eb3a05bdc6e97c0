"""Reading of files in folders that others can write to.

Only regular files are opened: a FIFO or a device would block or never end, and a symbolic link may lead anywhere.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

FLAGS = sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK"))
"""Flags for reading; those that Windows lacks are replaced by the comparison in `open_regular`."""


def open_regular(path: Path | str) -> BinaryIO:
    """Open a file for reading if it is a regular file and not a symbolic link.

    A FIFO, a device or a socket is refused without being opened, and a link that replaces the file in the meantime is
    not followed. Links among the folders that lead to the file are.

    Raises
    ------
    OSError
        The file cannot be opened or is of another kind; ``strerror`` states the reason.
    """
    expected = os.lstat(path)
    _check_kind(expected, path)
    file = os.fdopen(os.open(path, os.O_RDONLY | FLAGS), "rb")
    try:
        opened = os.fstat(file.fileno())
        _check_kind(opened, path)
        if not os.path.samestat(expected, opened):
            raise OSError(errno.ESTALE, "it was replaced while it was opened", os.fspath(path))
    except BaseException:
        file.close()
        raise
    return file


def read_regular(path: Path | str, max_bytes: int) -> bytes:
    """Return the content of a regular file that is not a symbolic link.

    Raises
    ------
    OSError
        As of `open_regular`, or the file has more than ``max_bytes`` bytes, whatever size it states.
    """
    with open_regular(path) as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise OSError(errno.EFBIG, f"it has more than {max_bytes} bytes", os.fspath(path))
    return content


def is_regular(path: Path | str) -> bool:
    """Return whether there is a regular file, not a symbolic link, of this name."""
    try:
        _check_kind(os.lstat(path), path)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False
    return True


def _check_kind(found: os.stat_result, path: Path | str) -> None:
    """Raise OSError for whatever is not a regular file."""
    if stat.S_ISLNK(found.st_mode):
        raise OSError(errno.ELOOP, "it is a symbolic link", os.fspath(path))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file", os.fspath(path))
