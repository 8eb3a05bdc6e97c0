"""Locks on files that say that a program uses them; they end with the program, however it ends."""

import os
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be renamed
    fcntl = None  # type: ignore[assignment]


def share(path: Path) -> int:
    """Lock a file, which any number of programs can do at once; return a descriptor, whose closing ends it.

    Where the disk knows no locks, there is none.

    Raises
    ------
    OSError
        The file cannot be opened.
    """
    descriptor = os.open(path, os.O_RDONLY)
    if fcntl:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
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
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # the disk knows no locks
        return False
    finally:
        os.close(descriptor)
    return False
