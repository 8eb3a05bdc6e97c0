"""The sounds that the batches of a training are drawn from: those of the library, and replayed ones in a small one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad_export.data.feature_set import StoredFeatures


@dataclass(frozen=True)
class Population:
    """Sounds to draw from."""

    features: StoredFeatures
    """Of these and, maybe, of others."""

    rows: NDArray[np.int64]
    """[n] index of each sound in the features."""

    lengths: NDArray[np.int64]
    """[n] frames of each that are trained on."""

    weights: NDArray[np.float64]
    """[n] how often each is drawn; the sum is 1."""


class Mixed:
    """The features of a library, followed by those of replayed sounds."""

    def __init__(self, library: StoredFeatures, replayed: NDArray[np.uint8]) -> None:
        self._library, self._replayed = library, replayed
        n, n_frames, n_bands = library.shape
        self.shape = n + len(self._replayed), n_frames, n_bands
        """Numbers of sounds, frames and bands."""

    def stored(self, indices: NDArray[np.int64], n_frames: int | None = None) -> NDArray[np.uint8]:
        """Return features as bytes [len(indices), n_frames, n_bands]; all frames where no number is given."""
        n_library, length, n_bands = self._library.shape
        ours = indices < n_library
        mixed = np.empty((len(indices), length if n_frames is None else n_frames, n_bands), dtype=np.uint8)
        mixed[ours] = self._library.stored(indices[ours], n_frames)
        mixed[~ours] = self._replayed[indices[~ours] - n_library, :n_frames]
        return mixed


def with_replayed(
    library: Population, replayed: NDArray[np.uint8], lengths: NDArray[np.int64], share: float
) -> Population:
    """Return a population of which replayed sounds make up a share.

    Parameters
    ----------
    library : Population
    replayed : np.ndarray [shape=(n, n_frames, n_bands), uint8]
        Features.
    lengths : np.ndarray [shape=(n,), int]
        Frames of each that are trained on.
    share : float in [0, 1)
    """
    n = len(replayed)
    return Population(
        Mixed(library.features, replayed),
        np.concatenate([library.rows, library.features.shape[0] + np.arange(n)]),
        np.concatenate([library.lengths, lengths]),
        np.concatenate([(1 - share) * library.weights, np.full(n, share / n)]),
    )
