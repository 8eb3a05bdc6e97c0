"""The controls length, pitch, decay and tone, applied to a decoded sound.

Length interpolates the frames of the decoder's mean and scale; the texture is drawn afterwards, so that it is not
stretched. Pitch changes the length, and resampling the signal restores it: shifting the partials in the spectrogram
would leave spectral lobes of the wrong width, which no signal has.
"""

import numpy as np
import soxr
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad.errors import LengthError
from latentpad.request import Controls
from latentpad.synth.decoder import Decoded
from latentpad.synth.ending import end_of_mean, silent_mean

ATTACK = 8
"""Longest beginning that keeps its length, in frames (46 ms at 44.1 kHz)."""

MIN_DECAY = 0.02
"""Smallest share of its natural decay that a sound keeps."""

MAX_FRAMES = 16_384
"""Longest sound during a render, in frames; the longest sounds of a bundle are shorter."""

PIVOT = 1_000.0
"""Hertz at which the tone control has no effect."""

OCTAVES = 4.0
"""Distance from the pivot at which the tone control has its full effect."""


def apply_controls(decoded: Decoded, controls: Controls, representation: Representation) -> Decoded:
    """Apply decay and length; with a pitch, the sound is longer by the ratio of the frequencies.

    Parameters
    ----------
    decoded : Decoded
    controls : Controls
    representation : Representation

    Raises
    ------
    LengthError
        The sound would be longer than `MAX_FRAMES`.
    """
    if (controls.length, controls.pitch, controls.decay) == (1.0, 0.0, 1.0):
        return decoded
    n_sounding = end_of_mean(decoded.mean, representation)
    if not n_sounding:
        return decoded
    mean = shorten_decay(decoded.mean, n_sounding, controls.decay, silent_mean(representation))
    if (controls.length, controls.pitch) == (1.0, 0.0):
        return Decoded(mean, decoded.scale)
    level = decoded.mean.max(axis=0)
    attack = min(float(level.argmax()) + 2.0, ATTACK)
    positions = frame_positions(min(n_sounding + 1, mean.shape[1]), attack, controls)
    return Decoded(_interpolate(mean, positions), _interpolate(decoded.scale, positions))


def shorten_decay(mean: NDArray[np.float32], n_sounding: int, share: float, silence: float) -> NDArray[np.float32]:
    """Shorten the decay after the loudest frame to `share` of its time.

    Parameters
    ----------
    mean : np.ndarray [shape=(n_bands, n_frames), float32]
    n_sounding : int
        Frames until the sound ends.
    share : float in [0, 1]
    silence : float
        Means up to this are inaudible.
    """
    level = mean.max(axis=0)
    peak = int(level.argmax())
    if share >= 1.0 or n_sounding <= peak + 1:
        return mean
    fall = (level[peak] - silence) / (n_sounding - peak)  # makes a sound that stops abruptly decay too
    after = np.maximum(np.arange(mean.shape[1], dtype=np.float32) - peak, 0)
    faster = np.float32(fall * (1.0 / max(share, MIN_DECAY) - 1.0))
    shortened: NDArray[np.float32] = np.maximum(mean - faster * after, 0).astype(np.float32)
    return shortened


def is_plain(controls: Controls) -> bool:
    """Return whether the controls leave a sound as it is, apart from its level."""
    return (controls.length, controls.pitch, controls.decay, controls.tone) == (1.0, 0.0, 1.0, 0.0)


def frequency_ratio(controls: Controls) -> float:
    """Return the ratio of the frequencies after and before the pitch control: 2 per octave."""
    return float(2.0 ** (controls.pitch / 12.0))


def tilt(representation: Representation, decibels: float) -> NDArray[np.float32]:
    """Return the gain of each bin [n_bins]: a line over octaves, flat beyond four octaves from 1 kHz."""
    hertz = np.linspace(0, representation.sample_rate / 2, representation.n_bins)
    octaves = np.log2(np.maximum(hertz, 1.0) / PIVOT)
    gain: NDArray[np.float32] = (10 ** (decibels * np.clip(octaves / OCTAVES, -1, 1) / 20)).astype(np.float32)
    return gain


def resample(signal: NDArray[np.float32], ratio: float) -> NDArray[np.float32]:
    """Play a signal `ratio` times as fast; frequencies that would exceed the Nyquist frequency are removed.

    soxr at HQ shares no state between threads. At VHQ it would: without AVX, that engine keeps its FFT tables in global
    variables, with no lock. The first few samples are up to a tenth off, which the fade-in of `finish` covers.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
    ratio : float
        From 1/16 to 16.

    Returns
    -------
    np.ndarray [shape=(max(1, round(n_samples / ratio)),), float32]
    """
    if ratio == 1.0:
        return signal
    n_samples = max(1, round(len(signal) / ratio))
    found: NDArray[np.float32] = soxr.resample(signal, ratio, 1.0, quality="HQ")[:n_samples]
    if len(found) == n_samples:
        return found
    resampled = np.zeros(n_samples, dtype=np.float32)
    resampled[: len(found)] = found  # soxr rounds halves up, and returns nothing for a few samples
    return resampled


def frame_positions(n_frames: int, attack: float, controls: Controls) -> NDArray[np.float64]:
    """Return the position, in frames of the sound before length and pitch are applied, of each new frame.

    Parameters
    ----------
    n_frames : int
        Frames of the sound.
    attack : float
        Frames at its beginning that keep their length.
    controls : Controls

    Raises
    ------
    LengthError
        There would be more than `MAX_FRAMES`.
    """
    n_wanted = max(2.0, controls.length * n_frames)
    n_new = max(2, int(np.ceil(n_wanted * frequency_ratio(controls))))
    if n_new > MAX_FRAMES:
        raise LengthError(f"sound too long ({n_new} of {MAX_FRAMES} frames); reduce length or pitch")
    attack = min(attack, n_wanted / 2, n_frames / 2)
    now = np.arange(n_new) / frequency_ratio(controls)
    slower = (n_frames - attack) / (n_wanted - attack)
    return np.where(now < attack, now, attack + (now - attack) * slower)


def _interpolate(frames: NDArray[np.float32], positions: NDArray[np.float64]) -> NDArray[np.float32]:
    """Interpolate frames [n_bands, n_frames] at positions [n]."""
    first = np.minimum(positions.astype(np.int64), frames.shape[1] - 1)
    second = np.minimum(first + 1, frames.shape[1] - 1)
    share = (positions - first).clip(0, 1).astype(np.float32)
    mixed: NDArray[np.float32] = frames[:, first] * (1 - share) + frames[:, second] * share
    return np.ascontiguousarray(mixed)
