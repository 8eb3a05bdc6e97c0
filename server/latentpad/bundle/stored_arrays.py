"""Arrays that lie uncompressed in an npz file on disk, where they can be read at once or left until they are needed."""

from math import prod
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_STORED

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.archive import LOCAL_HEADER, Archive
from latentpad.bundle.array_header import ArrayHeader, read_header
from latentpad.regular_files import open_regular


class StoredArray(NamedTuple):
    """A part of a file that is an array."""

    path: Path
    offset: int
    """Of its numbers."""

    header: ArrayHeader

    def read(self) -> NDArray[Any]:
        """Read the array (raises OSError or ValueError if the file is shorter than it was)."""
        shape, in_columns, dtype, _ = self.header
        with open_regular(self.path) as file:
            numbers = np.fromfile(file, dtype, prod(shape), offset=self.offset)
        return numbers.reshape(shape, order="F" if in_columns else "C")


def find_array(archive: Archive, path: Path, name: str) -> StoredArray | None:
    """Return where an array lies in an npz file on disk; None if it is compressed.

    Raises
    ------
    KeyError
        There is no such array.
    ValueError, OSError and others of `latentpad.bundle.archive.DAMAGES`
        The file is damaged.
    """
    member = archive.member(f"{name}.npy")
    if member.compress_type != ZIP_STORED or member.flag_bits & 1:
        return None
    with open_regular(path) as file:
        file.seek(member.header_offset + LOCAL_HEADER - 4)
        n_name, n_extra = np.frombuffer(file.read(4), dtype="<u2").tolist()
        start = file.seek(n_name + n_extra, 1)
        header = read_header(file, member.file_size)
    return StoredArray(path.absolute(), start + header.n_header, header)
