"""Arrays that lie uncompressed in an npz file on disk, where they can be read at once or left until they are needed."""

from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_STORED, ZipFile

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

LOCAL_HEADER = 30
"""Bytes of a zip member's own header, without the name and the extra field, whose lengths are its last four."""


class StoredArray(NamedTuple):
    """A part of a file that is an array."""

    path: Path
    offset: int
    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    def read(self) -> NDArray[Any]:
        """Read the array (raises OSError or ValueError if the file is shorter than it was)."""
        count = int(np.prod(self.shape, dtype=object))
        return np.fromfile(self.path, self.dtype, count, offset=self.offset).reshape(self.shape)


def find_array(archive: ZipFile, name: str) -> StoredArray | None:
    """Return where an array lies in an npz file on disk; None if it is compressed, or not one of plain numbers.

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
        shape, in_columns, dtype = npy.read_array_header_1_0(file)
        offset = file.tell()
    if in_columns or dtype.kind not in "biuf" or any(n < 0 for n in shape):
        return None
    size = int(np.prod(shape, dtype=object)) * dtype.itemsize
    return StoredArray(path, offset, shape, dtype) if offset + size <= start + member.file_size else None
