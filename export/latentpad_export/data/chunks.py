"""Files of a library read in chunks, by any executor, into blocks that survive an interrupt.

Each worker writes what it computes for a chunk itself, so that a process on another machine only needs the folder of
the blocks. Files that are in a block already are not read again, wherever they are now and whatever they are called.
The chunks of a library are the same at each run, however it ends.
"""

import errno
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path
from typing import NamedTuple

from latentpad_export.data.blocks import Blocks, Place
from latentpad_export.data.contents import hash_files
from latentpad_export.data.known_files import FileState, KnownFiles
from latentpad_export.data.places import address_of

CHUNK = 64
"""Files of a chunk: seconds of work."""

WAITING = 3
"""Chunks per worker that are handed to an executor at once."""

ATTEMPTS = 3
"""Attempts at reading files whose blocks disappear: the user may clear the cache."""


class ChunkDone(NamedTuple):
    """A chunk whose block was written."""

    states: tuple[FileState, ...]
    """Of the files that were read."""

    unreadable: tuple[tuple[str, str], ...]
    """Path and reason of those that could not be."""

    @property
    def paths(self) -> list[str]:
        """Return the paths of all of its files."""
        return [*(state.path for state in self.states), *(path for path, _ in self.unreadable)]


ReadChunk = Callable[[tuple[str, ...]], ChunkDone]
"""Reads files, given by their paths, and writes their block; can be pickled."""


class FilesRead(NamedTuple):
    """Places of a library's files in blocks, and the files that could not be read."""

    places: list[Place | None]
    """Of each file; None where it could not be read."""

    unreadable: dict[int, str]
    """Why not, by the file's index."""


def read_files(
    paths: Sequence[Path],
    blocks: Blocks,
    known: KnownFiles,
    read_chunk: ReadChunk,
    executor: Executor,
    n_workers: int,
    progress: Callable[[int], None] = lambda n_files: None,
    begin: Callable[[int], None] = lambda n_files: None,
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
    begin : callable, optional
        Called before anything is read, with how many files are not known; raises what keeps them from being read.

    Raises
    ------
    OSError
        A block cannot be written.
    """
    keys, places = known.keys(paths), blocks.find()
    begin(sum(key is None or key not in places for key in keys))
    if places:
        _recognise(paths, keys, known, executor)
    unreadable: dict[int, str] = {}
    for attempt in range(ATTEMPTS + 1):
        missing = [i for i, key in enumerate(keys) if i not in unreadable and (key is None or key not in places)]
        n_known = len(paths) - len(missing)
        if missing or attempt == 0:
            progress(n_known)
        if not missing:
            return FilesRead([None if key is None else places.get(key) for key in keys], unreadable)
        if attempt == ATTEMPTS:
            break
        indices_of = _indices_of(paths, missing)
        for done in _compute(_chunks(paths, indices_of), read_chunk, executor, n_workers):
            known.remember(done.states)
            for state in done.states:
                for index in indices_of[state.path]:
                    keys[index] = state.key
            for path, reason in done.unreadable:
                unreadable |= dict.fromkeys(indices_of[path], reason)
            n_known += sum(len(indices_of[path]) for path in done.paths)
            progress(n_known)
        places = blocks.find()
    raise OSError(errno.ENOENT, "was emptied while it was written to", str(blocks.folder))


def _recognise(paths: Sequence[Path], keys: list[bytes | None], known: KnownFiles, executor: Executor) -> None:
    """Fill in the keys of files that were moved, renamed or copied: hashing one takes less than measuring it again."""
    indices_of = _indices_of(paths, [index for index, key in enumerate(keys) if key is None])
    unknown = list(indices_of)
    parts = [tuple(unknown[start : start + CHUNK]) for start in range(0, len(unknown), CHUNK)]
    for states in executor.map(hash_files, parts):
        known.remember(states)
        for state in states:
            for index in indices_of[state.path]:
                keys[index] = state.key


def _indices_of(paths: Sequence[Path], indices: Sequence[int]) -> dict[str, list[int]]:
    """Return the indices of files by their addresses; a library may list a file twice."""
    found: dict[str, list[int]] = {}
    for index in indices:
        found.setdefault(address_of(paths[index]), []).append(index)
    return found


def look_up(paths: Sequence[Path], blocks: Blocks, known: KnownFiles) -> FilesRead:
    """Return what is known of files, without reading any."""
    places = blocks.find()
    return FilesRead([None if key is None else places.get(key) for key in known.keys(paths)], {})


def _chunks(paths: Sequence[Path], indices_of: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, ...]]:
    """Yield the addresses of the missing files, chunk by chunk.

    Each chunk has files of all parts of the library, so that those that are read first, and played at once, are like
    all of it. Which files share a chunk depends on all files.
    """
    n_chunks = -(-len(paths) // CHUNK)
    chunks: list[list[str]] = [[] for _ in range(n_chunks)]
    for address, indices in indices_of.items():
        chunks[indices[0] % n_chunks].append(address)
    yield from (tuple(chunk) for chunk in chunks if chunk)


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
