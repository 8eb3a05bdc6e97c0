"""Bytes that stay in their file until they are needed: a bundle's recordings, most of which are never played."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

LOCAL_HEADER = 30
"""Bytes of a zip member's own header, without the name and the extra field, whose lengths are its last four."""


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
    if name + ".npy" not in archive.namelist() or archive.filename is None:
        return None
    member = archive.getinfo(name + ".npy")
    if member.compress_type != ZIP_STORED or member.flag_bits & 1:
        return None
    path = Path(archive.filename).absolute()
    with path.open("rb") as file:
        file.seek(member.header_offset + LOCAL_HEADER - 4)
        n_name, n_extra = np.frombuffer(file.read(4), dtype="<u2").tolist()
        start = file.seek(n_name + n_extra, 1)
        if npy.read_magic(file) != (1, 0):
            return None
        shape, _, dtype = npy.read_array_header_1_0(file)
        offset = file.tell()
    is_bytes = len(shape) == 1 and dtype == np.uint8 and offset + shape[0] <= start + member.file_size
    return StoredBytes(path, offset, shape[0]) if is_bytes and shape[0] >= 0 else None
