"""Features of the usable sounds of a library, as a training reads them; needs NumPy only."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from latentpad_export.data.library import Skipped, Sound

if TYPE_CHECKING:
    from latentpad_export.data.details import Details
    from latentpad_export.data.feature_blocks import RaggedFeatures


class StoredFeatures(Protocol):
    """Features of sounds as bytes."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of sounds, frames and bands."""

    def stored(self, indices: NDArray[np.int64], n_frames: int | None = None) -> NDArray[np.uint8]:
        """Return the features [len(indices), n_frames, n_bands]; all frames where no number is given."""


@dataclass(frozen=True)
class FeatureSet:
    """The usable sounds of a library, as features."""

    features: "NDArray[np.uint8] | RaggedFeatures"
    """[n_files, n_bands, n_frames], or on disk."""

    rows: NDArray[np.int64]
    """[n] row of each usable sound in `features`."""

    sounds: tuple[Sound, ...]
    """[n] the usable sounds, in the order of `rows`."""

    seconds: NDArray[np.float32]
    """[n] length of each, after trimming and cutting."""

    peaks: NDArray[np.float32]
    """[n] peak of each file, 1.0 = full scale."""

    skipped: tuple[Skipped, ...]
    """Files that are not used, and why."""

    details: "Details | None" = None
    """Of the n sounds, where they were asked for."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of sounds, frames and bands."""
        _, n_bands, n_frames = self.features.shape
        return len(self.rows), n_frames, n_bands

    def batch(self, indices: NDArray[np.int64], n_frames: int | None = None) -> NDArray[np.float32]:
        """Return features float32 [len(indices), n_bands, n_frames] in [0, 1]; all frames where no number is given.

        In memory the bands of a frame are contiguous, as the ``frames`` network needs them.
        """
        return (self.stored(indices, n_frames).astype(np.float32) / np.float32(255)).transpose(0, 2, 1)

    def stored(self, indices: NDArray[np.int64], n_frames: int | None = None) -> NDArray[np.uint8]:
        """Return features as they are stored, uint8 [len(indices), n_frames, n_bands], with the bands contiguous."""
        rows = self.rows[indices]
        if isinstance(self.features, np.ndarray):
            return np.ascontiguousarray(self.features[rows, :, :n_frames].transpose(0, 2, 1))
        return self.features.stored(rows, n_frames)
