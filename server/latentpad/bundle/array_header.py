"""The header of an array in an npz file: shape and type, which are known before its numbers are read."""

import re
from math import prod
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.archive import PIECE

MAGIC = b"\x93NUMPY"

LENGTHS = {b"\1\0": 2, b"\2\0": 4}
"""Bytes of the header's length, by version."""

MAX_HEADER, MAX_RANK, MAX_LENGTH = 10_000, 8, 1 << 40

HEADER = re.compile(
    r"\{'descr': '([<>|=][?biufcSUV]\d{0,9})', 'fortran_order': (True|False), 'shape': \(([\d, ]*)\),? ?\}\s*",
    re.ASCII,
)
"""As numpy writes it, of one type of numbers or texts."""


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
        return prod(self.shape) * self.dtype.itemsize

    def read(self, file: IO[bytes]) -> NDArray[Any]:
        """Read the array from the beginning of its file (raises EOFError if it is too short)."""
        file.read(self.n_header)
        array = np.empty(self.shape, self.dtype, order="F" if self.in_columns else "C")
        filled, place = array.ravel(order="K").view(np.uint8), 0
        while place < self.n_bytes:
            content = file.read(min(PIECE, self.n_bytes - place))
            if not content:
                raise EOFError(f"{self.n_bytes - place} bytes are missing")
            filled[place : place + len(content)] = np.frombuffer(content, dtype=np.uint8)
            place += len(content)
        return array


def read_header(file: IO[bytes], size: int) -> ArrayHeader:
    """Read a header from the beginning of a file of `size` bytes.

    Raises
    ------
    ValueError, TypeError
        It is damaged, or the array is larger than the file, or one of objects.
    """
    beginning = file.read(len(MAGIC) + 2)
    n_length = LENGTHS.get(beginning[len(MAGIC) :])
    if not beginning.startswith(MAGIC) or n_length is None:
        raise ValueError("it does not begin as an array does")
    n_text = int.from_bytes(file.read(n_length), "little")
    if n_text > MAX_HEADER:
        raise ValueError(f"the header of an array has {n_text} bytes")
    text = file.read(n_text).decode("latin-1")
    matched = HEADER.fullmatch(text)
    if matched is None:
        raise ValueError(f"{text.strip()[:60]!r} is not the header of an array of numbers")
    shape = tuple(int(n) for n in matched[3].split(",") if n.strip())
    header = ArrayHeader(shape, matched[2] == "True", np.dtype(matched[1]), len(beginning) + n_length + n_text)
    if (
        len(shape) > MAX_RANK
        or max(shape, default=0) > MAX_LENGTH
        or not header.dtype.itemsize
        or header.n_header + header.n_bytes > size
    ):
        raise ValueError(f"an array of {header.dtype} of shape {shape} is in {size} bytes")
    return header
