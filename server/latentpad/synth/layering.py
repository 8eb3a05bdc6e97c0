"""Signals on top of each other: aligned, of one polarity, without abrupt ends, at constant power."""

from math import exp, log

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.finish import fade_out

LEAST_ONSET = 0.002
"""Seconds."""


def polarity(signal: NDArray[np.float32], reference: NDArray[np.float32]) -> float:
    """Return -1 where two signals would cancel each other more than add up, else 1."""
    n = min(len(signal), len(reference))
    return -1.0 if float(signal[:n] @ reference[:n]) < 0 else 1.0


def shift(signal: NDArray[np.float32], n: int) -> NDArray[np.float32]:
    """Delay a signal by `n` samples, or begin that much later in it if `n` is negative."""
    if n <= 0:
        return signal[-n:]
    shifted = np.zeros(n + len(signal), dtype=np.float32)
    shifted[n:] = signal
    return shifted


def extend(signal: NDArray[np.float32], n_samples: int, sample_rate: int) -> NDArray[np.float32]:
    """Return a signal with silence up to `n_samples`, faded out before it: some recordings end abruptly."""
    if len(signal) == n_samples:
        return signal
    extended = np.zeros(n_samples, dtype=np.float32)
    extended[: len(signal)] = signal
    fade_out(extended[: len(signal)], sample_rate)
    return extended


def blend(
    model: NDArray[np.float32], detail: NDArray[np.float32] | None, share: float, sample_rate: int
) -> NDArray[np.float32]:
    """Mix the model's sound with the detail at constant power; `share` is that of the detail."""
    if detail is None or not share:
        return model
    loud, wanted = (float(np.square(signal, dtype=np.float64).sum()) for signal in (model, detail))
    n_samples = max(len(model), len(detail))
    mixed = np.float32(np.sqrt((1 - share) * wanted / max(loud, 1e-20))) * extend(model, n_samples, sample_rate)
    mixed += np.float32(np.sqrt(share)) * extend(detail, n_samples, sample_rate)
    return mixed


def common_onset(onsets: list[float], weights: list[float], sample_rate: int) -> float:
    """Return the time at which sounds begin together: the weighted geometric mean of their own.

    Parameters
    ----------
    onsets : list of float
        In samples, from 0.
    weights : list of float
        Sum to 1.
    sample_rate : int

    Returns
    -------
    float
        In samples. 2 ms are added to all times before the mean is taken: onsets of less are alike.
    """
    least = LEAST_ONSET * sample_rate
    mean = sum(weight * log(onset + least) for weight, onset in zip(weights, onsets, strict=True))
    return max(0.0, exp(mean) - least)
