"""Arrays that lie uncompressed in an npz file on disk, where they can be read at once or left until they are needed."""

from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_STORED, ZipFile

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.array_header import ArrayHeader, read_header

LOCAL_HEADER = 30
"""Bytes of a zip member's own header, without the name and the extra field, whose lengths are its last four."""


class StoredArray(NamedTuple):
    """A part of a file that is an array."""

    path: Path
    offset: int
    """Of its numbers."""

    header: ArrayHeader

    def read(self) -> NDArray[Any]:
        """Read the array (raises OSError or ValueError if the file is shorter than it was)."""
        shape, in_columns, dtype, _ = self.header
        numbers = np.fromfile(self.path, dtype, int(np.prod(shape, dtype=object)), offset=self.offset)
        return numbers.reshape(shape, order="F" if in_columns else "C")


def find_array(archive: ZipFile, name: str) -> StoredArray | None:
    """Return where an array lies in an npz file on disk; None if it is compressed.

    Raises
    ------
    ValueError, OSError
        The file is damaged; also as `latentpad.bundle.array_header.read_header`.
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
        header = read_header(file, start + member.file_size)
    return StoredArray(path, header.n_header, header)
