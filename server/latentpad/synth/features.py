"""Signal to feature, as the model's encoder was trained on: the STFT's power in bands, in decibels below the loudest.

The training half computes the same with librosa (`latentpad_export.data.features`) and stores it as bytes. Here, no
matrix product is used: NumPy's run on all cores, which takes longer where a DAW uses them.
"""

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad.synth.griffin_lim import hann

FAINTEST = 1e-16
"""Smallest power relative to the largest."""


class Features:
    """Computes the features of one representation.

    Parameters
    ----------
    representation : Representation
    analysis : np.ndarray [shape=(n_bands, n_bins), float32]
        Maps power of bins to power of bands.
    """

    def __init__(self, representation: Representation, analysis: NDArray[np.float32]) -> None:
        self._representation = representation
        self._window, self._gain = hann(representation.n_fft), representation.emphasis_gain()
        self._empty = ~analysis.any(axis=1)
        weighted = analysis.copy()
        weighted[self._empty, 0] = 1.0  # so that every band has a bin
        bands, self._bins = np.nonzero(weighted)
        self._weights = weighted[bands, self._bins]
        self._starts = np.searchsorted(bands, np.arange(len(analysis)))

    def __call__(self, signal: NDArray[np.float32]) -> NDArray[np.float32]:
        """Compute the feature of a sound.

        Parameters
        ----------
        signal : np.ndarray [shape=(n_samples,), float32]
            At the representation's rate, not all zero; what is beyond its longest sound is left out.

        Returns
        -------
        np.ndarray [shape=(n_bands, n_frames), float32]
            1 at the loudest band and frame, 0 at `top_db` below it, in steps of 1/255.
        """
        power = self._power(signal[: self._representation.n_samples])
        decibels = 10.0 * np.log10(np.maximum(power, power.max() * FAINTEST))
        levels = np.clip(1.0 + (decibels - decibels.max()) / self._representation.top_db, 0.0, 1.0)
        feature = np.zeros((self._representation.n_bands, self._representation.n_frames), dtype=np.float32)
        feature[:, : len(levels)] = np.round(255 * levels).T / np.float32(255)
        return feature

    def _power(self, signal: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the power [n, n_bands] of those of a signal's frames that are not silent."""
        n_fft, hop_length = self._representation.n_fft, self._representation.hop_length
        n_frames = min(self._representation.n_frames, -(-(len(signal) + n_fft // 2) // hop_length))
        padded = np.zeros(n_fft + hop_length * n_frames, dtype=np.float32)
        padded[n_fft // 2 : n_fft // 2 + len(signal)] = signal
        frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[: n_frames * hop_length : hop_length]
        bins = np.square(np.abs(np.fft.rfft(frames * self._window)) * self._gain, dtype=np.float32)
        bands: NDArray[np.float32] = np.add.reduceat(bins[:, self._bins] * self._weights, self._starts, axis=1)
        bands[:, self._empty] = 0.0
        return bands
