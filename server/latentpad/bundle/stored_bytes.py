"""Bytes that stay in their file until they are needed: a bundle's recordings, most of which are never played."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.stored_arrays import StoredArray
from latentpad.regular_files import open_regular


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
        with open_regular(self.path) as file:
            file.seek(self.offset + start)
            content = file.read(n)
        if len(content) < n:
            raise OSError(f"{self.path} is shorter than it was")
        return np.frombuffer(content, dtype=np.uint8)[::step]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """Read all of it, for numpy."""
        return np.asarray(self[:], dtype=dtype)


def stored_bytes(found: StoredArray) -> StoredBytes | None:
    """Return where an array of bytes lies; None if it is another kind of array."""
    if len(found.header.shape) != 1 or found.header.dtype != np.uint8:
        return None
    return StoredBytes(found.path, found.offset, found.header.shape[0])
