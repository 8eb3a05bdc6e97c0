"""Audio files as one-shots: mono, trimmed to the onset, resampled, cut to a maximum length, at a peak of 1."""

import math
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from latentpad.errors import UnusableSoundError
from latentpad.samples.audio_file import Beginning, Recording, read_file
from latentpad.samples.audio_source import Source
from latentpad.samples.onset import find_start

SILENCE = 1e-4
"""Peak (-80 dBFS) below which a file contains only noise."""

LEAD = 0.0015
"""Seconds before the onset that are kept, for the whole attack."""

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


def read_one_shot(source: Source, sample_rate: int, n_samples: int, peak: float | None = None) -> OneShot:
    """Read a file of any sample rate, bit depth and number of channels.

    Parameters
    ----------
    source : Path or BytesIO
        wav, aiff, flac, ogg, mp3 or another format of libsndfile, or the bytes of one.
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
    recording = read_file(source, None if peak is None else Beginning(peak, seconds))
    rate, peak = recording.rate, recording.peak
    signal, n_left = trim(recording, math.floor(seconds * rate))
    if rate != sample_rate:
        signal = soxr.resample(signal, rate, sample_rate)
    if np.abs(signal[:n_samples]).max() < SILENCE * peak:
        raise UnusableSoundError(f"contains nothing below {sample_rate // 2} Hz, the highest frequency of the model")
    cut = shorten(signal, sample_rate, n_samples)
    if len(signal) <= n_samples:
        return OneShot(cut, peak)
    level = _level_of_end(signal[:n_samples], round(BEFORE_CUT * sample_rate))
    return OneShot(cut, peak, max(0.0, n_left / rate - n_samples / sample_rate), level)


def trim(recording: Recording, n_samples: int) -> tuple[NDArray[np.float32], int]:
    """Return a recording from its onset on, without a constant level, and how many samples there are from there on.

    Parameters
    ----------
    recording : Recording
    n_samples : int
        Most samples to return.

    Raises
    ------
    UnusableSoundError
        It is silent, or too short.
    """
    signal, rate, n_frames, peak, offset = recording
    if peak < SILENCE:
        raise UnusableSoundError(f"is silent (peak {20 * np.log10(max(peak, 1e-12)):.0f} dBFS; minimum -80)")
    if n_frames < MIN_SECONDS * rate:
        raise _too_short(n_frames, rate)
    start = find_start(signal, rate, peak, offset)
    if start is None or peak - abs(start.offset + start.lead_level) < SILENCE:
        raise UnusableSoundError("contains a constant level (DC) and no sound")
    lead = min(start.first, round(LEAD * rate))
    n_left = n_frames - start.first + lead
    if n_left < MIN_SECONDS * rate:
        raise _too_short(n_left, rate)
    signal = signal[start.first - lead :][:n_samples]
    if np.ptp(signal) < SILENCE:
        raise UnusableSoundError("contains a constant level (DC) and no sound")
    if start.offset or start.lead_level:
        signal = signal - np.float32(start.offset)
    if start.lead_level:  # it would begin with a click
        signal[:lead] *= np.linspace(0.0, 1.0, lead, dtype=np.float32)
    return signal, n_left


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


def _too_short(n_samples: int, rate: int) -> UnusableSoundError:
    """Return what to raise for a sound of a few samples."""
    return UnusableSoundError(f"contains {n_samples} samples of sound (minimum {math.ceil(MIN_SECONDS * rate)})")


def _level_of_end(signal: NDArray[np.float32], n_samples: int) -> float:
    """Return the peak of the end of a signal in decibels relative to that of all of it."""
    share = float(np.abs(signal[-max(1, n_samples) :]).max() / np.abs(signal).max())
    return 20 * math.log10(max(share, 1e-6))
