"""The control attack: the level of an onset, sharpened or softened.

The level of a sound is its peak in steps of a millisecond, which falls by `RELEASE` at most: a low tone's own period is
no onset. A second level follows it, but rises slowly from `FAINTEST`. What it lacks is the onset: 60 dB at the start of
a sound that follows silence, less and less until it has caught up, and little at hits in short succession. Differences
of envelopes are the usual way to find transients at any level (Goodwin and Avendano, "Frequency-domain algorithms for
audio signal enhancement based on transient modification", JAES 54, 2006); those in decibels, with straight slopes, can
be followed with a ruler.
"""

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels.levels import spent_at

STEPS_PER_SECOND = 1000

FAINTEST = -60.0
"""Decibels relative to the loudest step; what is softer is silence."""

RELEASE = 0.2
"""Decibels per step."""

SHARP_STEPS, SOFT_STEPS = 40, 80
"""Longest rises of the second level; softer onsets rise as it does."""

SPENT = 0.01
"""Share of the energy that is left when a sound is over; a softer onset takes no longer, or only noise would remain."""

SPARED = 2.0
"""Decibels of a rise that are no onset: a tone of 50 Hz has a peak every 10 ms."""

BOOST = 12.0
"""Decibels at the onset of a sharpened sound."""


def shape_attack(signal: NDArray[np.float32], amount: float, sample_rate: int) -> NDArray[np.float32]:
    """Sharpen or soften the onsets of a sound.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
    amount : float in [-1, 1]
        Above 0, onsets are louder by up to `BOOST` times the amount, half of it after 12 ms and nothing after 40 ms.
        Below 0, levels rise more slowly, in a straight line of decibels: at -1 for 80 ms, or for as long as the sound
        lasts until 1 % of its energy is left; at -0.5 for half as long.
    sample_rate : int
        Samples per second.

    Returns
    -------
    np.ndarray [shape=(n_samples,), float32]
        The signal itself where there is nothing to change.
    """
    step = max(1, round(sample_rate / STEPS_PER_SECOND))
    peaks = _step_peaks(signal, step)
    n_steps = SHARP_STEPS if amount > 0 else -amount * min(SOFT_STEPS, _n_sounding(signal, peaks, step))
    onset = onset_decibels(peaks, n_steps)
    if not onset.any():
        return signal
    decibels = amount * BOOST * np.square(onset / FAINTEST) if amount > 0 else -onset
    middles = (np.arange(len(onset)) + 0.5) * step
    gain = np.interp(np.arange(len(signal)), middles, 10 ** (decibels / 20))
    shaped: NDArray[np.float32] = (signal * gain).astype(np.float32)
    return shaped


def onset_decibels(peaks: NDArray[np.float32], n_steps: float) -> NDArray[np.float64]:
    """Return how far below its level each step [n] of a sound would be if it took `n_steps` to rise by 60 dB."""
    largest = float(peaks.max(initial=0.0))
    if not (0 < largest < np.inf and n_steps):
        return np.zeros(len(peaks))
    rise = -FAINTEST / n_steps
    time = np.arange(len(peaks))
    level = np.maximum(20 * np.log10(np.maximum(peaks / largest, 1e-9)), FAINTEST)
    level = np.maximum.accumulate(level + RELEASE * time) - RELEASE * time
    level = np.maximum(level, FAINTEST)
    follower = np.minimum.accumulate(np.append(FAINTEST, level[:-1]) - rise * time) + rise * time
    onset: NDArray[np.float64] = np.maximum(level - follower - SPARED, 0)
    onset[:-1] = np.maximum(onset[:-1], onset[1:])  # from the step before, as the gain glides between steps
    return onset


def _n_sounding(signal: NDArray[np.float32], peaks: NDArray[np.float32], step: int) -> int:
    """Return how many steps most of a signal lasts, from the first that can be heard."""
    first = int((peaks > 10 ** (FAINTEST / 20) * peaks.max(initial=0.0)).argmax())
    return max(1, int(spent_at(signal, SPENT)) // step - first)


def _step_peaks(signal: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    """Return the peak of each step of a signal."""
    padded = np.zeros(-(-len(signal) // step) * step, dtype=np.float32)
    np.abs(signal, out=padded[: len(signal)])
    peaks: NDArray[np.float32] = padded.reshape(-1, step).max(axis=1)
    return peaks
