"""The palette of a bundle: the recordings that it carries, so that their detail can be played without the library.

Layout of ``palette.npz``: ``data`` uint8 [n_bytes], the coded recordings one after the other; ``offsets`` int64
[n + 1], where each begins and ends. A recording is an Ogg Vorbis file, mono, at the bundle's sample rate, prepared as
`latentpad.samples.one_shot` does and cut at the bundle's ``detail_seconds``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.npz import Arrays
from latentpad.errors import BundleError

MAX_RECORDING_BYTES = 2_000_000
"""Bytes of one recording; a minute of noise is smaller."""


@dataclass(frozen=True)
class Palette:
    """The coded recordings of a map's sounds, in the order of its points."""

    data: NDArray[np.uint8]
    """[n_bytes]."""

    offsets: NDArray[np.int64]
    """[n + 1] rising from 0 to n_bytes; a sound without a recording ends where it begins."""

    @property
    def n_recordings(self) -> int:
        """Number of sounds with a recording."""
        return int(np.count_nonzero(np.diff(self.offsets)))

    def coded(self, index: int) -> bytes:
        """Return the Ogg Vorbis file of a sound; empty if it has none."""
        return self.data[self.offsets[index] : self.offsets[index + 1]].tobytes()


def read_palette(arrays: Arrays, n_sounds: int) -> Palette:
    """Check the arrays of a palette for a map of `n_sounds` (raises BundleError)."""
    data = arrays.take("data", "u", (None,))
    if data.dtype != np.uint8:
        raise BundleError(f"{arrays.source}: data is {data.dtype}, must be uint8")
    offsets = arrays.take("offsets", "iu", (n_sounds + 1,))
    falls = bool((offsets[1:] < offsets[:-1]).any())
    if falls or int(offsets[0]) != 0 or int(offsets[-1]) != len(data):
        raise BundleError(f"{arrays.source}: offsets must rise from 0 to {len(data)}")
    longest = int(np.diff(offsets).max())
    if longest > MAX_RECORDING_BYTES:
        raise BundleError(
            f"{arrays.source}: has a recording of {longest} bytes, at most {MAX_RECORDING_BYTES} are read"
        )
    return Palette(np.ascontiguousarray(data), offsets.astype(np.int64))
