"""Audio files as one-shots: mono, trimmed to the onset, resampled, cut to a maximum length, at a peak of 1."""

import io
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from latentpad.errors import UnusableSoundError
from latentpad.samples.audio_file import Beginning, read_file

SILENCE = 1e-4
"""Peak (-80 dBFS) below which a file contains only noise."""

ONSET = 0.01
"""The sound starts where it first passes this share of its peak (-40 dB) ..."""

LEAD = 0.0015
"""... minus these seconds, to keep the whole attack."""

FADE = 0.01
"""Seconds of the fade-out where a sound is cut."""

BEFORE_CUT = 0.05
"""Seconds before a cut whose peak is the level at the cut: one period of 20 Hz."""

MARGIN = 0.02
"""Seconds resampled beyond a cut, for the resampler's filter."""

MIN_SECONDS = 0.002
"""In seconds; a click of one period of 500 Hz is still a sound."""


@dataclass(frozen=True)
class OneShot:
    """A sound, prepared for training and playing."""

    signal: NDArray[np.float32]
    """[n_samples], mono, at the requested rate, starting at its onset, peak 1."""

    peak: float
    """Peak of the file, 1.0 = full scale."""

    cut_seconds: float = 0.0
    """Length of what was cut off at the end, in seconds; 0 if nothing was."""

    cut_db: float = -math.inf
    """Peak of the 50 ms before the cut in decibels relative to that of the sound; -inf if nothing was cut off."""


def read_one_shot(source: Path | io.BytesIO, sample_rate: int, n_samples: int, peak: float | None = None) -> OneShot:
    """Read a file of any sample rate, bit depth and number of channels.

    Parameters
    ----------
    source : Path or BytesIO
        wav, aiff, flac, ogg or mp3, or the bytes of one.
    sample_rate : int
        Sample rate of the result in hertz.
    n_samples : int
        Maximum length of the result in samples; longer sounds are cut and faded out.
    peak : float, optional
        Peak of the file from an earlier reading. The result is the same, but what lies beyond the cut is not read.

    Raises
    ------
    UnusableSoundError
        The file cannot be read, is empty, silent, too short or too long, or contains NaN or infinite values.
    """
    seconds = n_samples / sample_rate + MARGIN
    signal, rate, n_frames, peak = read_file(source, None if peak is None else Beginning(peak, ONSET, seconds))
    if peak < SILENCE:
        raise UnusableSoundError(f"is silent (peak {20 * np.log10(max(peak, 1e-12)):.0f} dBFS; minimum -80)")
    onset = _onset(signal, peak, rate)
    n_left = n_frames - onset
    if n_left < MIN_SECONDS * rate:
        raise UnusableSoundError(f"contains {n_left} samples of sound (minimum {math.ceil(MIN_SECONDS * rate)})")
    signal = signal[onset : onset + math.floor(seconds * rate)]
    if np.ptp(signal) < SILENCE:
        raise UnusableSoundError("contains a constant level (DC) and no sound")
    if rate != sample_rate:
        signal = soxr.resample(signal, rate, sample_rate)
    if np.abs(signal[:n_samples]).max() < SILENCE * peak:
        raise UnusableSoundError(f"contains nothing below {sample_rate // 2} Hz, the highest frequency of the model")
    cut = shorten(signal, sample_rate, n_samples)
    if len(signal) <= n_samples:
        return OneShot(cut, peak)
    level = _level_of_end(signal[:n_samples], round(BEFORE_CUT * sample_rate))
    return OneShot(cut, peak, max(0.0, n_left / rate - n_samples / sample_rate), level)


def shorten(signal: NDArray[np.float32], sample_rate: int, n_samples: int) -> NDArray[np.float32]:
    """Cut a one-shot to a maximum length, as `read_one_shot` does.

    Parameters
    ----------
    signal : np.ndarray [shape=(n,), float32]
        Not silent.
    sample_rate : int
        In hertz.
    n_samples : int
        Maximum length.

    Returns
    -------
    np.ndarray [shape=(min(n, n_samples),), float32]
        With a fade-out if it was longer, peak 1.
    """
    cut = signal[:n_samples].astype(np.float32)
    if len(signal) > n_samples:
        n_fade = min(round(FADE * sample_rate), n_samples)
        cut[-n_fade:] *= np.linspace(1.0, 0.0, n_fade, dtype=np.float32)
    normalised: NDArray[np.float32] = cut / np.abs(cut).max()
    return normalised


def _onset(signal: NDArray[np.float32], peak: float, rate: int) -> int:
    """Return the index of the first sample of the sound."""
    first = int(np.argmax(np.abs(signal) >= ONSET * peak))
    return max(0, first - round(LEAD * rate))


def _level_of_end(signal: NDArray[np.float32], n_samples: int) -> float:
    """Return the peak of the end of a signal in decibels relative to that of all of it."""
    share = float(np.abs(signal[-max(1, n_samples) :]).max() / np.abs(signal).max())
    return 20 * math.log10(max(share, 1e-6))
