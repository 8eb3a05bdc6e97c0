"""Reading of files in folders that others can write to.

Only regular files are opened: a FIFO or a device would block or never end, and a symbolic link may lead anywhere. Where
the user has named a folder, which may be a link, no link below it is followed.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO

FLAGS = sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK"))
"""Flags for reading; those that Windows lacks are replaced by the comparison in `open_regular`."""

HAS_DIR_FD = os.open in os.supports_dir_fd and os.stat in os.supports_dir_fd
"""Whether files can be opened by their names in a folder that is open."""

LIST_FLAGS = sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_DIRECTORY"))
SEARCH_FLAGS = LIST_FLAGS | getattr(os, "O_PATH", 0)
"""Flags for a folder that is to be listed, and for one in which names are to be found."""

JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
"""How Windows marks a junction, a link to a folder that any user can make."""


def open_named(path: Path | str) -> BinaryIO:
    """Open a file that the user has named, perhaps by a link to it; raises OSError if it is not a regular file."""
    return open_regular(os.path.realpath(path))


def open_regular(path: Path | str, dir_fd: int | None = None) -> BinaryIO:
    """Open a file for reading if it is a regular file and not a symbolic link.

    A FIFO, a device or a socket is refused without being opened, and a link that replaces the file in the meantime is
    not followed. Links among the folders that lead to the file are: see `open_below`.

    Parameters
    ----------
    path : Path or str
    dir_fd : int, optional
        Descriptor of the folder that the path is relative to.

    Raises
    ------
    OSError
        The file cannot be opened or is of another kind; ``strerror`` states the reason.
    """
    expected = os.lstat(path) if dir_fd is None else os.lstat(path, dir_fd=dir_fd)
    _check_kind(expected, path)
    file = os.fdopen(os.open(path, os.O_RDONLY | FLAGS, dir_fd=dir_fd), "rb")
    try:
        opened = os.fstat(file.fileno())
        _check_kind(opened, path)
        if not os.path.samestat(expected, opened):
            raise OSError(errno.ESTALE, "it was replaced while it was opened", os.fspath(path))
    except BaseException:
        file.close()
        raise
    return file


def open_below(root: Path, path: PurePath | str) -> BinaryIO:
    """Open a regular file in a folder or below it, without following a link below that folder.

    Parameters
    ----------
    root : Path
        A folder, or a link to one.
    path : PurePath or str
        Relative to it, or absolute and in it.

    Raises
    ------
    OSError
        As of `open_regular`, or a folder is a link, or the path leads elsewhere.
    """
    inside = PurePath(root, path).relative_to(root) if PurePath(root, path).is_relative_to(root) else PurePath("..")
    if not inside.parts or ".." in inside.parts:
        raise OSError(errno.EINVAL, f"it is not in {root}", os.fspath(path))
    with folder_below(root, *inside.parts[:-1]) as folder:
        if folder is not None:
            return open_regular(inside.name, folder)
        return open_regular(root / inside)


@contextmanager
def folder_below(root: Path, *names: str, flags: int = SEARCH_FLAGS) -> Iterator[int | None]:
    """Open a folder below another one, each of which is no link; yield its descriptor, None where there are none.

    Parameters
    ----------
    root : Path
        A folder, or a link to one.
    *names : str
        Of the folders from there on.
    flags : int, optional
        ``SEARCH_FLAGS`` or ``LIST_FLAGS``.

    Raises
    ------
    OSError
        A folder is missing, a link, or of another kind; ``strerror`` states the reason.
    """
    if not HAS_DIR_FD:
        for index in range(len(names)):
            _check_folder(os.lstat(root.joinpath(*names[: index + 1])), names[index])
        yield None
        return
    descriptor = os.open(root, flags)
    try:
        for name in names:
            _check_folder(os.lstat(name, dir_fd=descriptor), name)
            inner = os.open(name, flags | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def entries_below(root: Path, *names: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """List a folder below another one, which is opened as `folder_below` does; the entries are valid in the block."""
    with (
        folder_below(root, *names, flags=LIST_FLAGS) as folder,
        os.scandir(root.joinpath(*names) if folder is None else folder) as entries,
    ):
        yield entries


def is_regular_entry(entry: os.DirEntry[str], n_bytes: int | None = None) -> bool:
    """Return whether an entry of a folder is a regular file, not a symbolic link, and perhaps of so many bytes."""
    try:
        is_file = entry.is_file(follow_symlinks=False)
        return is_file and (n_bytes is None or entry.stat(follow_symlinks=False).st_size == n_bytes)
    except OSError:
        return False


def read_regular(path: Path | str, max_bytes: int) -> bytes:
    """Return the content of a regular file that is not a symbolic link.

    Raises
    ------
    OSError
        As of `open_regular`, or the file has more than ``max_bytes`` bytes, whatever size it states.
    """
    with open_regular(path) as file:
        return read_at_most(file, max_bytes)


def read_at_most(file: BinaryIO, max_bytes: int) -> bytes:
    """Return the content of a file (raises OSError if it has more than ``max_bytes``, whatever size it states)."""
    content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise OSError(errno.EFBIG, f"it has more than {max_bytes} bytes", str(file.name))
    return content


def is_regular(path: Path | str) -> bool:
    """Return whether there is a regular file, not a symbolic link, of this name."""
    try:
        _check_kind(os.lstat(path), path)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False
    return True


def is_closed(path: Path | str) -> bool:
    """Return whether permission is missing to look at a path, so that nobody can tell whether there is anything."""
    try:
        os.stat(path)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return False


def _check_kind(found: os.stat_result, path: Path | str) -> None:
    """Raise OSError for whatever is not a regular file."""
    if stat.S_ISLNK(found.st_mode):
        raise OSError(errno.ELOOP, "it is a symbolic link", os.fspath(path))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file", os.fspath(path))


def _check_folder(found: os.stat_result, name: str) -> None:
    """Raise OSError for whatever is not a folder."""
    if stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == JUNCTION:
        raise OSError(errno.ELOOP, f"{name} is a symbolic link; replace it by a folder", name)
    if not stat.S_ISDIR(found.st_mode):
        raise OSError(errno.ENOTDIR, f"{name} is not a folder", name)
