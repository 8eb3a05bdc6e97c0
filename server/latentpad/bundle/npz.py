"""The arrays of an npz file that came from outside, each checked as it is taken."""

import zlib
from io import BytesIO
from tokenize import TokenError
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.storage import LARGEST_FILE, unpacked_size
from latentpad.errors import BundleError, one_line

UNREADABLE = (
    *(BadZipFile, zlib.error, EOFError, OSError, RuntimeError, KeyError),  # of the zip
    *(ValueError, TypeError, AttributeError, OverflowError, MemoryError, TokenError),  # of an array's header
)
"""What zipfile and numpy raise for damaged bytes."""


class Arrays:
    """The arrays of one file."""

    def __init__(self, content: bytes, source: str) -> None:
        """Unpack the file; no object in it is unpickled.

        Raises
        ------
        BundleError
            It is damaged, or would take too much memory; `source` names the file in the message.
        """
        self.source = source
        try:
            with ZipFile(BytesIO(content)) as archive:
                size = sum(map(unpacked_size, archive.infolist()))
            if size > LARGEST_FILE:
                raise BundleError(f"{source} unpacks to {size} bytes, at most {LARGEST_FILE} are read")
            with np.load(BytesIO(content), allow_pickle=False) as file:
                self.arrays: dict[str, Any] = {name: file[name] for name in file.files}
        except UNREADABLE as error:
            raise BundleError(f"{source} is no file of arrays ({one_line(error)}); the bundle is damaged") from None

    def take(self, name: str, kinds: str, shape: tuple[int | None, ...]) -> NDArray[Any]:
        """Give one array; None in the shape stands for any length."""
        array = self.arrays.get(name)
        if not isinstance(array, np.ndarray):
            raise BundleError(f"{self.source}: {name} is missing")
        fits = array.ndim == len(shape) and all(w in (None, n) for w, n in zip(shape, array.shape, strict=True))
        if array.dtype.kind not in kinds or not fits:
            wanted = " x ".join("n" if w is None else str(w) for w in shape)
            raise BundleError(
                f"{self.source}: {name} is {array.dtype} {array.shape}, must be {wanted} of kind {' or '.join(kinds)}"
            )
        return array

    def floats(
        self, name: str, shape: tuple[int | None, ...], low: float = -1e6, high: float = 1e6
    ) -> NDArray[np.float32]:
        """Give one array of numbers within bounds."""
        array = self.take(name, "f", shape)
        self._check(name, array, low, high)
        return np.ascontiguousarray(array, dtype=np.float32)

    def whole(self, name: str, shape: tuple[int | None, ...], low: int, high: int) -> NDArray[np.int32]:
        """Give one array of whole numbers within bounds."""
        array = self.take(name, "iu", shape)
        self._check(name, array, low, high)
        return np.ascontiguousarray(array, dtype=np.int32)

    def _check(self, name: str, array: NDArray[Any], low: float, high: float) -> None:
        """Compare with the bounds in the type of the file, which may hold what the type in memory cannot."""
        if array.size and not (float(array.min()) >= low and float(array.max()) <= high):
            raise BundleError(f"{self.source}: {name} holds numbers outside {low:g} to {high:g}")


def pack(arrays: dict[str, Any]) -> bytes:
    """Pack arrays into the bytes of an npz file."""
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()
