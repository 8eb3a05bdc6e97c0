"""Arrays of an untrusted npz file, each checked when it is taken."""

import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.array_header import ArrayHeader, read_header
from latentpad.bundle.storage import MAX_FILE_BYTES, unpacked_size
from latentpad.bundle.stored_arrays import find_array
from latentpad.bundle.stored_bytes import StoredBytes, find_stored
from latentpad.errors import BundleError, one_line

UNREADABLE = (
    *(BadZipFile, zlib.error, EOFError, OSError, RuntimeError, KeyError),  # from the zip
    *(ValueError, TypeError, AttributeError, OverflowError, MemoryError, TokenError),  # from an array's header
)
"""Exceptions that zipfile and numpy raise for damaged bytes."""


N_THREADS = 4
"""Arrays that are read at the same time."""

SAMPLE_BYTES = 1 << 18

WORTHWHILE = 0.85
"""Latents become 0.93 of their size and would take most of the time in which a bundle is loaded; outlines 0.44."""


class Arrays:
    """The arrays of one npz file, which threads read while those that were taken first are checked."""

    def __init__(self, content: bytes | Path, source: str, on_disk: tuple[str, ...] = ()) -> None:
        """Begin to unpack the file; nothing is unpickled.

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
            The file is damaged or would take too much memory; an array that is damaged raises it when it is taken.
        """
        self.source = source
        try:
            with ZipFile(_readable(content)) as archive:
                size = sum(map(unpacked_size, archive.infolist()))
                if size > MAX_FILE_BYTES:
                    raise BundleError(f"{source} unpacks to {size} bytes, at most {MAX_FILE_BYTES} are read")
                names = [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]
                readers = {name: _reader(archive, content, name, name in on_disk) for name in names}
        except UNREADABLE as error:
            raise self._damage(error) from None
        pool = ThreadPoolExecutor(N_THREADS)
        self._found = {name: pool.submit(read) for name, read in readers.items()}
        pool.shutdown(wait=False)

    def __contains__(self, name: str) -> bool:
        """Return whether there is an array."""
        return name in self._found

    def _get(self, name: str) -> NDArray[Any] | StoredBytes:
        """Return an array as it is in the file."""
        if name not in self._found:
            raise BundleError(f"{self.source}: {name} is missing")
        try:
            return self._found[name].result()
        except UNREADABLE as error:
            raise self._damage(error) from None

    def _damage(self, error: BaseException) -> BundleError:
        """Return what to raise for a damaged file."""
        return BundleError(f"{self.source} cannot be unpacked ({one_line(error)}); the bundle is damaged")

    def take_bytes(self, name: str) -> NDArray[np.uint8] | StoredBytes:
        """Return an array of bytes [n], or where it is stored if it was left on disk."""
        found = self._get(name)
        return found if isinstance(found, StoredBytes) else self.take(name, "u", (None,))

    def take(self, name: str, kinds: str, shape: tuple[int | None, ...]) -> NDArray[Any]:
        """Return an array after checking type and shape; None in the shape means any length."""
        array = np.asarray(self._get(name))
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

    def bytes(self, name: str, shape: tuple[int | None, ...]) -> NDArray[np.uint8]:
        """Return an array of integers in [0, 255], each a byte; the file's own array, if it has bytes."""
        array = self.take(name, "iu", shape)
        if array.dtype != np.uint8:
            self._check(name, array, 0, 255)
        return np.ascontiguousarray(array, dtype=np.uint8)

    def _check(self, name: str, array: NDArray[Any], low: float, high: float) -> None:
        """Check the bounds in the dtype of the file, which may have a wider range than the dtype in memory."""
        if array.size and not (float(array.min()) >= low and float(array.max()) <= high):
            raise BundleError(f"{self.source}: {name} has values outside {low:g} to {high:g}")


def _reader(
    archive: ZipFile, content: bytes | Path, name: str, on_disk: bool
) -> Callable[[], NDArray[Any] | StoredBytes]:
    """Return what reads an array, or where it is if it is left on disk; its header is read now."""
    if on_disk and (left := find_stored(archive, name)) is not None:
        return lambda: left
    if (stored := find_array(archive, name)) is not None:
        return stored.read
    return partial(_unpack, content, name, _header(archive, name))


def _header(archive: ZipFile, name: str) -> ArrayHeader:
    """Read the header of an array."""
    member = archive.getinfo(f"{name}.npy")
    with archive.open(member) as file:
        return read_header(file, member.file_size)


def _unpack(content: bytes | Path, name: str, header: ArrayHeader) -> NDArray[Any]:
    """Unpack an array."""
    with ZipFile(_readable(content)) as archive, archive.open(f"{name}.npy") as file:
        return header.read(file)


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
        with ZipFile(_readable(content)) as archive:
            shape = _header(archive, name).shape
    except UNREADABLE as error:
        raise BundleError(f"{source} cannot be unpacked ({one_line(error)}); the bundle is damaged") from None
    if not shape:
        raise BundleError(f"{source}: {name} has no dimensions; the bundle is damaged")
    return shape


def pack(arrays: dict[str, Any], *, compress: bool = True) -> bytes:
    """Pack arrays into the bytes of an npz file; those that hardly become smaller are stored uncompressed.

    Raises
    ------
    BundleError
        They are too large for a bundle.
    """
    found = {name: np.asarray(array) for name, array in arrays.items()}
    if (size := sum(array.nbytes for array in found.values())) > MAX_FILE_BYTES:
        raise BundleError(f"{' and '.join(arrays)} have {size} bytes, at most {MAX_FILE_BYTES}; use fewer sounds")
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, array in found.items():
            member = ZipInfo(f"{name}.npy")
            member.compress_type = ZIP_DEFLATED if compress and _shrinks(array) else ZIP_STORED
            with archive.open(member, "w", force_zip64=True) as file:
                np.lib.format.write_array(file, array, allow_pickle=False)
    return buffer.getvalue()


def _shrinks(array: NDArray[Any]) -> bool:
    """Return whether compression makes an array much smaller, judging by its beginning."""
    sample = array.ravel()[: SAMPLE_BYTES // max(1, array.itemsize)].tobytes()
    return len(zlib.compress(sample)) < WORTHWHILE * len(sample)
