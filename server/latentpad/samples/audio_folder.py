"""Folders of samples: the audio files in them, and all that keeps others from being used.

Links to folders are followed, each folder is listed once, and what operating systems, DAWs and archives put beside
samples is passed over: hidden files, the halves of Mac files, thumbnails, waste baskets.
"""

import os
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from errno import ELOOP
from itertools import islice
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

SUFFIXES = (
    *(".wav", ".wave", ".bwf", ".rf64", ".w64", ".aif", ".aiff", ".aifc", ".caf", ".flac", ".ogg", ".oga", ".opus"),
    *(".mp3", ".mp2", ".au", ".snd", ".voc", ".iff", ".8svx", ".svx", ".avr", ".paf", ".xi"),
)
"""Of files that libsndfile reads, in lower case."""

CONVERTIBLE = (
    *(".m4a", ".aac", ".wma", ".wv", ".ape", ".tta", ".dsf", ".dff", ".ac3", ".amr"),
    *(".rx2", ".rex", ".rcy", ".ncw", ".sd2"),
)
"""Of audio that it does not read, in lower case."""

PASSED_OVER = frozenset(
    ("__macosx", "$recycle.bin", "recycler", "system volume information", "lost+found", "@eadir", "#recycle")
)
"""Folders that are none of the user's, in lower case; so are all whose name begins with a dot."""

MAX_ENTRIES = 20_000
"""Files and folders that are looked at to tell a folder of samples from others; it may be a whole disk."""

Identity = tuple[int, int] | str

Report = Callable[[str, str], None]
"""Is told of a path that cannot be used, and why, as the end of a sentence."""


class Listing(NamedTuple):
    """The audio files of a folder, and what cannot be used of it."""

    files: list[Path]
    obstacles: list[tuple[Path, str]]
    """Folders, links and files that cannot be read, and why, as the end of a sentence."""

    convertible: Counter[str]
    """Number of files of each suffix in `CONVERTIBLE`."""


def has_audio(folder: Path) -> bool:
    """Return whether there are audio files in a folder or its subfolders, as far as the first entries tell."""
    entries = islice(walk(folder, lambda path, reason: None), MAX_ENTRIES)
    return any(is_named(entry.name, SUFFIXES) for entry in entries)


def list_audio(folder: Path, others: tuple[Path, ...] = ()) -> Listing:
    """List the audio files in a folder and in those below it, as `walk` does."""
    found = Listing([], [], Counter())

    def report(path: str, reason: str) -> None:
        if (Path(path), reason) not in found.obstacles[-1:]:  # said once of all files in a folder
            found.obstacles.append((Path(path), reason))

    for entry in walk(folder, report, others):
        if is_named(entry.name, CONVERTIBLE):
            found.convertible[os.path.splitext(entry.name)[1].lower()] += 1
        elif is_named(entry.name, SUFFIXES):
            try:
                if S_ISREG(entry.stat().st_mode):
                    found.files.append(Path(entry.path))
                else:
                    report(entry.path, "is a pipe or a device, not a file")
            except PermissionError as error:
                report(os.path.dirname(entry.path), _cannot(error))
            except OSError as error:
                report(entry.path, _cannot(error))
    return found


def is_named(name: str, suffixes: tuple[str, ...]) -> bool:
    """Return whether the name of a file ends in one of some suffixes."""
    return name.lower().endswith(suffixes)


def is_passed_over(name: str) -> bool:
    """Return whether a file or folder is none of the user's, judging by its name."""
    return name.startswith(".") or name.lower() in PASSED_OVER


def walk(folder: Path, report: Report, others: tuple[Path, ...] = ()) -> Iterator[os.DirEntry[str]]:
    """Yield the files in a folder and in those below it, also behind links.

    A folder to which several links lead is listed once, under its own name if it is below this one.

    Parameters
    ----------
    folder : Path
    report : callable
        Is told of folders and links that cannot be listed or followed.
    others : tuple of Path, optional
        Links that lead into these folders are not followed.
    """
    root = os.path.realpath(folder)
    above = {_identity(path) for path in _parents(root)}
    roots = [os.path.realpath(other) for other in others]
    seen: set[Identity] = set()
    waiting, links = [os.fspath(folder)], deque[str]()
    while waiting or links:
        path = waiting.pop() if waiting else links.popleft()
        try:
            identity = _identity(path)
        except OSError as error:
            report(path, _cannot(error))
            continue
        if identity in above:
            report(path, "is a link to a folder that contains this one, and is not followed")
        if identity in above or identity in seen or (roots and _is_in(os.path.realpath(path), roots)):
            continue
        seen.add(identity)
        below = []
        for entry in _entries(path, report):
            kind = _kind(entry, report)
            if kind == "file":
                yield entry
            elif kind == "folder":
                below.append(entry.path)
            elif kind == "link":
                links.append(entry.path)
        waiting += reversed(below)


def _entries(path: str, report: Report) -> list[os.DirEntry[str]]:
    """Return what is in a folder, by name; as much of it as can be read."""
    found = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if not is_passed_over(entry.name):
                    found.append(entry)
    except OSError as error:
        report(path, _cannot(error))
    return sorted(found, key=lambda entry: entry.name)


def _kind(entry: os.DirEntry[str], report: Report) -> str:
    """Return file, folder, link (to a folder), or nothing where that cannot be told."""
    try:
        if not entry.is_symlink():
            return "folder" if entry.is_dir(follow_symlinks=False) else "file"
        return "link" if S_ISDIR(os.stat(entry.path).st_mode) else "file"
    except OSError as error:
        suffix = os.path.splitext(entry.name)[1].lower()
        if suffix in ("", *SUFFIXES, *CONVERTIBLE):
            report(entry.path, _broken_link(entry.path, error))
    return ""


def _broken_link(path: str, error: OSError) -> str:
    """Return what is wrong with a link, or another file that cannot be looked at."""
    if isinstance(error, FileNotFoundError):
        with suppress(OSError):
            return f"is a link to {os.readlink(path)}, which does not exist"
    return "is a link to itself" if error.errno == ELOOP else _cannot(error)


def _identity(path: str) -> Identity:
    """Return what tells a folder from others, whatever it is called (raises OSError)."""
    found = os.stat(path)
    return (found.st_dev, found.st_ino) if found.st_ino else os.path.normcase(os.path.realpath(path))


def _parents(root: str) -> Iterator[str]:
    """Yield the folders that a folder is in, as far as they can be looked at."""
    for parent in Path(root).parents:
        if os.path.isdir(parent):
            yield str(parent)


def _is_in(path: str, folders: list[str]) -> bool:
    """Return whether a path is that of one of some folders, or in it."""
    return any(Path(path).is_relative_to(folder) for folder in folders)


def _cannot(error: OSError) -> str:
    """Return why something cannot be read, as the end of a sentence."""
    return f"cannot be read ({error.strerror or error})"
