"""One ear for all sounds: every real, played or reconstructed sound is measured in the same way, at 44.1 kHz.

Sounds of other rates are resampled first, so that what a 16 kHz model lacks above 8 kHz counts as lacking.
A feature is that of `latentpad.representation`, with 64 mel bands.
"""

from functools import cache
from typing import NamedTuple

import librosa
import numpy as np
import soxr
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad_export.data.filter_banks import filter_bank

EAR = Representation(sample_rate=44_100, n_fft=1_024, hop_length=256, n_bands=64, n_frames=352, top_db=80.0)
"""Two seconds."""

AUDIBLE = 0.25
"""Features above this are heard: within 60 dB of the loudest."""

LEAD = 0.1
"""Seconds of silence put before a sound, so that what precedes its attack can be told."""

SMOOTH = 0.01
"""Seconds over which the level is smoothed for attack and decay."""

LOWEST_PRE_ECHO = -60.0
"""Decibels; less is called silence."""


class Descriptors(NamedTuple):
    """What a sound is like over time."""

    texture: float
    """Roughness of the audible bands from frame to frame in dB (`texture`); NaN where nothing is heard for long."""

    attack: float
    """Seconds in which the level rises from 10 to 90 % of its peak; what takes less than 5 ms has about 5 ms."""

    pre_echo: float
    """Energy of the 10 ms that end 1 ms before the attack, in dB of the 10 ms after; -60 at the least."""

    decay: float
    """Seconds from the peak of the level until it has fallen by 20 dB, or to the end."""

    duration: float
    """Seconds until the last frame that is within 60 dB of the loudest."""

    centroid: float
    """Spectral centroid of the mean power spectrum in hertz."""


class Heard(NamedTuple):
    """A sound as it is compared."""

    feature: NDArray[np.float32]
    """[n_bands, n_frames] in [0, 1]."""

    descriptors: Descriptors


def at_ear_rate(signal: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """Resample to the ear's rate."""
    if sample_rate == EAR.sample_rate:
        return signal
    resampled: NDArray[np.float32] = soxr.resample(signal, sample_rate, EAR.sample_rate).astype(np.float32)
    return resampled


@cache
def ear_bank() -> NDArray[np.float32]:
    """Give the power of bins to the power of the ear's bands, [n_bands, n_bins]."""
    return filter_bank(EAR, "mel")[0]


def hear(signal: NDArray[np.float32]) -> Heard:
    """Measure a sound.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        At 44.1 kHz, not all zero, beginning at its onset; what is over two seconds is not heard.
    """
    heard = signal[: EAR.n_samples]
    padded = np.pad(heard, (0, EAR.n_samples - len(heard)))
    power = np.square(np.abs(librosa.stft(padded, n_fft=EAR.n_fft, hop_length=EAR.hop_length)))
    feature = to_feature(ear_bank() @ power)
    spectrum = power.sum(axis=1, dtype=np.float64)
    hertz = librosa.fft_frequencies(sr=EAR.sample_rate, n_fft=EAR.n_fft)
    last = np.flatnonzero((feature > AUDIBLE).any(axis=0))[-1] + 1
    attack, pre_echo, decay = _level_figures(heard)
    descriptors = Descriptors(
        texture=texture(feature),
        attack=attack,
        pre_echo=pre_echo,
        decay=decay,
        duration=float(min(last * EAR.hop_length, len(heard)) / EAR.sample_rate),
        centroid=float(hertz @ spectrum / spectrum.sum()),
    )
    return Heard(feature, descriptors)


def to_feature(power: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn band powers [n_bands, n_frames] into a feature."""
    decibels = 10.0 * np.log10(np.maximum(power, power.max() * 1e-16))
    feature: NDArray[np.float32] = np.clip(1.0 + (decibels - decibels.max()) / EAR.top_db, 0.0, 1.0)
    return feature.astype(np.float32)


def texture(feature: NDArray[np.float32]) -> float:
    """Give the mean distance of a frame from the middle of its neighbours, in dB, where a band is audible in all three.

    A band that only rises or falls, however fast, has none: it is the roughness and not the decay that counts.
    """
    heard = feature > AUDIBLE
    all_three = heard[:, 2:] & heard[:, 1:-1] & heard[:, :-2]
    bend = np.abs(np.diff(feature, n=2, axis=1)) / 2
    return float(bend[all_three].mean() * EAR.top_db) if all_three.any() else float("nan")


def spectral_distance(feature: NDArray[np.float32], reference: NDArray[np.float32]) -> float:
    """Give the mean absolute difference of two features in dB where either is audible."""
    audible = (feature > AUDIBLE) | (reference > AUDIBLE)
    return float(np.abs(feature - reference)[audible].mean() * EAR.top_db) if audible.any() else 0.0


SMOOTHED_FRAMES = 8
"""Frames (46 ms) whose average holds the sound without its texture; a band of the ear is as wide as four of 256."""


def smoothed(feature: NDArray[np.float32]) -> NDArray[np.float32]:
    """Average a feature [n_bands, n_frames] over some frames, at every frame at which so many are there."""
    sums = np.cumsum(feature, axis=1, dtype=np.float64)
    sums = np.concatenate([np.zeros((len(feature), 1)), sums], axis=1)
    averages: NDArray[np.float64] = (sums[:, SMOOTHED_FRAMES:] - sums[:, :-SMOOTHED_FRAMES]) / SMOOTHED_FRAMES
    return averages.astype(np.float32)


def bands_below(hertz: float) -> slice:
    """Give the ear's bands whose centre lies below a frequency."""
    centres = ear_bank() @ librosa.fft_frequencies(sr=EAR.sample_rate, n_fft=EAR.n_fft)
    return slice(0, int((centres < hertz).sum()))


def level(signal: NDArray[np.float32], seconds: float, sample_rate: int) -> NDArray[np.float64]:
    """Give the level of a signal [n_samples], smoothed by a Hann window of that length."""
    window = np.hanning(max(3, round(seconds * sample_rate)))
    power = np.convolve(np.square(signal, dtype=np.float64), window / window.sum(), "same")
    return np.sqrt(np.maximum(power, 0))


def _level_figures(signal: NDArray[np.float32]) -> tuple[float, float, float]:
    """Give attack, pre-echo and decay."""
    rate = EAR.sample_rate
    padded = np.pad(signal, (round(LEAD * rate), round(LEAD * rate)))
    smooth = level(padded, SMOOTH, rate)
    top = int(smooth.argmax())
    attack = (np.argmax(smooth >= 0.9 * smooth[top]) - np.argmax(smooth >= 0.1 * smooth[top])) / rate
    fallen = np.flatnonzero(smooth[top:] < 0.1 * smooth[top])
    decay = (fallen[0] if len(fallen) else len(smooth) - top) / rate
    fine = level(padded, 0.001, rate)
    onset = int(np.argmax(fine >= 0.1 * fine.max()))
    return float(attack), _pre_echo(padded, onset, rate), float(decay)


def _pre_echo(padded: NDArray[np.float32], onset: int, rate: int) -> float:
    """Compare the energy before the onset with that after it."""
    millisecond = rate // 1000
    power = np.square(padded, dtype=np.float64)
    before = power[onset - 11 * millisecond : onset - millisecond].sum()
    after = power[onset : onset + 10 * millisecond].sum()
    return float(max(LOWEST_PRE_ECHO, 10 * np.log10(max(before, 1e-12) / max(after, 1e-12))))
