"""The last touches to a rendered sound: level, trim, fades."""

import numpy as np
from numpy.typing import NDArray

from latentpad.errors import SilenceError

PEAK = 10 ** (-1.0 / 20)
"""-1 dBFS: as loud as samples in a library are, with room for a resampler's overshoot."""

INAUDIBLE = 10 ** (-66.0 / 20)
"""What stays below this from some moment on is cut off."""

FADE_IN = 0.0005
"""Seconds; shorter than the lead before the onset, so that no attack is lost."""

FADE_OUT = 0.008
"""Seconds."""

SHORTEST = 0.02
"""Seconds."""


def finish(signal: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """Bring the peak to -1 dBFS, cut what is inaudible at the end, fade both ends to zero.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
    sample_rate : int
        Samples a second.

    Raises
    ------
    SilenceError
        There is nothing to hear.
    """
    peak = float(np.abs(signal).max(initial=0.0))
    if not peak > 1e-7:
        raise SilenceError("this point of the map is silent")
    levelled = signal * np.float32(PEAK / peak)
    n_fade = round(FADE_OUT * sample_rate)
    last = int(np.flatnonzero(np.abs(levelled) > INAUDIBLE)[-1]) + 1
    length = min(len(levelled), max(last + n_fade, round(SHORTEST * sample_rate)))
    trimmed = levelled[:length].copy()
    n_fade, n_rise = min(n_fade, length), min(round(FADE_IN * sample_rate), length)
    trimmed[-n_fade:] *= np.linspace(1.0, 0.0, n_fade, dtype=np.float32)
    trimmed[:n_rise] *= np.linspace(0.0, 1.0, n_rise, endpoint=False, dtype=np.float32)
    return trimmed
