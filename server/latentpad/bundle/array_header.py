"""The header of an array in an npz file: shape and type, which are known before its numbers are read."""

from typing import IO, Any, NamedTuple

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

CHUNK = 1 << 20
"""Bytes that are unpacked at once."""


class ArrayHeader(NamedTuple):
    """What an array is."""

    shape: tuple[int, ...]
    in_columns: bool
    """Whether the first index changes fastest, as in Fortran."""

    dtype: np.dtype[Any]
    n_header: int
    """Bytes of the header, after which the numbers follow."""

    @property
    def n_bytes(self) -> int:
        """Bytes of the numbers."""
        return int(np.prod(self.shape, dtype=object)) * self.dtype.itemsize

    def read(self, file: IO[bytes]) -> NDArray[Any]:
        """Read the array from the beginning of its file (raises EOFError if it is too short)."""
        file.read(self.n_header)
        array = np.empty(self.shape, self.dtype, order="F" if self.in_columns else "C")
        filled, place = array.ravel(order="K").view(np.uint8), 0
        while place < self.n_bytes:
            content = file.read(min(CHUNK, self.n_bytes - place))
            if not content:
                raise EOFError(f"{self.n_bytes - place} bytes are missing")
            filled[place : place + len(content)] = np.frombuffer(content, dtype=np.uint8)
            place += len(content)
        return array


def read_header(file: IO[bytes], size: int) -> ArrayHeader:
    """Read a header from the beginning of a file of `size` bytes.

    This is not done in several threads: Python's parser of literals fails there in some versions.

    Raises
    ------
    ValueError, TypeError, SyntaxError, tokenize.TokenError
        It is damaged, or the array is larger than the file, or one of objects.
    """
    version = npy.read_magic(file)
    if version not in ((1, 0), (2, 0)):
        raise ValueError(f"version {version} of an array")
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    header = ArrayHeader(*read(file), n_header=file.tell())
    if header.dtype.hasobject:
        raise ValueError("Object arrays cannot be loaded")
    if any(n < 0 for n in header.shape) or header.n_header + header.n_bytes > size:
        raise ValueError(f"an array of shape {header.shape} is in {size} bytes")
    return header
