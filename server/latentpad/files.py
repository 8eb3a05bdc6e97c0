"""Atomic writing of files and folders: under a temporary name beside the final one, then renamed."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def write_new(final: Path, content: bytes) -> None:
    """Write a file for the user under a name that is not taken, flushed to disk before the rename.

    The temporary name follows from the final one and only one writer can create it, so that of several programs that
    want the same name exactly one gets it.

    Raises
    ------
    FileExistsError
        The name is taken, or another program is writing it.
    OSError
        The file cannot be written; nothing is left behind.
    """
    if os.path.lexists(final):  # before a temporary file is created: a point that is played often has taken many names
        raise FileExistsError(final)
    temporary = final.with_name(f".{final.name}.tmp")
    file = temporary.open("xb")
    with _removed_on_error(temporary):
        with file:
            if os.path.lexists(final):  # taken in the meantime
                raise FileExistsError(final)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, final)


def replace_file(final: Path, content: bytes) -> None:
    """Write a file of latentpad's own, replacing an older version; readers see either one (raises OSError)."""
    with replacing(final) as temporary:
        temporary.write_bytes(content)


@contextmanager
def replacing(final: Path) -> Iterator[Path]:
    """Yield the name of a temporary file that replaces `final` when the block ends, or is removed if the block raises.

    Not flushed to disk: for caches and checkpoints, which can be computed again.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    temporary = final.with_name(f".{final.name}.{secrets.token_hex(4)}.tmp")
    with _removed_on_error(temporary):
        yield temporary
        os.replace(temporary, final)


@contextmanager
def new_folder(final: Path) -> Iterator[Path]:
    """Yield a temporary folder that is renamed to `final` when the block ends, or removed if the block raises.

    Raises
    ------
    OSError
        The folder cannot be created, or the final name is that of something other than an empty folder.
    """
    temporary = final.with_name(f".{final.name}.{os.getpid()}.tmp")
    try:
        temporary.mkdir(parents=True)
        yield temporary
        os.rename(temporary, final)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)  # gone after the rename


@contextmanager
def _removed_on_error(temporary: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
