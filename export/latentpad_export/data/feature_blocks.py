"""Features of sounds on disk: blocks by content, with each sound's own length.

The features of a block's sounds are one after the other in ``NAME.bytes``, each compressed by itself: uint8
``[n_frames, n_bands]``, 255 stands for 1. A step of 80 dB / 255 = 0.3 dB is inaudible. ``NAME.npz`` has the measures of
the sounds and where each one's bytes begin and end (``starts``, ``ends``). It is written last: without it, there is no
block.
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad.files import replace_file
from latentpad_export.data.blocks import ARRAYS, BYTES, ENDS, Blocks, Place
from latentpad_export.data.chunks import ChunkDone
from latentpad_export.data.contents import measure_files
from latentpad_export.data.measure import Measurer, Measures, stack
from latentpad_export.errors import LibraryError

LEVEL = 1
"""Of the compression: higher ones take much longer and save little; what is left is noise."""


@dataclass(frozen=True)
class FeatureTask:
    """The settings that all chunks of a run share."""

    representation: Representation
    analysis: NDArray[np.float32]
    detail_seconds: float
    """Longest part of a sound whose details are measured."""

    folder: Path
    """Where the blocks are written."""


def read_features(task: FeatureTask, paths: tuple[str, ...]) -> ChunkDone:
    """Read files, compute the features of their sounds and write a block of them.

    Parameters
    ----------
    task : FeatureTask
    paths : tuple of str
        Absolute.

    Raises
    ------
    OSError
        The block cannot be written.
    """
    measurer = Measurer(task.representation, task.analysis, task.detail_seconds)

    def measure(content: bytes) -> tuple[Measures, bytes]:
        measures, feature = measurer(content)
        return measures, b"" if feature is None else zlib.compress(_sounding(feature), LEVEL)

    read = measure_files(paths, measure)
    if read.states:
        keys, blocks = [state.key for state in read.states], Blocks(task.folder)
        packed = [part for _, part in read.results]
        replace_file(blocks.path_of(keys).with_suffix(BYTES), b"".join(packed))
        sizes = np.array([len(part) for part in packed], dtype=np.int64)
        ends = np.cumsum(sizes)
        blocks.write(keys, {**stack([one for one, _ in read.results]), "starts": ends - sizes, ENDS: ends})
    return ChunkDone(tuple(read.states), tuple(read.unreadable))


def features_name(representation: Representation, analysis: NDArray[np.float32], detail_seconds: float) -> str:
    """Return a name for the folder of the blocks: equal where the features are."""
    digest = hashlib.sha256(f"6 {representation} {detail_seconds}".encode())
    digest.update(analysis.tobytes())
    return digest.hexdigest()[:16]


def _sounding(feature: NDArray[np.float32]) -> bytes:
    """Return a feature [n_bands, n_frames] as bytes, frame by frame, without the silence at its end."""
    rows = np.round(feature.T * 255).astype(np.uint8)
    return rows[: int(np.flatnonzero(rows.any(axis=1)).max(initial=-1)) + 1].tobytes()


class Extent(NamedTuple):
    """Where the bytes of a sound are."""

    path: Path
    start: int
    end: int


class RaggedFeatures:
    """Features of sounds of different lengths, read from disk as they are needed.

    Parameters
    ----------
    extents : sequence of Extent
        Of each sound.
    n_bands, n_frames : int
        Numbers of bands, and of frames of the longest sound that a model hears.
    """

    def __init__(self, extents: Sequence[Extent], n_bands: int, n_frames: int) -> None:
        self._extents = list(extents)
        self.shape = len(extents), n_bands, n_frames
        """Numbers of sounds, bands and frames."""

    def stored(self, rows: NDArray[np.int64], n_frames: int | None = None) -> NDArray[np.uint8]:
        """Return features [len(rows), n_frames, n_bands], with silence after each; all frames if no number is given.

        Raises
        ------
        LibraryError
            A block was removed, or is damaged.
        """
        _, n_bands, longest = self.shape
        found = np.zeros((len(rows), longest if n_frames is None else min(n_frames, longest), n_bands), dtype=np.uint8)
        for target, row in zip(found, rows.tolist(), strict=True):
            extent = self._extents[row]
            feature = np.frombuffer(_unpack(extent), dtype=np.uint8).reshape(-1, n_bands)
            n = min(len(feature), len(target))
            target[:n] = feature[:n]
        return found


def _unpack(extent: Extent) -> bytes:
    """Return the bytes of a sound; a damaged block is removed, so that it is computed again (raises LibraryError)."""
    try:
        with extent.path.open("rb") as file:
            file.seek(extent.start)
            return zlib.decompress(file.read(extent.end - extent.start))
    except (OSError, zlib.error) as error:
        if isinstance(error, zlib.error):
            extent.path.unlink(missing_ok=True)
            extent.path.with_suffix(ARRAYS).unlink(missing_ok=True)
        raise LibraryError(
            f"{extent.path}: was removed or is damaged ({error}); repeat the command, which computes it again"
        ) from None


def extents_of(places: Sequence[Place], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[Extent]:
    """Return where the features of sounds are, given their places and the arrays of their blocks."""
    rows = zip(places, starts.tolist(), ends.tolist(), strict=True)
    return [Extent(place.block.with_suffix(BYTES), start, end) for place, start, end in rows]
