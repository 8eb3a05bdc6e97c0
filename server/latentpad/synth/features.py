"""Signal to feature, as the model's encoder was trained on: the STFT's power in bands, in decibels below the loudest.

The training half computes the same with librosa (`latentpad_export.data.features`) and stores it as bytes.
"""

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad.synth.griffin_lim import hann

FAINTEST = 1e-16
"""Smallest power relative to the largest."""


def log_magnitude(
    signal: NDArray[np.float32], representation: Representation, analysis: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Compute the feature of a sound.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        At the representation's rate, not all zero; what is beyond its longest sound is left out.
    representation : Representation
    analysis : np.ndarray [shape=(n_bands, n_bins), float32]
        Maps power of bins to power of bands.

    Returns
    -------
    np.ndarray [shape=(n_bands, n_frames), float32]
        1 at the loudest band and frame, 0 at `top_db` below it, in steps of 1/255.
    """
    n_fft, hop_length, n_frames = representation.n_fft, representation.hop_length, representation.n_frames
    signal = signal[: representation.n_samples]
    n_sounding = min(n_frames, -(-(len(signal) + n_fft // 2) // hop_length))  # later frames are silent
    padded = np.zeros(n_fft + hop_length * n_frames, dtype=np.float32)
    padded[n_fft // 2 : n_fft // 2 + len(signal)] = signal
    frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[: n_sounding * hop_length : hop_length]
    magnitude = np.abs(np.fft.rfft(frames * hann(n_fft))) * representation.emphasis_gain()
    power = analysis @ np.square(magnitude, dtype=np.float32).T
    decibels = 10.0 * np.log10(np.maximum(power, power.max() * FAINTEST))
    feature = np.zeros((representation.n_bands, n_frames), dtype=np.float32)
    feature[:, :n_sounding] = np.clip(1.0 + (decibels - decibels.max()) / representation.top_db, 0.0, 1.0)
    quantised: NDArray[np.float32] = np.round(255 * feature) / np.float32(255)
    return quantised
