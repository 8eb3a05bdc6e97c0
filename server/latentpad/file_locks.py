"""Locks on files that say that a program uses them; they end with the program, however it ends."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be renamed
    fcntl = None  # type: ignore[assignment]

TRIES, RETRY_SECONDS = 4, 0.002
"""Of a lock that others may hold for a moment to find out whether they can."""

UNUSED_SECONDS = 86_400
"""After which a folder counts as unused where folders cannot be locked."""


def lock(descriptor: int) -> None:
    """Lock a file or folder that is open, until it is closed; any number of programs can do so at once.

    Where the disk or the system knows no locks, there is none.
    """
    if fcntl:
        with suppress(OSError):
            for _ in range(TRIES):  # a program that asks `is_shared` may hold it for a moment
                if _takes(descriptor, fcntl.LOCK_SH):
                    return
                time.sleep(RETRY_SECONDS)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock on a file, which is created, during a block; wait until no other program holds it (raises OSError).

    Where the disk or the system knows no locks, there is none.
    """
    with path.open("ab") as file:
        if fcntl:
            with suppress(OSError):
                fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        yield


def share(path: Path) -> int:
    """Open a file and lock it; return a descriptor, whose closing ends that (raises OSError if it cannot be opened)."""
    descriptor = os.open(path, os.O_RDONLY)
    lock(descriptor)
    return descriptor


def is_shared(path: Path) -> bool:
    """Return whether a program has locked a file; False if it is gone."""
    try:
        if not fcntl:
            os.rename(path, path.with_name(f"{path.name}.free"))
            os.rename(path.with_name(f"{path.name}.free"), path)
            return False
        descriptor = os.open(path, os.O_RDWR)  # an exclusive lock of a file on a server takes the right to write
    except FileNotFoundError:
        return False
    except OSError:
        return not fcntl
    try:
        for _ in range(TRIES):
            # if it is not to be shared, it belongs to a program that asks the same, and was told that it is free
            if _takes(descriptor, fcntl.LOCK_EX) or not _takes(descriptor, fcntl.LOCK_SH):
                return False
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            time.sleep(RETRY_SECONDS)
    except OSError:  # the disk knows no locks
        return False
    finally:
        os.close(descriptor)
    return True


def is_unlocked(path: str) -> bool:
    """Return whether certainly no program has locked a file or a folder, which is not opened if it is a link.

    On Windows, files count as unlocked, since none that is open can be removed; folders after a day without change.
    """
    if not fcntl:
        return not os.path.isdir(path) or time.time() - os.lstat(path).st_mtime > UNUSED_SECONDS
    for access in (os.O_RDWR, os.O_RDONLY):
        with suppress(OSError):
            descriptor = os.open(path, access | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            finally:
                os.close(descriptor)
    return False


def _takes(descriptor: int, kind: int) -> bool:
    """Lock a file or folder; return False if another program has locked it (raises OSError without locks)."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
