"""Contents of files, read one by one and measured, with the states in which the files were read."""

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from latentpad.regular_files import read_regular
from latentpad.samples.audio_file import MAX_FILE_SECONDS
from latentpad_export.data.known_files import FileState
from latentpad_export.data.places import is_elsewhere, place_of, state_of_place
from latentpad_export.data.stopping import check_stopped
from latentpad_export.errors import LibraryError

T = TypeVar("T")

MAX_BYTES = 400_000_000
"""A minute of eight channels of floats at 192 kHz; a larger file is longer, and is not read."""

TOO_LARGE = f"has {{:.0f}} MB: it is longer than {MAX_FILE_SECONDS:.0f} s, the longest one-shot"


class Measured(NamedTuple, Generic[T]):
    """Measurements of a chunk's files, in their order."""

    states: list[FileState]
    results: list[T]
    """Of the files that could be read."""

    unreadable: list[tuple[str, str]]
    """Path and reason of the others."""


def measure_files(paths: Sequence[str], measure: Callable[[bytes], T]) -> Measured[T]:
    """Read files one by one, and measure the content of each."""
    found: Measured[T] = Measured([], [], [])
    for path in paths:
        check_stopped()
        try:
            place = place_of(path)
            size, changed = state_of_place(place)  # before it is read: if it changes meanwhile, it is read again
            if size > MAX_BYTES:
                found.unreadable.append((path, TOO_LARGE.format(size / 1e6)))
                continue
            content = read_content(place)
        except (OSError, LibraryError) as error:
            found.unreadable.append((path, f"cannot be read ({getattr(error, 'strerror', None) or error})"))
            continue
        found.states.append(FileState(path, size, changed, hashlib.sha256(content).digest()))
        found.results.append(measure(content))
    return found


def read_content(place: Path) -> bytes:
    """Return the bytes of a file (raises OSError); it may have become a pipe, or grown, since it was listed."""
    if is_elsewhere(place):
        return place.read_bytes()
    return read_regular(os.path.realpath(place) if os.path.islink(place) else place, MAX_BYTES)


def hash_files(paths: Sequence[str]) -> list[FileState]:
    """Return the states of the files that can be read."""
    return measure_files(paths, len).states
