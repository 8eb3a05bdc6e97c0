"""Audio files as one-shots: mono, trimmed to the onset, resampled, cut to a maximum length, at a peak of 1."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from latentpad_export.errors import UnusableSoundError

MAX_FILE_SECONDS = 60.0
"""In seconds; longer files are recordings or loops, not one-shots."""

UNKNOWN_LENGTH = 2**63 - 1
"""Number of frames that libsndfile reports for a stream that was never closed."""

RATES = (1_000, 768_000)
"""In hertz; other rates occur in damaged headers only."""

MAX_VALUE = 1e10
"""Peak above which a file of floating-point numbers is damaged; integers kept as floats reach 2^31."""

SILENCE = 1e-4
"""Peak (-80 dBFS) below which a file contains only noise."""

ONSET = 0.01
"""The sound starts where it first passes this share of its peak (-40 dB) ..."""

LEAD = 0.0015
"""... minus these seconds, to keep the whole attack."""

FADE = 0.01
"""Seconds of the fade-out where a sound is cut."""

MIN_SECONDS = 0.002
"""In seconds; a click of one period of 500 Hz is still a sound."""


@dataclass(frozen=True)
class OneShot:
    """A sound, prepared for training."""

    signal: NDArray[np.float32]
    """[n_samples], mono, at the representation's rate, starting at its onset, peak 1."""

    peak: float
    """Peak of the file, 1.0 = full scale."""


def read_one_shot(path: Path, sample_rate: int, n_samples: int) -> OneShot:
    """Read a file of any sample rate, bit depth and number of channels.

    Parameters
    ----------
    path : Path
        wav, aiff, flac, ogg or mp3.
    sample_rate : int
        Sample rate of the result in hertz.
    n_samples : int
        Maximum length of the result in samples; longer sounds are cut and faded out.

    Raises
    ------
    UnusableSoundError
        The file cannot be read, is empty, silent, too short or too long, or contains NaN or infinite values.
    """
    signal, rate = _read(path)
    peak = float(np.abs(signal).max())
    if peak < SILENCE:
        raise UnusableSoundError(f"is silent (peak {20 * np.log10(max(peak, 1e-12)):.0f} dBFS; minimum -80)")
    signal = signal[_onset(signal, peak, rate) :]
    if len(signal) < MIN_SECONDS * rate:
        raise UnusableSoundError(f"contains {len(signal)} samples of sound (minimum {ceil(MIN_SECONDS * rate)})")
    if np.ptp(signal) < SILENCE:
        raise UnusableSoundError("contains a constant level (DC) and no sound")
    if rate != sample_rate:
        signal = soxr.resample(signal, rate, sample_rate)
    cut = _cut(signal, sample_rate, n_samples)
    remaining = np.abs(cut).max()
    if remaining < SILENCE * peak:
        raise UnusableSoundError(f"contains nothing below {sample_rate // 2} Hz, the highest frequency of the model")
    return OneShot(cut / remaining, peak)


def _read(path: Path) -> tuple[NDArray[np.float32], int]:
    """Read the file as mono: the mean of its channels, or the loudest channel where they cancel out."""
    try:
        if path.stat().st_size == 0:
            raise UnusableSoundError("is empty")
        with soundfile.SoundFile(path) as file:
            rate = file.samplerate
            _check_header(file.frames, rate)
            channels = file.read(dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError, ValueError, RuntimeError, TypeError) as error:
        raise UnusableSoundError(f"cannot be read ({_reason(error)})") from None
    if len(channels) == 0:
        raise UnusableSoundError("is empty")
    if not np.isfinite(channels).all():
        raise UnusableSoundError("contains NaN or infinite values")
    if np.abs(channels).max() > MAX_VALUE:
        raise UnusableSoundError(f"has sample values up to {np.abs(channels).max():.1g} (full scale is 1)")
    mono = channels.mean(axis=1)
    loudest = channels[:, np.abs(channels).max(axis=0).argmax()]
    return (loudest if np.abs(mono).max() < 0.1 * np.abs(loudest).max() else mono), rate


def _check_header(n_frames: int, rate: int) -> None:
    """Refuse a file by its header, before reading it."""
    if not RATES[0] <= rate <= RATES[1]:
        raise UnusableSoundError(f"has an unsupported sample rate of {rate} Hz ({RATES[0]} to {RATES[1]})")
    if n_frames == UNKNOWN_LENGTH:
        raise UnusableSoundError("does not state its length in its header; save it again with an audio editor")
    seconds = n_frames / rate
    if seconds > MAX_FILE_SECONDS:
        length = f"{seconds / 3600:.1f} h" if seconds > 3600 else f"{seconds:.0f} s"
        raise UnusableSoundError(f"is {length} long (maximum {MAX_FILE_SECONDS:.0f} s for a one-shot)")


def _reason(error: Exception) -> str:
    """Return the reason in one line, without the path, which the message has already."""
    if isinstance(error, soundfile.LibsndfileError):
        return str(error.error_string).strip().rstrip(".")
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).partition("\n")[0] or type(error).__name__


def _onset(signal: NDArray[np.float32], peak: float, rate: int) -> int:
    """Return the index of the first sample of the sound."""
    first = int(np.argmax(np.abs(signal) >= ONSET * peak))
    return max(0, first - round(LEAD * rate))


def _cut(signal: NDArray[np.float32], sample_rate: int, n_samples: int) -> NDArray[np.float32]:
    """Cut to the maximum length, with a fade-out."""
    cut = signal[:n_samples].astype(np.float32)
    if len(signal) > n_samples:
        n_fade = min(round(FADE * sample_rate), n_samples)
        cut[-n_fade:] *= np.linspace(1.0, 0.0, n_fade, dtype=np.float32)
    return cut
