"""Files of a library read in chunks, by any executor, into blocks that survive an interrupt.

What is computed for a chunk is written by whoever computes it, so that a process on another machine only needs the
folder of the blocks. Files that are in a block already are not read again, wherever they are now and whatever they are
called. The chunks of a library are the same at each run, however it ends.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from latentpad_export.data.blocks import Blocks, Place
from latentpad_export.data.known_files import FileState, KnownFiles, state_of
from latentpad_export.data.places import address_of, place_of

T = TypeVar("T")

CHUNK = 64
"""Files of a chunk: seconds of work."""

WAITING = 3
"""Chunks per worker that are handed to an executor at once."""


class ChunkDone(NamedTuple):
    """A chunk whose block was written."""

    states: tuple[FileState, ...]
    """Of the files that were read."""

    unreadable: tuple[tuple[str, str], ...]
    """Path and reason of those that could not be."""


ReadChunk = Callable[[tuple[str, ...]], ChunkDone]
"""Reads files, given by their paths, and writes their block; can be pickled."""


class FilesRead(NamedTuple):
    """What is known of the files of a library."""

    places: list[Place | None]
    """Of each file; None where it could not be read."""

    unreadable: dict[int, str]
    """Why not, by the file's index."""


class Measured(NamedTuple, Generic[T]):
    """What was measured of a chunk's files, one after the other."""

    states: list[FileState]
    results: list[T]
    """Of the files that could be read."""

    unreadable: list[tuple[str, str]]
    """Path and reason of the others."""


def measure_files(paths: Sequence[str], measure: Callable[[bytes], T]) -> Measured[T]:
    """Read files one by one, and measure the content of each."""
    found: Measured[T] = Measured([], [], [])
    for path in paths:
        try:
            place = place_of(path)
            content = place.read_bytes()
            state = state_of(place, hashlib.sha256(content).digest())
        except OSError as error:
            found.unreadable.append((path, f"cannot be read ({error.strerror or error})"))
            continue
        found.states.append(state)
        found.results.append(measure(content))
    return found


def read_files(
    paths: Sequence[Path],
    blocks: Blocks,
    known: KnownFiles,
    read_chunk: ReadChunk,
    executor: Executor,
    n_workers: int,
    progress: Callable[[int], None] = lambda n_files: None,
) -> FilesRead:
    """Read the files that are in no block.

    Parameters
    ----------
    paths : sequence of Path
    blocks : Blocks
        Where `read_chunk` writes to.
    known : KnownFiles
        Contents of files that were read before.
    read_chunk : callable
        A function of the top level of a module, or a `functools.partial` of one.
    executor : Executor
        Any of `concurrent.futures`.
    n_workers : int
        How many chunks it works on at once.
    progress : callable, optional
        Called with how many files are known, at first and after every chunk.

    Raises
    ------
    OSError
        A block cannot be written.
    """
    keys, places = known.keys(paths), blocks.find()
    if places:
        _recognise(paths, keys, known, executor)
    missing = [index for index, key in enumerate(keys) if key is None or key not in places]
    n_known = len(paths) - len(missing)
    progress(n_known)
    unreadable: dict[int, str] = {}
    index_of = {address_of(paths[index]): index for index in missing}
    for done in _compute(_chunks(paths, missing), read_chunk, executor, n_workers):
        known.remember(done.states)
        for state in done.states:
            keys[index_of[state.path]] = state.key
        unreadable |= {index_of[path]: reason for path, reason in done.unreadable}
        n_known += len(done.states) + len(done.unreadable)
        progress(n_known)
    if missing:
        places = blocks.find()
    return FilesRead([None if key is None else places.get(key) for key in keys], unreadable)


def _recognise(paths: Sequence[Path], keys: list[bytes | None], known: KnownFiles, executor: Executor) -> None:
    """Fill in the keys of files that were moved, renamed or copied: hashing one takes less than measuring it again."""
    unknown = [index for index, key in enumerate(keys) if key is None]
    starts = range(0, len(unknown), CHUNK)
    parts = [tuple(address_of(paths[index]) for index in unknown[start : start + CHUNK]) for start in starts]
    index_of = {address_of(paths[index]): index for index in unknown}
    for states in executor.map(hash_files, parts):
        known.remember(states)
        for state in states:
            keys[index_of[state.path]] = state.key


def hash_files(paths: Sequence[str]) -> list[FileState]:
    """Return the states of the files that can be read."""
    return measure_files(paths, len).states


def look_up(paths: Sequence[Path], blocks: Blocks, known: KnownFiles) -> FilesRead:
    """Return what is known of files, without reading any."""
    places = blocks.find()
    return FilesRead([None if key is None else places.get(key) for key in known.keys(paths)], {})


def _chunks(paths: Sequence[Path], missing: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Yield the paths of the missing files, chunk by chunk.

    Each chunk has files of all parts of the library, so that those that are read first, and played at once, are like
    all of it. Which files share a chunk depends on all files.
    """
    n_chunks = -(-len(paths) // CHUNK)
    chunks: list[list[int]] = [[] for _ in range(n_chunks)]
    for index in missing:
        chunks[index % n_chunks].append(index)
    for chunk in chunks:
        if chunk:
            yield tuple(str(paths[index].absolute()) for index in chunk)


def _compute(
    chunks: Iterator[tuple[str, ...]], read_chunk: ReadChunk, executor: Executor, n_workers: int
) -> Iterator[ChunkDone]:
    """Yield what becomes of chunks, in any order; no more than a few wait at once."""
    running: set[Future[ChunkDone]] = set()
    try:
        for chunk in chunks:
            running.add(executor.submit(read_chunk, chunk))
            if len(running) >= WAITING * n_workers:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    finally:
        for future in running:
            future.cancel()
