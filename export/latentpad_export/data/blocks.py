"""Blocks of what was computed for files, kept on disk by the content of the files.

A block is one ``.npz`` file: arrays whose first axis is that of its files, among them ``keys`` uint8 [k, 32], the
sha256 of each file's content. A block appears complete or not at all, so that whatever stops a program, finished
blocks remain, and several programs can write to one folder.
"""

import hashlib
import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.npz import UNREADABLE
from latentpad.bundle.packing import pack
from latentpad.files import replace_file

logger = logging.getLogger(__name__)

KEYS = "keys"
KEY_BYTES = 32

ARRAYS = ".npz"
BYTES, ENDS = ".bytes", "ends"
"""Suffix of a file of bytes that belongs to a block, and the array that says where those of each file end."""


class BlockLostError(OSError):
    """A block was removed, or was damaged and has been removed now."""


class Place(NamedTuple):
    """Where the arrays of a file are."""

    block: Path
    row: int


class Blocks:
    """The blocks of one folder.

    Parameters
    ----------
    folder : Path
        Is created if needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, keys: Sequence[bytes], arrays: dict[str, NDArray[Any]]) -> None:
        """Write a block; one with the same keys is replaced.

        Parameters
        ----------
        keys : sequence of bytes
            sha256 of the content of each file.
        arrays : dict of np.ndarray
            Each with the first axis of `keys`.

        Raises
        ------
        OSError
            The block cannot be written, for example since the disk is full; nothing is left behind.
        """
        packed = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), KEY_BYTES)
        replace_file(self.path_of(keys), pack({KEYS: packed, **arrays}, compress=False))

    def path_of(self, keys: Sequence[bytes]) -> Path:
        """Return the path of the block with these keys."""
        return self.folder / f"{hashlib.sha256(b''.join(keys)).hexdigest()[:32]}{ARRAYS}"

    def find(self) -> dict[bytes, Place]:
        """Return the place of each key; blocks that were damaged, for example by a power failure, are removed."""
        found: dict[bytes, Place] = {}
        for path in sorted(self.folder.glob(f"*{ARRAYS}")):
            try:
                with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                    keys = arrays[KEYS].tobytes()
                    if ENDS in arrays.files and path.with_suffix(BYTES).stat().st_size != arrays[ENDS][-1]:
                        raise ValueError("is not complete")
            except UNREADABLE as error:
                logger.warning("%s is damaged; what was in it is computed again", path)
                _remove_damaged(path, error)
                continue
            for row in range(len(keys) // KEY_BYTES):
                found[keys[row * KEY_BYTES : (row + 1) * KEY_BYTES]] = Place(path, row)
        return found


def gather(places: Sequence[Place]) -> dict[str, NDArray[Any]]:
    """Return the arrays of files in the order of their places; every block is read once.

    Parameters
    ----------
    places : sequence of Place
        At least one.

    Raises
    ------
    BlockLostError
        A block was removed, or was damaged and is removed now; what was in it has to be computed again.
    """
    rows_of: dict[Path, list[tuple[int, int]]] = {}
    for index, place in enumerate(places):
        rows_of.setdefault(place.block, []).append((index, place.row))
    gathered: dict[str, NDArray[Any]] = {}
    for path, pairs in rows_of.items():
        targets, rows = np.array(pairs).T
        for name, array in _read(path).items():
            if name not in gathered:
                gathered[name] = np.empty((len(places), *array.shape[1:]), dtype=array.dtype)
            if array.dtype.itemsize > gathered[name].dtype.itemsize:  # texts, in another block longer
                gathered[name] = gathered[name].astype(array.dtype)
            gathered[name][targets] = array[rows]
    return gathered


def _read(path: Path) -> dict[str, NDArray[Any]]:
    """Read the arrays of a block except its keys."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files if name != KEYS}
    except UNREADABLE as error:
        _remove_damaged(path, error)
        raise BlockLostError(f"{path} cannot be read ({error})") from None


def _remove_damaged(path: Path, error: Exception) -> None:
    """Remove a block whose bytes are damaged, not one that the disk does not let us read now."""
    if not isinstance(error, (OSError, MemoryError)):
        with suppress(OSError):
            path.unlink()
