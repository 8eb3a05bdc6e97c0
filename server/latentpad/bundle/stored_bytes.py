"""Bytes that stay in their file until they are needed: a bundle's recordings, most of which are never played."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.stored_arrays import find_array


@dataclass(frozen=True)
class StoredBytes:
    """A part of a file as an array of bytes [n]. Slices are read from disk, by the path: nothing is held open."""

    path: Path
    offset: int
    size: int

    @property
    def dtype(self) -> np.dtype[np.uint8]:
        """Type of the array."""
        return np.dtype(np.uint8)

    def __len__(self) -> int:
        """Return the number of bytes."""
        return self.size

    def __getitem__(self, part: slice) -> NDArray[np.uint8]:
        """Read a slice.

        Raises
        ------
        OSError
            The file cannot be read, or is shorter than it was.
        """
        start, stop, step = part.indices(self.size)
        n = max(0, stop - start)
        with self.path.open("rb") as file:
            file.seek(self.offset + start)
            content = file.read(n)
        if len(content) < n:
            raise OSError(f"{self.path} is shorter than it was")
        return np.frombuffer(content, dtype=np.uint8)[::step]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """Read all of it, for numpy."""
        return np.asarray(self[:], dtype=dtype)


def find_stored(archive: ZipFile, name: str) -> StoredBytes | None:
    """Return where an array of bytes lies in an npz file on disk; None if it is compressed or another kind of array.

    Raises
    ------
    ValueError, OSError
        The file is damaged.
    """
    found = find_array(archive, name)
    if found is None or len(found.header.shape) != 1 or found.header.dtype != np.uint8:
        return None
    return StoredBytes(found.path, found.offset, found.header.shape[0])
