"""The last steps of a render: trim, fades, level."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from latentpad.errors import SilenceError
from latentpad.synth.kernels.levels import last_above, peak
from latentpad.synth.loudness import momentary_loudness, true_peak

LOUDNESS = -21.0
"""LUFS in the loudest 400 ms: the median of the default bundle's sounds with all peaks at -1 dBFS, to half a decibel.

56 % of its sounds then have this loudness, the others reach the largest peak first; the loudness of nine tenths spans
4 dB, at equal peaks 12 dB.
"""

MAX_PEAK = 10 ** (-1.0 / 20)
"""Largest true peak, -1 dBTP; a sound that would exceed it stays below the loudness."""

INAUDIBLE = 10 ** (-65.0 / 20)
"""The end of a sound is cut where it stays this far below the peak."""

FADE_IN = 0.0005
"""Seconds; shorter than the lead before the onset, so that no attack is lost."""

FADE_OUT = 0.008
"""Seconds."""

MIN_SECONDS = 0.02
"""Seconds."""


def finish(
    signal: NDArray[np.float32], sample_rate: int, level: float | None = None, dynamics: float = 0.0
) -> NDArray[np.float32]:
    """Trim an inaudible end, fade both ends to zero, then set the level.

    The level follows from the loudest 400 ms, not from the peak: a peak says little about how loud a sound is. Nothing
    is limited; a sound whose true peak would exceed -1 dBTP is softer.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
    sample_rate : int
        Samples per second.
    level : float, optional
        Peak that the sound's originals had in their files, 1.0 = full scale; unknown by default.
    dynamics : float in [0, 1]
        Share of that level: 0 is the loudness alone, 1 the original peak; in between, both in decibels.

    Raises
    ------
    SilenceError
        The signal is silent, or not finite.
    """
    audible = last_above(signal, np.float32(INAUDIBLE * _peak(signal)))
    length = max(audible + 1 + round(FADE_OUT * sample_rate), round(MIN_SECONDS * sample_rate))
    finished = signal[:length].copy()
    fade_out(finished, sample_rate)
    n_rise = min(round(FADE_IN * sample_rate), len(finished))
    finished[:n_rise] *= _rise(n_rise)
    finished *= np.float32(_gain(finished, sample_rate, level, dynamics))
    return finished


def fade_out(signal: NDArray[np.float32], sample_rate: int) -> None:
    """Have a signal [n_samples] end at zero, as sounds do when they are finished."""
    n_fade = min(round(FADE_OUT * sample_rate), len(signal))
    signal[len(signal) - n_fade :] *= _fall(n_fade)


@lru_cache(maxsize=4)
def _rise(n_samples: int) -> NDArray[np.float32]:
    """Return a line from 0 to 1, without the 1."""
    return np.linspace(0.0, 1.0, n_samples, endpoint=False, dtype=np.float32)


@lru_cache(maxsize=4)
def _fall(n_samples: int) -> NDArray[np.float32]:
    """Return a line from 1 to 0."""
    return np.linspace(1.0, 0.0, n_samples, dtype=np.float32)


def _gain(signal: NDArray[np.float32], sample_rate: int, level: float | None, dynamics: float) -> float:
    """Return the gain with which a signal has the wanted level and at most the largest true peak."""
    largest = _peak(signal)
    gain = 10 ** ((LOUDNESS - momentary_loudness(signal, sample_rate)) / 20)
    if level is not None and dynamics:
        gain = gain ** (1 - dynamics) * (level / largest) ** dynamics
    return min(gain, MAX_PEAK / true_peak(signal, sample_rate, largest))


def _peak(signal: NDArray[np.float32]) -> float:
    """Return the peak; raise SilenceError where there is none."""
    found = float(peak(signal))
    if not 1e-7 < found < np.inf:
        raise SilenceError("this point of the map is silent")
    return found
