"""Audio files of any kind as mono signals, read in blocks and no further than needed."""

import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.errors import UnusableSoundError

MAX_FILE_SECONDS = 60.0
"""In seconds; longer files are recordings or loops, not one-shots."""

UNKNOWN_LENGTH = 2**63 - 1
"""Number of frames that libsndfile reports for a stream that was never closed."""

RATES = (1_000, 768_000)
"""In hertz; other rates occur in damaged headers only."""

MAX_VALUE = 1e10
"""Peak above which a file of floating-point numbers is damaged; integers kept as floats reach 2^31."""

CANCELLED = 0.1
"""Channels cancel out where the peak of their mean is below this share of the highest of their peaks."""

SAME_PEAK = 1e-4
"""Relative difference between peaks of the same file: it may have been read with another libsndfile."""

BLOCK = 1 << 16
"""Numbers that are read at a time, over all channels."""


class Recording(NamedTuple):
    """A file, or the beginning of one."""

    signal: NDArray[np.float32]
    """[n_read], mono."""

    rate: int
    """Sample rate in hertz."""

    n_frames: int
    """Length of the file, which may be longer than the signal."""

    peak: float
    """Peak of the whole file, 1.0 = full scale."""


class Beginning(NamedTuple):
    """How much of a file to read, if its peak is known from an earlier reading."""

    peak: float
    """Peak of the whole file."""

    onset: float
    """The sound starts where it first passes this share of the peak."""

    seconds: float
    """Length to read from there on."""


def read_file(source: Path | io.BytesIO, beginning: Beginning | None = None) -> Recording:
    """Read a file as mono: the mean of its channels, or the loudest channel where they cancel out.

    Parameters
    ----------
    source : Path or BytesIO
        wav, aiff, flac, ogg or mp3, or the bytes of one.
    beginning : Beginning, optional
        Read this part of the file. All of it is read if the part shows that the file is another one than before.

    Raises
    ------
    UnusableSoundError
        The file cannot be read, is empty or too long, or contains NaN or infinite values.
    """
    try:
        if (source.getbuffer().nbytes if isinstance(source, io.BytesIO) else source.stat().st_size) == 0:
            raise UnusableSoundError("is empty")
        with soundfile.SoundFile(source) as file:
            _check_header(file.frames, file.samplerate)
            recording = _read_beginning(file, beginning) if beginning else None
            return recording or _read_whole(file)
    except (soundfile.SoundFileError, OSError, ValueError, RuntimeError, TypeError) as error:
        raise UnusableSoundError(f"cannot be read ({_reason(error)})") from None


def _read_whole(file: soundfile.SoundFile) -> Recording:
    """Read all of a file."""
    parts, peaks = [], np.zeros(file.channels)
    for block in _blocks(file):
        parts.append(block.mean(axis=1))
        peaks = np.maximum(peaks, np.abs(block).max(axis=0))
    if not parts:
        raise UnusableSoundError("is empty")
    signal = np.concatenate(parts)
    if _peak(signal) < CANCELLED * peaks.max():
        signal = np.concatenate([block[:, peaks.argmax()] for block in _blocks(file)])
    return Recording(signal, file.samplerate, len(signal), _peak(signal))


def _read_beginning(file: soundfile.SoundFile, wanted: Beginning) -> Recording | None:
    """Read the beginning of a file; None if its levels are not those of the file that was read before."""
    signal, loudest, end = np.zeros(0, dtype=np.float32), 0.0, math.inf
    for block in _blocks(file):
        signal = np.concatenate([signal, block.mean(axis=1)])
        loudest = max(loudest, _peak(block))
        if end == math.inf and _peak(signal) >= wanted.onset * wanted.peak:
            start = int(np.argmax(np.abs(signal) >= wanted.onset * wanted.peak))
            end = start + wanted.seconds * file.samplerate
        if len(signal) >= end:
            break
    found = _peak(signal)
    differs = end == math.inf or found > wanted.peak * (1 + SAME_PEAK) or found < CANCELLED * loudest
    return None if differs else Recording(signal, file.samplerate, file.frames, wanted.peak)


def _blocks(file: soundfile.SoundFile) -> Iterator[NDArray[np.float32]]:
    """Yield the samples [n, n_channels] of a file from its start, in blocks, each checked."""
    file.seek(0)
    while len(block := file.read(max(1, BLOCK // file.channels), dtype="float32", always_2d=True)):
        if not np.isfinite(block).all():
            raise UnusableSoundError("contains NaN or infinite values")
        if _peak(block) > MAX_VALUE:
            raise UnusableSoundError(f"has sample values up to {_peak(block):.1g} (full scale is 1)")
        yield block


def _peak(samples: NDArray[np.float32]) -> float:
    """Return the highest absolute value, 0 of nothing."""
    return float(np.abs(samples).max(initial=0.0))


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
