"""The last steps of a render: end, fades, level."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from latentpad.errors import SilenceError
from latentpad.synth.ending import end_of_energies
from latentpad.synth.kernels.levels import last_above, peak
from latentpad.synth.loudness import (
    STEPS_PER_SECOND,
    loudest_block,
    samples_per_step,
    step_energies,
    true_peak,
)

LOUDNESS = -21.0
"""LUFS in the loudest 400 ms: the median of the default bundle's sounds with all peaks at -1 dBFS, to half a decibel.

56 % of its sounds then have this loudness, the others reach the largest peak first; the loudness of nine tenths spans
4 dB, at equal peaks 12 dB.
"""

MAX_PEAK = 10 ** (-1.0 / 20)
"""Largest true peak, -1 dBTP; a sound that would exceed it stays below the loudness."""

INAUDIBLE = 10 ** (-65.0 / 20)
"""A sound lasts no longer than until it stays this far below its peak."""

FADE_IN = 0.0005
"""Seconds; shorter than the lead before the onset, so that no attack is lost."""

FADE_OUT = 0.008
"""Seconds; for sounds that end abruptly."""

TAIL = 0.05
"""Seconds after the end of a sound in which it fades out, if it goes on."""

MIN_SECONDS = 0.02
"""Seconds."""


def finish(
    signal: NDArray[np.float32],
    sample_rate: int,
    level: float | None = None,
    dynamics: float = 0.0,
    is_whole: bool = False,
    is_reversed: bool = False,
) -> NDArray[np.float32]:
    """End a sound where it has ended, fade both ends to zero, then set the level.

    The level follows from the loudest 400 ms, not from the peak: a peak says little about how loud a sound is. Nothing
    is limited; a sound whose true peak would exceed -1 dBTP is softer.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,) or (n_channels, n_samples), float32]
        Two channels are finished as one, with the mean of their energies.
    sample_rate : int
        Samples per second.
    level : float, optional
        Peak that the sound's originals had in their files, 1.0 = full scale; unknown by default.
    dynamics : float in [0, 1]
        Share of that level: 0 is the loudness alone, 1 the original peak; in between, both in decibels.
    is_whole : bool
        Whether the sound is kept to the end of the signal.
    is_reversed : bool
        Whether the sound, as it would be finished otherwise, is turned round before its level is set.

    Raises
    ------
    SilenceError
        The signal is silent, or not finite.
    """
    loudest_channel = signal if signal.ndim == 1 else np.abs(signal).max(axis=0)
    audible = last_above(loudest_channel, np.float32(INAUDIBLE * _peak(signal)))
    length = max(audible + 1 + round(FADE_OUT * sample_rate), round(MIN_SECONDS * sample_rate))
    finished = signal[..., : None if is_whole else length].copy()
    fade_out(finished, sample_rate)
    n_rise = min(round(FADE_IN * sample_rate), finished.shape[-1])
    finished[..., :n_rise] *= _rise(n_rise)
    energies = _energies(finished, sample_rate)
    if not is_whole:
        finished = _end(finished, energies, sample_rate)
    if is_reversed:
        finished = finished[..., ::-1].copy()
        energies = _energies(finished, sample_rate)
    finished *= np.float32(_gain(finished, loudest_block(energies, sample_rate), sample_rate, level, dynamics))
    return finished


def end_early(signal: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """Return a signal [n_samples] up to where `finish` would end it; what follows may be the noise of a recording."""
    return _end(signal.copy(), step_energies(signal, sample_rate), sample_rate)


def fade_out(signal: NDArray[np.float32], sample_rate: int) -> None:
    """Have a signal [..., n_samples] end at zero, as sounds do when they are finished."""
    n_fade = min(round(FADE_OUT * sample_rate), signal.shape[-1])
    signal[..., signal.shape[-1] - n_fade :] *= _fall(n_fade)


@lru_cache(maxsize=4)
def _rise(n_samples: int) -> NDArray[np.float32]:
    """Return a line from 0 to 1, without the 1."""
    return np.linspace(0.0, 1.0, n_samples, endpoint=False, dtype=np.float32)


@lru_cache(maxsize=4)
def _fall(n_samples: int) -> NDArray[np.float32]:
    """Return a line from 1 to 0."""
    return np.linspace(1.0, 0.0, n_samples, dtype=np.float32)


def _end(signal: NDArray[np.float32], energies: NDArray[np.float64], sample_rate: int) -> NDArray[np.float32]:
    """Cut a signal a little after its sound has ended, and fade out what follows the end."""
    end = max(end_of_energies(energies, STEPS_PER_SECOND) * samples_per_step(sample_rate), MIN_SECONDS * sample_rate)
    ended = signal[..., : round(end + TAIL * sample_rate)]
    n_fade = ended.shape[-1] - round(end)
    if n_fade > 0:
        ended[..., -n_fade:] *= np.linspace(1.0, 0.0, n_fade, dtype=np.float32)
    return ended


def _gain(
    signal: NDArray[np.float32], loudness: float, sample_rate: int, level: float | None, dynamics: float
) -> float:
    """Return the gain with which a signal has the wanted level and at most the largest true peak."""
    largest = _peak(signal)
    gain = 10 ** ((LOUDNESS - loudness) / 20)
    if level is not None and dynamics:
        gain = gain ** (1 - dynamics) * (level / largest) ** dynamics
    exact = max(true_peak(channel, sample_rate, largest) for channel in np.atleast_2d(signal))
    return min(gain, MAX_PEAK / exact)


def _energies(signal: NDArray[np.float32], sample_rate: int) -> NDArray[np.float64]:
    """Return the energies of the steps of a signal, the mean of its channels, as mono is heard on both sides."""
    if signal.ndim == 1:
        return step_energies(signal, sample_rate)
    energies: NDArray[np.float64] = np.mean([step_energies(channel, sample_rate) for channel in signal], axis=0)
    return energies


def _peak(signal: NDArray[np.float32]) -> float:
    """Return the peak; raise SilenceError where there is none."""
    found = float(peak(np.ascontiguousarray(signal).reshape(-1)))
    if not 1e-7 < found < np.inf:
        raise SilenceError("this point of the map is silent")
    return found
