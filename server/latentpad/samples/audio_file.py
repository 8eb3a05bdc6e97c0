"""Audio files of any kind as mono signals, read in blocks and no further than needed."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.errors import UnusableSoundError
from latentpad.samples.audio_source import Source, open_audio
from latentpad.samples.onset import REGION, find_offset, find_start

MAX_FILE_SECONDS = 60.0
"""In seconds; longer files are recordings or loops, not one-shots."""

UNKNOWN_LENGTH = 2**63 - 1
"""Number of frames that libsndfile reports for a stream that was never closed."""

RATES = (1_000, 768_000)
"""In hertz; other rates occur in damaged headers only."""

MAX_FLOAT = 100.0
"""Peak (+40 dBFS) above which floating-point numbers are integers that were not divided by full scale."""

FULL_SCALES = (2.0**15, 2.0**23, 2.0**31)
"""Full scale of such integers, of 16, 24 or 32 bits."""

MAX_VALUE = 1.1 * FULL_SCALES[-1]
"""Peak above which a file is damaged; integers may have been filtered."""

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

    offset: float
    """Constant level of the file: `latentpad.samples.onset`."""


class Beginning(NamedTuple):
    """How much of a file to read, if its peak is known from an earlier reading."""

    peak: float
    """Peak of the whole file."""

    seconds: float
    """Length to read from where the sound starts."""


def read_file(source: Source, beginning: Beginning | None = None) -> Recording:
    """Read a file as mono: the mean of its channels, or the loudest channel where they cancel out.

    Parameters
    ----------
    source : Path or BytesIO
        wav, aiff, flac, ogg, mp3 or another format of libsndfile, or the bytes of one.
    beginning : Beginning, optional
        Read this part of the file. All of it is read if the part shows that the file is another one than before.

    Raises
    ------
    UnusableSoundError
        The file cannot be read, is empty or too long, or contains NaN or infinite values.
    """
    if beginning:
        with open_audio(source) as file:
            if recording := _read_beginning(file, beginning):
                return recording
    with open_audio(source) as file:  # anew, since not every format can be rewound
        signal, spans, rate = *_read_whole(file), file.samplerate
    if np.ptp(signal) < CANCELLED * spans.max():
        with open_audio(source) as file:
            signal = np.concatenate([block[:, spans.argmax()] for block in _blocks(file)])
    peak = _peak(signal)
    if peak > MAX_FLOAT:
        signal, peak = signal / np.float32(_full_scale(peak)), peak / _full_scale(peak)
    return Recording(signal, rate, len(signal), peak, find_offset(signal, rate, peak))


def _read_whole(file: soundfile.SoundFile) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the mean of the channels, and how far each one swings."""
    parts, highs, lows = [], np.zeros(file.channels, np.float32), np.zeros(file.channels, np.float32)
    for block in _blocks(file):
        parts.append(block.mean(axis=1))
        highs, lows = np.maximum(highs, block.max(axis=0)), np.minimum(lows, block.min(axis=0))
    if not parts:
        raise UnusableSoundError("is empty")
    return np.concatenate(parts), highs - lows


def _read_beginning(file: soundfile.SoundFile, wanted: Beginning) -> Recording | None:
    """Read the beginning of a file; None if its levels are not those of the file that was read before."""
    signal, swing, rate = np.zeros(0, dtype=np.float32), 0.0, file.samplerate
    offset, end = 0.0, math.inf
    for block in _blocks(file):
        signal = np.concatenate([signal, block.mean(axis=1)])
        swing = max(swing, float(np.ptp(block, axis=0).max()))
        if len(signal) < min(REGION * rate, file.frames):
            continue
        if end == math.inf:
            offset = find_offset(signal, rate, wanted.peak)
            start = find_start(signal, rate, wanted.peak, offset)
            end = start.first + wanted.seconds * rate if start else math.inf
        if len(signal) >= end:
            break
    differs = end == math.inf or _peak(signal) > wanted.peak * (1 + SAME_PEAK) or np.ptp(signal) < CANCELLED * swing
    return None if differs else Recording(signal, rate, file.frames, wanted.peak, offset)


def _blocks(file: soundfile.SoundFile) -> Iterator[NDArray[np.float32]]:
    """Yield the samples [n, n_channels] of a file that was just opened, in blocks, each checked."""
    _check_header(file.frames, file.samplerate)
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


def _full_scale(peak: float) -> float:
    """Return full scale of integers with a peak."""
    return next(scale for scale in FULL_SCALES if peak <= 1.1 * scale)
