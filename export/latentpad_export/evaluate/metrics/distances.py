"""How far a sound is from another one, in magnitudes: phases may differ, as they do after a phase reconstruction."""

import librosa
import numpy as np
from numpy.typing import NDArray

RESOLUTIONS = (512, 1024, 2048)
"""Window lengths in samples; a quarter of each lies between frames."""

FLOOR = 1e-4
"""Share of the reference's loudest bin (-80 dB) below which nothing is heard, so that silence is not compared."""

SMALLEST = 1e-7
"""The floor for a reference that is silent."""


def multi_resolution_stft_distance(signal: NDArray[np.float32], reference: NDArray[np.float32]) -> float:
    """Compare two sounds of the same length by spectral convergence and by the logarithm of their magnitudes.

    Parameters
    ----------
    signal, reference : np.ndarray [shape=(n_samples,), float32]

    Returns
    -------
    float
        0 for the same magnitudes; the mean over the resolutions of ``‖R - S‖ / ‖R‖`` (Frobenius norm) and of the mean
        ``|ln R - ln S|``, added up. A gain of g away from the reference counts ``|1 - g| + |ln g|``.

    References
    ----------
    Yamamoto, Song and Kim, "Parallel WaveGAN", ICASSP 2020, equations 4 to 6; here without their own window lengths,
    which are those of speech at 24 kHz.
    """
    total = 0.0
    for n_fft in RESOLUTIONS:
        found, wanted = magnitudes(signal, n_fft), magnitudes(reference, n_fft)
        floor = max(FLOOR * float(wanted.max()), SMALLEST)
        total += float(np.linalg.norm(wanted - found) / max(float(np.linalg.norm(wanted)), floor))
        total += float(np.abs(np.log(np.maximum(wanted, floor)) - np.log(np.maximum(found, floor))).mean())
    return total / len(RESOLUTIONS)


def match_level(signal: NDArray[np.float32], reference: NDArray[np.float32], n_fft: int = 1024) -> NDArray[np.float32]:
    """Scale a sound so that the squares of its magnitudes' distances from the reference's add up to the least.

    The samples themselves would not do: with other phases, the best gain for them is near 0.
    """
    found, wanted = magnitudes(signal, n_fft), magnitudes(reference, n_fft)
    energy = float(np.square(found, dtype=np.float64).sum())
    if energy == 0:
        return signal
    return signal * np.float32((found * wanted).sum(dtype=np.float64) / energy)


def magnitudes(signal: NDArray[np.float32], n_fft: int) -> NDArray[np.float32]:
    """Give the magnitudes [n_bins, n_frames] of an STFT; a sound shorter than the window is followed by silence."""
    padded = np.pad(signal, (0, max(0, n_fft - len(signal))))
    found: NDArray[np.float32] = np.abs(librosa.stft(padded, n_fft=n_fft, hop_length=n_fft // 4))
    return found
