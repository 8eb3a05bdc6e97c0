"""Renaming of a file to a name that must not be taken, in one step: of several programs, exactly one gets the name.

Windows does so by itself. Linux and macOS have a call for it, which not every disk knows; others know hard links, which
are never made over a file. Where there is neither, the name is reserved by an empty file, which is then replaced.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache

Way = Callable[[str, str, int | None], None]
"""Names a temporary file: present name, final one, and the descriptor of their folder if they are relative to it."""

CALL, FLAG, HERE = ("renameatx_np", 4, -2) if sys.platform == "darwin" else ("renameat2", 1, -100)
"""The call that renames without replacing, its flag, and what stands for the current folder."""


def rename_new(temporary: str, final: str, dir_fd: int | None = None) -> None:
    """Give a file a name that is not taken.

    Parameters
    ----------
    temporary, final : str
    dir_fd : int, optional
        Descriptor of the folder that both are relative to.

    Raises
    ------
    FileExistsError
        The name is taken.
    OSError
        The file cannot be renamed.
    """
    if os.name == "nt":
        os.rename(temporary, final)
        return
    for way in WAYS[:-1]:
        try:
            way(temporary, final, dir_fd)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):  # Python raises the latter where the system lacks a function
            continue
        return
    WAYS[-1](temporary, final, dir_fd)


def _call(temporary: str, final: str, dir_fd: int | None) -> None:
    """Use the system's own call."""
    function = getattr(_library(), CALL, None)
    if function is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), final)
    folder = HERE if dir_fd is None else dir_fd
    if function(folder, os.fsencode(temporary), folder, os.fsencode(final), FLAG):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), final)


@cache
def _library() -> ctypes.CDLL:
    """Return the C library."""
    return ctypes.CDLL(None, use_errno=True)


def _link(temporary: str, final: str, dir_fd: int | None) -> None:
    """Give the file a second name, and take away the first."""
    os.link(temporary, final, src_dir_fd=dir_fd, dst_dir_fd=dir_fd, follow_symlinks=False)
    with suppress(OSError):  # it has its name; the next program removes the other one
        os.unlink(temporary, dir_fd=dir_fd)


def _reserve(temporary: str, final: str, dir_fd: int | None) -> None:
    """Replace an empty file of our own."""
    descriptor = os.open(final, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666, dir_fd=dir_fd)
    try:
        os.replace(temporary, final, src_dir_fd=dir_fd, dst_dir_fd=dir_fd)
    except BaseException:
        with suppress(OSError):
            there = os.stat(final, dir_fd=dir_fd, follow_symlinks=False)
            if os.path.samestat(there, os.fstat(descriptor)) and not there.st_size:
                os.unlink(final, dir_fd=dir_fd)
        raise
    finally:
        os.close(descriptor)


WAYS: list[Way] = [_call, _link, _reserve]
"""The ways in which a file is renamed, the best first."""
