"""Audio files as they are heard on the page: as a DAW plays them, and within bounds whatever is in them."""

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.errors import UnusableSoundError
from latentpad.samples.audio_file import CANCELLED, Recording
from latentpad.samples.one_shot import trim
from latentpad.samples.onset import find_offset

MAX_SECONDS = 60.0
"""Longest part of a file that is read."""

MAX_NUMBERS = 12_000_000
"""Most samples over all channels: a minute of stereo at 96 kHz."""

MAX_VALUE = 1e10
"""Floating-point numbers above it are damaged."""


def read_heard(file: soundfile.SoundFile, stereo: bool = False) -> NDArray[np.float32]:
    """Read an audio file that is open, or a minute of it.

    What is not finite is silent. A file whose peak is above full scale is turned down to it.

    Parameters
    ----------
    file : soundfile.SoundFile
        At its start.
    stereo : bool, optional
        Whether two channels stay as they are.

    Returns
    -------
    np.ndarray [shape=(n_samples,) or (n_samples, 2), float32]
        The mean of the channels, or the loudest one where they cancel out.
    """
    n_frames = int(min(MAX_SECONDS * file.samplerate, MAX_NUMBERS // file.channels))
    frames: NDArray[np.float32] = file.read(n_frames, dtype="float32", always_2d=True)
    np.nan_to_num(frames, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    np.clip(frames, -MAX_VALUE, MAX_VALUE, out=frames)
    return _limited(frames if stereo and frames.shape[1] == 2 else to_mono(frames))


def from_onset(signal: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Return a sound [n_samples] from where it starts, as it is trimmed for learning; one without a start as it is."""
    peak = float(np.abs(signal).max(initial=0.0))
    recording = Recording(signal, rate, len(signal), peak, find_offset(signal, rate, peak))
    try:
        return _limited(trim(recording, len(signal))[0])
    except UnusableSoundError:
        return signal


def to_mono(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean of the channels [n_samples, n_channels], or the loudest one where they cancel out."""
    mean: NDArray[np.float32] = frames.mean(axis=1, dtype=np.float32)
    if not len(frames):
        return mean
    swings = np.ptp(frames, axis=0)
    return frames[:, swings.argmax()].copy() if np.ptp(mean) < CANCELLED * swings.max() else mean


def _limited(signal: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a signal within full scale."""
    peak = np.abs(signal).max(initial=0.0)
    return signal / peak if peak > 1 else signal
