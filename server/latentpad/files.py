"""Atomic writing of files and folders: under a temporary name beside the final one, then renamed.

What a killed program leaves is removed by the next one that writes into the folder: `latentpad.temporaries`.
"""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from latentpad.exclusive_rename import rename_new
from latentpad.file_locks import lock, share
from latentpad.temporaries import remove_abandoned_once, remove_earlier_folders, temporary_name

CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""Opens a new file; never one that is there, nor the target of a link."""


def write_new(final: Path, content: bytes) -> None:
    """Write a file for the user under a name that is not taken, flushed to disk before it has the name.

    Of several programs that want the same name, exactly one gets it.

    Raises
    ------
    FileExistsError
        The name is taken.
    OSError
        The file cannot be written; nothing is left behind.
    """
    write_first_free(final.parent, [] if os.path.lexists(final) else [final.name], content)


def write_first_free(folder: Path, names: Iterable[str], content: bytes, dir_fd: int | None = None) -> Path:
    """Write a file under the first of several names that is not taken, as `write_new` does; return its path.

    Parameters
    ----------
    folder : Path
    names : iterable of str
        Names in the folder; no more are asked for than needed.
    content : bytes
    dir_fd : int, optional
        Descriptor of the folder, which is used in the place of its path.

    Raises
    ------
    FileExistsError
        All names are taken.
    OSError
        The file cannot be written; nothing is left behind.
    """
    remove_abandoned_once(folder)
    untried = iter(names)
    name = next(untried, None)
    if name is None:  # no temporary file for nothing
        raise _taken(folder)
    temporary = _in(folder, temporary_name(), dir_fd)
    descriptor = os.open(temporary, CREATE, 0o666, dir_fd=dir_fd)
    try:
        with os.fdopen(descriptor, "wb") as file:
            lock(descriptor)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        while name is not None:
            with suppress(FileExistsError):
                rename_new(temporary, _in(folder, name, dir_fd), dir_fd)
                return folder / name
            name = next(untried, None)
        raise _taken(folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary, dir_fd=dir_fd)
        raise


def replace_file(final: Path, content: bytes) -> None:
    """Write a file of latentpad's own, replacing an older version; readers see either one (raises OSError)."""
    with replacing(final) as temporary:
        temporary.write_bytes(content)


@contextmanager
def replacing(final: Path) -> Iterator[Path]:
    """Yield an empty temporary file that replaces `final` when the block ends, or is removed if the block raises.

    Not flushed to disk: for caches and checkpoints, which can be computed again.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    remove_abandoned_once(final.parent)
    temporary = final.with_name(temporary_name())
    descriptor = os.open(temporary, CREATE, 0o666)
    try:
        try:
            lock(descriptor)
            yield temporary
        finally:
            os.close(descriptor)  # Windows renames no file that is open
        os.replace(temporary, final)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


@contextmanager
def new_folder(final: Path) -> Iterator[Path]:
    """Yield a temporary folder that is renamed to `final` when the block ends, or removed if the block raises.

    Raises
    ------
    OSError
        The folder cannot be created, or the final name is that of something other than an empty folder.
    """
    remove_abandoned_once(final.parent)
    remove_earlier_folders(final)
    temporary = final.with_name(temporary_name())
    temporary.mkdir(parents=True)
    try:
        with _shared(temporary):
            yield temporary
            os.rename(temporary, final)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)  # gone after the rename


@contextmanager
def _shared(folder: Path) -> Iterator[None]:
    """Lock a folder for a block, where folders can be locked."""
    descriptor = None if os.name == "nt" else share(folder)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _taken(folder: Path) -> FileExistsError:
    """Return the error for names that are all taken."""
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))


def _in(folder: Path, name: str, dir_fd: int | None) -> str:
    """Return a name in a folder as it is to be used beside the folder's descriptor."""
    return os.path.join(folder, name) if dir_fd is None else name
