"""Arrays of an untrusted npz file, each checked when it is taken: what does not fit is refused before it is read."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.archive import DAMAGES, Archive, open_archive, readable
from latentpad.bundle.array_header import ArrayHeader, read_header
from latentpad.bundle.file_sizes import MAX_FILE_BYTES
from latentpad.bundle.stored_arrays import StoredArray, find_array
from latentpad.bundle.stored_bytes import StoredBytes, stored_bytes
from latentpad.errors import BundleError, one_line
from latentpad.regular_files import open_regular

UNREADABLE = (*DAMAGES, KeyError, TypeError, AttributeError, MemoryError)
"""Exceptions that zipfile and numpy raise for damaged bytes."""

N_THREADS = 4
"""Arrays that are read at the same time."""

Shape = tuple[int | None, ...]
"""None means any length."""


class Arrays:
    """The arrays of one npz file."""

    def __init__(
        self, content: bytes | Path, source: str, on_disk: tuple[str, ...] = (), n_stored: int | None = None
    ) -> None:
        """Open the file; no array is read, and nothing is unpickled.

        Parameters
        ----------
        content : bytes or Path
            The file itself, or where it is.
        source : str
            Names the file in messages.
        on_disk : tuple of str, optional
            Arrays of bytes to leave in a file on disk, if they are stored there without compression.
        n_stored : int, optional
            Bytes on disk, if the file is in an archive.

        Raises
        ------
        BundleError
            The file is damaged or would take too much memory; an array that is damaged raises it when it is taken.
        """
        self.source, self._content, self._on_disk = source, content, on_disk
        try:
            self._n_stored = _size(content) if n_stored is None else n_stored
            with self._open() as archive:
                size = archive.size
                names = [name.removesuffix(".npy") for name in archive.names if name.endswith(".npy")]
                self._found = {name: self._find(archive, name) for name in names}
        except UNREADABLE as error:
            raise self._damage(error) from None
        if size > MAX_FILE_BYTES:
            raise BundleError(f"{source} unpacks to {size} bytes, at most {MAX_FILE_BYTES} are read")
        self._begun: dict[str, Future[NDArray[Any]]] = {}

    def __contains__(self, name: str) -> bool:
        """Return whether there is an array."""
        return name in self._found

    def begin(self, shapes: dict[str, Shape]) -> None:
        """Begin to read arrays in threads, while those that are taken first are checked; some need not be there."""
        pool = ThreadPoolExecutor(N_THREADS)
        for name, shape in shapes.items():
            if name in self and _fits(self._header(name), shape):
                self._begun[name] = pool.submit(self._read, name)
        pool.shutdown(wait=False)

    def take_bytes(self, name: str) -> NDArray[np.uint8] | StoredBytes:
        """Return an array of bytes [n], or where it is stored if it was left on disk."""
        found = self._found.get(name)
        if name in self._on_disk and isinstance(found, StoredArray) and (left := stored_bytes(found)) is not None:
            return left
        return self.take(name, "u", (None,))

    def take(self, name: str, kinds: str, shape: Shape) -> NDArray[Any]:
        """Return an array after checking type and shape."""
        header = self._header(name)
        if header.dtype.kind not in kinds or not _fits(header, shape):
            expected = " x ".join("n" if n is None else str(n) for n in shape)
            raise BundleError(
                f"{self.source}: {name} is {header.dtype} {header.shape}, must be {expected} of kind "
                f"{' or '.join(kinds)}"
            )
        try:
            return self._begun.pop(name).result() if name in self._begun else self._read(name)
        except UNREADABLE as error:
            raise self._damage(error) from None

    def floats(self, name: str, shape: Shape, low: float = -1e6, high: float = 1e6) -> NDArray[np.float32]:
        """Return an array of numbers in [low, high]."""
        array = self.take(name, "f", shape)
        self._check(name, array, low, high)
        return np.ascontiguousarray(array, dtype=np.float32)

    def integers(self, name: str, shape: Shape, low: int, high: int) -> NDArray[np.int32]:
        """Return an array of integers in [low, high]."""
        array = self.take(name, "iu", shape)
        self._check(name, array, low, high)
        return np.ascontiguousarray(array, dtype=np.int32)

    def bytes(self, name: str, shape: Shape) -> NDArray[np.uint8]:
        """Return an array of integers in [0, 255], each a byte; the file's own array, if it has bytes."""
        array = self.take(name, "iu", shape)
        if array.dtype != np.uint8:
            self._check(name, array, 0, 255)
        return np.ascontiguousarray(array, dtype=np.uint8)

    def length(self, name: str) -> int:
        """Return the length of an array's first axis; 0 if it has none."""
        return next(iter(self._header(name).shape), 0)

    def _check(self, name: str, array: NDArray[Any], low: float, high: float) -> None:
        """Check the bounds in the dtype of the file, which may have a wider range than the dtype in memory."""
        if array.size and not (float(array.min()) >= low and float(array.max()) <= high):
            raise BundleError(f"{self.source}: {name} has values outside {low:g} to {high:g}")

    def _header(self, name: str) -> ArrayHeader:
        """Return the header of an array."""
        if name not in self:
            raise BundleError(f"{self.source}: {name} is missing")
        found = self._found[name]
        if isinstance(found, BaseException):
            raise self._damage(found)
        return found.header if isinstance(found, StoredArray) else found

    def _find(self, archive: Archive, name: str) -> ArrayHeader | StoredArray | BaseException:
        """Read the header of an array; return what it is, where it is stored, or why it cannot be read."""
        try:
            if isinstance(self._content, Path) and (stored := find_array(archive, self._content, name)) is not None:
                return stored
            with archive.open(f"{name}.npy") as file:
                return read_header(file, archive.member(f"{name}.npy").file_size)
        except UNREADABLE as error:  # it need not be one that is taken
            return error

    def _read(self, name: str) -> NDArray[Any]:
        """Read an array whose header is known."""
        found = self._found[name]
        if isinstance(found, StoredArray):
            return found.read()
        with self._open() as archive, archive.open(f"{name}.npy") as file:
            return self._header(name).read(file)

    def _open(self) -> AbstractContextManager[Archive]:
        """Open the archive for a block."""
        file = open_regular(self._content) if isinstance(self._content, Path) else readable(self._content)
        return open_archive(file, self._n_stored)

    def _damage(self, error: BaseException) -> BundleError:
        """Return what to raise for a damaged file."""
        return BundleError(f"{self.source} cannot be unpacked ({one_line(error)}); the bundle is damaged")


def _fits(header: ArrayHeader, shape: Shape) -> bool:
    """Return whether an array has a shape."""
    return len(header.shape) == len(shape) and all(n in (None, m) for n, m in zip(shape, header.shape, strict=True))


def _size(content: bytes | Path) -> int:
    """Return the size of a file."""
    return os.stat(content).st_size if isinstance(content, Path) else len(content)
