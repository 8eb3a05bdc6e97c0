"""Arrays of an untrusted npz file, each checked when it is taken."""

import zlib
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.storage import MAX_FILE_BYTES, unpacked_size
from latentpad.bundle.stored_bytes import StoredBytes, find_stored
from latentpad.errors import BundleError, one_line

UNREADABLE = (
    *(BadZipFile, zlib.error, EOFError, OSError, RuntimeError, KeyError),  # from the zip
    *(ValueError, TypeError, AttributeError, OverflowError, MemoryError, TokenError),  # from an array's header
)
"""Exceptions that zipfile and numpy raise for damaged bytes."""


class Arrays:
    """The arrays of one npz file."""

    def __init__(self, content: bytes | Path, source: str, on_disk: tuple[str, ...] = ()) -> None:
        """Unpack the file; nothing is unpickled.

        Parameters
        ----------
        content : bytes or Path
            The file itself, or where it is.
        source : str
            Names the file in messages.
        on_disk : tuple of str, optional
            Arrays of bytes to leave in a file on disk, if they are stored there without compression.

        Raises
        ------
        BundleError
            The file is damaged or would take too much memory.
        """
        self.source = source
        self.arrays: dict[str, Any] = {}
        try:
            with ZipFile(_readable(content)) as archive:
                size = sum(map(unpacked_size, archive.infolist()))
                if size > MAX_FILE_BYTES:
                    raise BundleError(f"{source} unpacks to {size} bytes, at most {MAX_FILE_BYTES} are read")
                stored = {name: find_stored(archive, name) for name in on_disk} if isinstance(content, Path) else {}
            with np.load(_readable(content), allow_pickle=False) as file:
                for name in file.files:
                    self.arrays[name] = stored.get(name) or file[name]
        except UNREADABLE as error:
            raise BundleError(f"{source} cannot be unpacked ({one_line(error)}); the bundle is damaged") from None

    def take_bytes(self, name: str) -> NDArray[np.uint8] | StoredBytes:
        """Return an array of bytes [n], or where it is stored if it was left on disk."""
        found = self.arrays.get(name)
        return found if isinstance(found, StoredBytes) else self.take(name, "u", (None,))

    def take(self, name: str, kinds: str, shape: tuple[int | None, ...]) -> NDArray[Any]:
        """Return an array after checking type and shape; None in the shape means any length."""
        array = self.arrays.get(name)
        if not isinstance(array, np.ndarray):
            raise BundleError(f"{self.source}: {name} is missing")
        fits = array.ndim == len(shape) and all(n in (None, m) for n, m in zip(shape, array.shape, strict=True))
        if array.dtype.kind not in kinds or not fits:
            expected = " x ".join("n" if n is None else str(n) for n in shape)
            raise BundleError(
                f"{self.source}: {name} is {array.dtype} {array.shape}, must be {expected} of kind {' or '.join(kinds)}"
            )
        return array

    def floats(
        self, name: str, shape: tuple[int | None, ...], low: float = -1e6, high: float = 1e6
    ) -> NDArray[np.float32]:
        """Return an array of numbers in [low, high]."""
        array = self.take(name, "f", shape)
        self._check(name, array, low, high)
        return np.ascontiguousarray(array, dtype=np.float32)

    def integers(self, name: str, shape: tuple[int | None, ...], low: int, high: int) -> NDArray[np.int32]:
        """Return an array of integers in [low, high]."""
        array = self.take(name, "iu", shape)
        self._check(name, array, low, high)
        return np.ascontiguousarray(array, dtype=np.int32)

    def _check(self, name: str, array: NDArray[Any], low: float, high: float) -> None:
        """Check the bounds in the dtype of the file, which may have a wider range than the dtype in memory."""
        if array.size and not (float(array.min()) >= low and float(array.max()) <= high):
            raise BundleError(f"{self.source}: {name} has values outside {low:g} to {high:g}")


def _readable(content: bytes | Path) -> BytesIO | Path:
    """Return what zipfile and numpy read from."""
    return content if isinstance(content, Path) else BytesIO(content)


def array_shape(content: bytes | Path, source: str, name: str) -> tuple[int, ...]:
    """Return the shape of an array in an npz file with one dimension or more, without unpacking it.

    Parameters
    ----------
    content, source
        As of `Arrays`.
    name : str

    Raises
    ------
    BundleError
        The file is damaged, or has no such array.
    """
    try:
        with ZipFile(_readable(content)) as archive, archive.open(f"{name}.npy") as file:
            version = np.lib.format.read_magic(file)
            read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
            shape: tuple[int, ...] = read(file)[0]
    except UNREADABLE as error:
        raise BundleError(f"{source} cannot be unpacked ({one_line(error)}); the bundle is damaged") from None
    if not shape:
        raise BundleError(f"{source}: {name} has no dimensions; the bundle is damaged")
    return shape


def pack(arrays: dict[str, Any], *, compress: bool = True) -> bytes:
    """Pack arrays into the bytes of an npz file."""
    buffer = BytesIO()
    (np.savez_compressed if compress else np.savez)(buffer, **arrays)
    return buffer.getvalue()
