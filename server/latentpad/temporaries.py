"""Temporary files and folders beside their final names: what they are called, and removal of abandoned ones.

A program that is killed leaves what it was writing. The next one that writes into the same folder removes it: what has
exactly such a name, is older than this process, and is locked by no other. A lock ends with its program.
"""

import os
import re
import secrets
import shutil
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from stat import S_ISDIR, S_ISREG, S_ISVTX, S_IWGRP, S_IWOTH

from latentpad.file_locks import is_unlocked

NAME = re.compile(r"\.latentpad-[0-9]{1,10}-[0-9a-f]{16}\.tmp")

EARLIER = re.compile(
    r"\.(latentpad-[0-9]{1,10}|[A-Za-z0-9_-]{1,60}_x[01]\.[0-9]{3}_y[01]\.[0-9]{3}_s[0-9]{1,10}(_[0-9]{1,9})?\.wav)\.tmp"
)
"""Names in drop folders of version 0.1.0."""

STARTED = time.time()
"""When this process started, nearly."""

MAX_FOLDERS = 512
"""Folders that are known to be clean."""


def temporary_name() -> str:
    """Return a name that no other file has; it is short, whatever the length of the final one."""
    return f".latentpad-{os.getpid()}-{secrets.token_hex(8)}.tmp"


def is_temporary(name: str) -> bool:
    """Return whether a name is one that `temporary_name` returns."""
    return NAME.fullmatch(name) is not None


def remove_abandoned(folder: Path | str) -> None:
    """Remove the temporary files and folders in a folder that killed programs have left; those below are not searched.

    What cannot be read or removed stays.
    """
    with suppress(OSError):
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if NAME.fullmatch(entry.name) or EARLIER.fullmatch(entry.name)]
        folders_too = bool(found) and _is_private(folder)
        for entry in found:
            with suppress(OSError):
                _remove(entry.path, entry.stat(follow_symlinks=False), folders_too)


@lru_cache(MAX_FOLDERS)
def remove_abandoned_once(folder: Path | str) -> None:
    """Do as `remove_abandoned`, the first time that this process asks for a folder."""
    remove_abandoned(folder)


def remove_if_abandoned(path: Path) -> None:
    """Remove a temporary file, not a folder, if a killed program has left it."""
    with suppress(OSError):
        _remove(str(path), os.lstat(path), folders_too=False)


def remove_earlier_folders(final: Path) -> None:
    """Remove what version 0.1.0 left when it was killed while it wrote a folder."""
    name = re.compile(rf"\.{re.escape(final.name)}\.([0-9]{{1,10}})\.tmp")
    with suppress(OSError), os.scandir(final.parent) as entries:
        for match, path in [(name.fullmatch(entry.name), entry.path) for entry in entries]:
            if match and not _is_alive(int(match[1])):
                _remove(path, os.lstat(path), folders_too=_is_private(final.parent))


def _is_alive(process: int) -> bool:
    """Return whether there may be a process of this number."""
    if os.name != "nt":  # there, the signal would be Ctrl-C
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except (OSError, OverflowError):
            pass
    return True


def _remove(path: str, found: os.stat_result, folders_too: bool) -> None:
    """Remove a file or folder that is older than this process and that no program has locked (raises OSError)."""
    is_file, is_folder = S_ISREG(found.st_mode), S_ISDIR(found.st_mode) and folders_too
    if not (is_file or is_folder) or found.st_mtime >= STARTED or not is_unlocked(path):
        return
    if is_file:
        os.unlink(path)  # on Windows, this fails while a program has it open
    else:
        shutil.rmtree(path, ignore_errors=True)


def _is_private(folder: Path | str) -> bool:
    """Return whether nobody else could have given a folder of the user's in this one such a name (raises OSError)."""
    if os.name == "nt":
        return True
    found = os.stat(folder)
    others = S_IWOTH | (0 if found.st_gid == os.getegid() else S_IWGRP)  # the user's own group has often no one else
    return bool(found.st_mode & S_ISVTX) or not found.st_mode & others
