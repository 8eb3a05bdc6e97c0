"""The last steps of a render: trim, fades, level."""

import numpy as np
from numpy.typing import NDArray

from latentpad.errors import SilenceError
from latentpad.synth.kernels.levels import last_above, peak

PEAK = 10 ** (-1.0 / 20)
"""-1 dBFS: leaves headroom for a resampler's overshoot."""

INAUDIBLE = 10 ** (-65.0 / 20)
"""The end of a sound is cut where it stays this far below the peak."""

FADE_IN = 0.0005
"""Seconds; shorter than the lead before the onset, so that no attack is lost."""

FADE_OUT = 0.008
"""Seconds."""

MIN_SECONDS = 0.02
"""Seconds."""


def finish(signal: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """Trim an inaudible end, fade both ends to zero, then set the peak to -1 dBFS.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
    sample_rate : int
        Samples per second.

    Raises
    ------
    SilenceError
        The signal is silent, or not finite.
    """
    audible = last_above(signal, np.float32(INAUDIBLE * _peak(signal)))
    n_fade = round(FADE_OUT * sample_rate)
    length = min(len(signal), max(audible + 1 + n_fade, round(MIN_SECONDS * sample_rate)))
    n_fade, n_rise = min(n_fade, length), min(round(FADE_IN * sample_rate), length)
    finished = signal[:length].copy()
    finished[-n_fade:] *= np.linspace(1.0, 0.0, n_fade, dtype=np.float32)
    finished[:n_rise] *= np.linspace(0.0, 1.0, n_rise, endpoint=False, dtype=np.float32)
    finished *= np.float32(PEAK / _peak(finished))
    return finished


def _peak(signal: NDArray[np.float32]) -> float:
    """Return the peak; raise SilenceError where there is none."""
    found = float(peak(signal))
    if not 1e-7 < found < np.inf:
        raise SilenceError("this point of the map is silent")
    return found
