"""How much rebuilt spectrograms resemble real ones as a set: NDB and Fréchet distance of the thesis's table 7.3.

Both compare with the sounds of the training, as in the thesis. NDB counts in bins of spectrograms of 16 bands and 32
frames, its size there. The Fréchet distance is that of features of a classifier of labels that was trained on the real
spectrograms; the thesis used an image network.
"""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import adaptive_avg_pool2d

from latentpad_export.evaluate.metrics.bootstrap import Units, resample
from latentpad_export.evaluate.metrics.distributions import Binning, frechet_distance, mean_distance
from latentpad_export.evaluate.metrics.estimate import estimate
from latentpad_export.evaluate.sections.classifier import load_or_train
from latentpad_export.evaluate.sections.sets import MIN_BINS, MIN_PER_BIN, MIN_SOUNDS, N_BINS
from latentpad_export.research.models.held_out import Spectrograms

BIN_SIZE = (16, 32)
"""Bands and frames in which NDB compares."""

CLASSIFIER_SIZE = (64, 248)
"""Bands and frames of the classifier's input."""

N_RESAMPLES = 200
"""Resamples of a Fréchet distance, each of which takes milliseconds."""


class Resemblance:
    """Compares sets of spectrograms with real ones.

    Parameters
    ----------
    real : np.ndarray [shape=(n, n_bands, n_frames), uint8]
        Sounds of the training.
    labels : list of str
        [n] their labels.
    work : Path
        Keeps the classifier.
    seed : int
    """

    def __init__(self, real: Spectrograms, labels: list[str], work: Path, seed: int) -> None:
        k = min(N_BINS, len(real) // MIN_PER_BIN // 2)
        self.binning = Binning(_bins(real), k, seed) if k >= MIN_BINS else None
        self.classifier = load_or_train(lambda: _judged(real), labels, work / "spectrograms.pt", seed)
        self._real = self._hidden(real)

    def n_different(self, spectrograms: Spectrograms) -> int | None:
        """Return the number of bins whose share differs from that of the real sounds; None where there are too few."""
        if self.binning is None or len(spectrograms) < MIN_PER_BIN * self.binning.k:
            return None
        return int(self.binning.different_bins(_bins(spectrograms)).n_different)

    def frechet(self, spectrograms: Spectrograms, units: Units) -> float | None:
        """Return the Fréchet distance from the real sounds; None without labels or with too few sounds.

        Resamples repeat sounds, which makes them less varied and moves their distances up. They are moved back.
        """
        hidden = self._hidden(spectrograms)
        if self._real is None or hidden is None or len(hidden) < MIN_SOUNDS:
            return None
        value, rows = frechet_distance(self._real, hidden), np.arange(len(hidden))
        counts = resample(units)[:N_RESAMPLES].astype(np.int64)
        draws = np.array([frechet_distance(self._real, hidden[np.repeat(rows, count)]) for count in counts])
        return estimate(value, draws - draws.mean() + value, len(np.unique(units)))

    def _hidden(self, spectrograms: Spectrograms) -> NDArray[np.float32] | None:
        """Return the features of the classifier [n, 32]; None without one."""
        return self.classifier(_judged(spectrograms)).features if self.classifier else None


def diversity(spectrograms: Spectrograms) -> float:
    """Return the mean distance between two of the spectrograms, at the size in which NDB compares."""
    return mean_distance(_bins(spectrograms))


def _bins(spectrograms: Spectrograms) -> NDArray[np.float32]:
    """Return what NDB compares [n, 512]."""
    return _resized(spectrograms, BIN_SIZE).reshape(len(spectrograms), -1) / np.float32(255)


def _judged(spectrograms: Spectrograms) -> Spectrograms:
    """Return what the classifier sees."""
    return np.round(_resized(spectrograms, CLASSIFIER_SIZE)).astype(np.uint8)


def _resized(spectrograms: Spectrograms, size: tuple[int, int]) -> NDArray[np.float32]:
    """Average spectrograms over areas."""
    parts = [
        adaptive_avg_pool2d(torch.from_numpy(spectrograms[i : i + 256].astype(np.float32)), size).numpy()
        for i in range(0, len(spectrograms), 256)
    ]
    return np.concatenate(parts)
