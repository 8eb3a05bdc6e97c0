"""What the controls do to a decoded sound: length, pitch, decay and tone, on the spectrogram.

A length is read off the decoder's mean and scale, which hold no texture yet: frames between frames are interpolated,
and the texture is drawn afterwards, so that a longer sound is not a slower one. A pitch is a length, undone by
resampling the signal: a mean with its partials moved would keep lobes of the wrong width, which no signal has.
"""

import numpy as np
import soxr
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad.errors import LengthError
from latentpad.request import Controls
from latentpad.synth.decoder import Decoded

ATTACK = 8
"""Frames (46 ms at 44.1 kHz) at the beginning, at most, that keep their length."""

SHORTEST_DECAY = 0.02
"""Share of its own decay that a sound keeps at least."""

MOST_FRAMES = 16_384
"""Frames that a sound may have while it is made; a bundle's own longest sounds stay below."""

PIVOT = 1_000.0
"""Hertz at which the tone changes nothing."""

OCTAVES = 4.0
"""Distance from the pivot at which the tone does all it can."""


def apply_controls(decoded: Decoded, controls: Controls, silence: float) -> Decoded:
    """Give a decoded sound another decay and length; with a pitch, it is longer by the ratio of the pitch.

    Parameters
    ----------
    decoded : Decoded
    controls : Controls
    silence : float
        Means up to this are not heard.

    Raises
    ------
    LengthError
        It would be longer than can be made.
    """
    sounding = np.flatnonzero((decoded.mean > silence).any(axis=0))
    if len(sounding) == 0 or (controls.length, controls.pitch, controls.decay) == (1.0, 0.0, 1.0):
        return decoded
    last = int(sounding[-1])
    mean = damped(decoded.mean, last, controls.decay, silence)
    if (controls.length, controls.pitch) == (1.0, 0.0):
        return Decoded(mean, decoded.scale)
    level = decoded.mean.max(axis=0)
    attack = min(float(level.argmax()) + 2.0, ATTACK)
    places = _places(min(last + 2, mean.shape[1]), attack, controls)
    return Decoded(_between(mean, places), _between(decoded.scale, places))


def damped(mean: NDArray[np.float32], last: int, share: float, silence: float) -> NDArray[np.float32]:
    """Let a sound fall faster after its loudest frame: in `share` of the time of its own decay.

    Parameters
    ----------
    mean : np.ndarray [shape=(n_bands, n_frames), float32]
    last : int
        The last frame that sounds.
    share : float in [0, 1]
    silence : float
        Means up to this are not heard.
    """
    level = mean.max(axis=0)
    peak = int(level.argmax())
    if share >= 1.0 or last <= peak:
        return mean
    fall = (level[peak] - silence) / (last + 1 - peak)  # a sound that stops all at once is made to die away too
    after = np.maximum(np.arange(mean.shape[1], dtype=np.float32) - peak, 0)
    faster = np.float32(fall * (1.0 / max(share, SHORTEST_DECAY) - 1.0))
    fallen: NDArray[np.float32] = np.maximum(mean - faster * after, 0).astype(np.float32)
    return fallen


def frequency_ratio(controls: Controls) -> float:
    """Return the ratio of the frequencies after and before the pitch control: 2 per octave."""
    return float(2.0 ** (controls.pitch / 12.0))


def tilt(representation: Representation, decibels: float) -> NDArray[np.float32]:
    """Give the gain [n_bins] of each bin: a line over octaves, level from four octaves around 1 kHz on."""
    hertz = np.linspace(0, representation.sample_rate / 2, representation.n_bins)
    octaves = np.log2(np.maximum(hertz, 1.0) / PIVOT)
    gain: NDArray[np.float32] = (10 ** (decibels * np.clip(octaves / OCTAVES, -1, 1) / 20)).astype(np.float32)
    return gain


def resample(signal: NDArray[np.float32], ratio: float) -> NDArray[np.float32]:
    """Play a signal `ratio` times as fast; what would lie above the highest frequency is left out.

    Of soxr's qualities, HQ keeps all state to the call; VHQ's engine shares tables between threads without a lock on
    processors without AVX. The first few samples are off by up to a tenth, inside of the fade-in.

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
    resampled = np.zeros(max(1, round(len(signal) / ratio)), dtype=np.float32)
    played = soxr.resample(signal, ratio, 1.0, quality="HQ")[: len(resampled)]
    resampled[: len(played)] = played  # soxr rounds halves up, and a few samples to none
    return resampled


def _places(n_frames: int, attack: float, controls: Controls) -> NDArray[np.float64]:
    """Say which frame, or place between two, each new frame shows."""
    n_wanted = max(2.0, controls.length * n_frames)
    n_new = int(np.ceil(n_wanted * frequency_ratio(controls)))
    if n_new > MOST_FRAMES:
        asked = f"length={controls.length:g} with pitch={controls.pitch:g}"
        raise LengthError(f"{asked} takes {n_new} frames, at most {MOST_FRAMES}; ask for less")
    attack = min(attack, n_wanted / 2, n_frames / 2)
    now = np.arange(n_new) / frequency_ratio(controls)
    slower = (n_frames - attack) / (n_wanted - attack)
    return np.where(now < attack, now, attack + (now - attack) * slower)


def _between(frames: NDArray[np.float32], places: NDArray[np.float64]) -> NDArray[np.float32]:
    """Interpolate frames [n_bands, n_frames] at places [n]."""
    first = np.minimum(places.astype(np.int64), frames.shape[1] - 1)
    second = np.minimum(first + 1, frames.shape[1] - 1)
    share = (places - first).clip(0, 1).astype(np.float32)
    mixed: NDArray[np.float32] = frames[:, first] * (1 - share) + frames[:, second] * share
    return np.ascontiguousarray(mixed)
