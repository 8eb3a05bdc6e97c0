"""The palette of a bundle: the recordings that it carries, so that their detail can be played without the library.

A recording is an Ogg Vorbis file, mono, at the bundle's sample rate, prepared as `latentpad.samples.one_shot` does and
cut at the bundle's ``detail_seconds``. All of them begin with the same 3.7 kB, the tables of the coder, which are
stored once: of a sound of half a second, they are nearly half.

Layout of ``palette.npz``: ``header`` uint8 [n_header], the beginning of every file; ``data`` uint8 [n_bytes], the rest
of the files, one after the other; ``offsets`` int64 [n + 1], where each begins and ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.npz import Arrays
from latentpad.bundle.stored_bytes import StoredBytes
from latentpad.errors import BundleError

MAX_RECORDING_BYTES = 2_000_000
"""Bytes of one recording; a minute of noise is smaller."""

MAX_PALETTE_BYTES = 500_000_000
"""Bytes of all recordings together."""


@dataclass(frozen=True)
class Palette:
    """The coded recordings of a map's sounds, in the order of its points."""

    header: NDArray[np.uint8]
    """[n_header] beginning of every recording."""

    data: NDArray[np.uint8] | StoredBytes
    """[n_bytes] what follows in each; in a loaded bundle, a part of its file."""

    offsets: NDArray[np.int64]
    """[n + 1] rising from 0 to n_bytes; a sound without a recording ends where it begins."""

    @property
    def n_recordings(self) -> int:
        """Number of sounds with a recording."""
        return int(np.count_nonzero(np.diff(self.offsets)))

    @property
    def n_bytes(self) -> int:
        """Size of all recordings, as they are stored."""
        return len(self.header) + len(self.data)

    def has_recording(self, index: int) -> bool:
        """Return whether there is a recording of a sound."""
        return bool(self.offsets[index] < self.offsets[index + 1])

    def coded(self, index: int) -> bytes:
        """Return the Ogg Vorbis file of a sound; empty if it has none.

        Raises
        ------
        OSError
            The bundle's file is gone, or cannot be read.
        """
        if not self.has_recording(index):
            return b""
        return self.header.tobytes() + self.data[int(self.offsets[index]) : int(self.offsets[index + 1])].tobytes()


def make_palette(files: Sequence[bytes]) -> Palette:
    """Return the palette of coded recordings, one for each sound of a map, empty where it has none.

    Raises
    ------
    BundleError
        The recordings are too large for a bundle.
    """
    recordings = [file for file in files if file]
    n_header = min((len(file) - 1 for file in recordings), default=0)
    first, last = min(recordings, default=b""), max(recordings, default=b"")  # what these two share, all share
    n_header = next((i for i in range(n_header) if first[i] != last[i]), n_header)
    rests = [file[n_header:] for file in files]
    sizes = np.array([len(rest) for rest in rests], dtype=np.int64)
    if sizes.max(initial=0) > MAX_RECORDING_BYTES or sizes.sum() > MAX_PALETTE_BYTES:
        raise BundleError(
            f"the recordings have {sizes.sum()} bytes, the largest {sizes.max()} (at most {MAX_PALETTE_BYTES} and "
            f"{MAX_RECORDING_BYTES}); embed fewer or shorter sounds"
        )
    header = np.frombuffer(b"".join(recordings[:1])[:n_header], dtype=np.uint8)
    data = np.frombuffer(b"".join(rests), dtype=np.uint8)
    return Palette(header, data, np.cumsum([0, *sizes], dtype=np.int64))


def read_palette(arrays: Arrays, n_sounds: int) -> Palette:
    """Check the arrays of a palette for a map of `n_sounds` (raises BundleError)."""
    if (n_bytes := arrays.length("header")) > MAX_RECORDING_BYTES:
        raise BundleError(f"{arrays.source}: header has {n_bytes} bytes, at most {MAX_RECORDING_BYTES} are read")
    header, data = arrays.take("header", "u", (None,)), arrays.take_bytes("data")
    if not header.dtype == data.dtype == np.uint8:
        raise BundleError(f"{arrays.source}: header is {header.dtype} and data {data.dtype}, must be uint8")
    offsets = arrays.take("offsets", "iu", (n_sounds + 1,))
    falls = bool((offsets[1:] < offsets[:-1]).any())
    if falls or int(offsets[0]) != 0 or int(offsets[-1]) != len(data):
        raise BundleError(f"{arrays.source}: offsets must rise from 0 to {len(data)}")
    longest = len(header) + int(np.diff(offsets).max())
    if longest > MAX_RECORDING_BYTES:
        raise BundleError(
            f"{arrays.source}: has a recording of {longest} bytes, at most {MAX_RECORDING_BYTES} are read"
        )
    return Palette(header, data, offsets.astype(np.int64))
