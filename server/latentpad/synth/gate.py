"""The control tail: a gate, which cuts what follows a sound's last loud moment.

The control decay makes a sound fall more steeply from its loudest sample on, however long it is. A gate changes nothing
before the level has fallen to its threshold; then the sound ends, in milliseconds.
"""

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.levels import last_above, peak

LOWEST, HIGHEST = -60.0, -6.0
"""Threshold just above 0 and at 1, in decibels relative to the peak."""

RELEASE = 0.02
"""Seconds in which the gate closes."""


def gate(signal: NDArray[np.float32], amount: float, sample_rate: int) -> NDArray[np.float32]:
    """Cut the tail of a sound.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
    amount : float in [0, 1]
        0 leaves the tail; at 1, the sound ends where it stays 6 dB below its peak.
    sample_rate : int
        Samples per second.

    Returns
    -------
    np.ndarray [shape=(n,), float32]
        The signal up to the end of the release, half a cosine; the signal itself where the gate stays open.
    """
    largest = float(peak(signal))
    if not amount or not 0 < largest < np.inf:
        return signal
    threshold = largest * 10 ** ((LOWEST + (HIGHEST - LOWEST) * amount) / 20)
    last = int(last_above(signal, np.float32(threshold)))
    n_release = round(RELEASE * sample_rate)
    if last + 1 + n_release >= len(signal):
        return signal
    cut = signal[: last + 1 + n_release].copy()
    cut[last + 1 :] *= (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, n_release, dtype=np.float32))).astype(np.float32)
    return cut
