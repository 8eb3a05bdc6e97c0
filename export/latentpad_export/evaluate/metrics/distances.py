"""Distances between two sounds in magnitude alone: phases may differ, as they do after phase reconstruction."""

import librosa
import numpy as np
from numpy.typing import NDArray

RESOLUTIONS = (512, 1024, 2048)
"""Window lengths in samples; the hop is a quarter of each."""

FLOOR = 1e-4
"""Share of the reference's loudest bin (-80 dB) below which magnitudes are clipped, so that silence does not count."""

SMALLEST = 1e-7
"""Floor for a silent reference."""


def multi_resolution_stft_distance(signal: NDArray[np.float32], reference: NDArray[np.float32]) -> float:
    """Return the distance of two sounds of the same length in spectral convergence and log magnitude.

    Parameters
    ----------
    signal, reference : np.ndarray [shape=(n_samples,), float32]

    Returns
    -------
    float
        0 for equal magnitudes; the mean over the resolutions of ``‖R - S‖ / ‖R‖`` (Frobenius norm) plus the mean
        ``|ln R - ln S|``. A gain of g relative to the reference gives ``|1 - g| + |ln g|``.

    References
    ----------
    Yamamoto, Song and Kim, "Parallel WaveGAN", ICASSP 2020, equations 4 to 6; but not with their window lengths, which
    are for speech at 24 kHz.
    """
    total = 0.0
    for n_fft in RESOLUTIONS:
        found, wanted = magnitudes(signal, n_fft), magnitudes(reference, n_fft)
        floor = max(FLOOR * float(wanted.max()), SMALLEST)
        total += float(np.linalg.norm(wanted - found) / max(float(np.linalg.norm(wanted)), floor))
        total += float(np.abs(np.log(np.maximum(wanted, floor)) - np.log(np.maximum(found, floor))).mean())
    return total / len(RESOLUTIONS)


def match_level(signal: NDArray[np.float32], reference: NDArray[np.float32], n_fft: int = 1024) -> NDArray[np.float32]:
    """Scale a sound to the least squared difference of its magnitudes from those of the reference.

    Magnitudes, not samples: with other phases, the best gain for the samples is near 0.
    """
    found, wanted = magnitudes(signal, n_fft), magnitudes(reference, n_fft)
    energy = float(np.square(found, dtype=np.float64).sum())
    if energy == 0:
        return signal
    return signal * np.float32((found * wanted).sum(dtype=np.float64) / energy)


def magnitudes(signal: NDArray[np.float32], n_fft: int) -> NDArray[np.float32]:
    """Return the STFT magnitudes [n_bins, n_frames]; a sound shorter than the window is padded with silence."""
    padded = np.pad(signal, (0, max(0, n_fft - len(signal))))
    found: NDArray[np.float32] = np.abs(librosa.stft(padded, n_fft=n_fft, hop_length=n_fft // 4))
    return found
