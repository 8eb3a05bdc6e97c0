"""Features and descriptors of a sound: real, generated and reconstructed sounds are all measured here, at 44.1 kHz.

Sounds at other rates are resampled first, so that a 16 kHz model is penalised for what it lacks above 8 kHz.
A feature is that of `latentpad.bundle.representation`, with 64 mel bands.
"""

from functools import cache
from typing import NamedTuple

import librosa
import numpy as np
import soxr
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad_export.data.filter_banks import filter_bank

COMPARISON = Representation(sample_rate=44_100, n_fft=1_024, hop_length=256, n_bands=64, n_frames=352, top_db=80.0)
"""The representation in which all sounds are compared; two seconds."""

AUDIBLE = 0.25
"""Features above this are audible: within 60 dB of the loudest."""

LEAD = 0.1
"""Seconds of silence added before a sound, so that its pre-echo can be measured."""

SMOOTH = 0.01
"""Seconds over which the level is smoothed for attack and decay."""

MIN_PRE_ECHO = -60.0
"""Decibels; anything lower counts as silence."""


class Descriptors(NamedTuple):
    """Properties of a sound over time."""

    texture: float
    """Roughness of the audible bands from frame to frame in dB (`texture`); NaN if never audible in three frames."""

    attack: float
    """Seconds in which the level rises from 10 to 90 % of its peak; attacks shorter than 5 ms measure about 5 ms."""

    pre_echo: float
    """Energy of the 10 ms that end 1 ms before the attack, in dB relative to the 10 ms after; at least -60."""

    decay: float
    """Seconds from the peak of the level until it has fallen by 20 dB, or to the end."""

    duration: float
    """Seconds until the last frame within 60 dB of the loudest."""

    centroid: float
    """Spectral centroid of the mean power spectrum in hertz."""


class Description(NamedTuple):
    """Feature and descriptors of a sound."""

    feature: NDArray[np.float32]
    """[n_bands, n_frames] in [0, 1]."""

    descriptors: Descriptors


def to_comparison_rate(signal: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """Resample to the rate at which sounds are compared."""
    if sample_rate == COMPARISON.sample_rate:
        return signal
    resampled: NDArray[np.float32] = soxr.resample(signal, sample_rate, COMPARISON.sample_rate).astype(np.float32)
    return resampled


@cache
def comparison_bank() -> NDArray[np.float32]:
    """Return the filter bank from bin powers to band powers, [n_bands, n_bins]."""
    return filter_bank(COMPARISON, "mel")[0]


def describe(signal: NDArray[np.float32]) -> Description:
    """Compute the feature and the descriptors of a sound.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        At 44.1 kHz, not all zero, starting at its onset; anything after two seconds is ignored.
    """
    signal = signal[: COMPARISON.n_samples]
    padded = np.pad(signal, (0, COMPARISON.n_samples - len(signal)))
    power = np.square(np.abs(librosa.stft(padded, n_fft=COMPARISON.n_fft, hop_length=COMPARISON.hop_length)))
    feature = to_feature(comparison_bank() @ power)
    spectrum = power.sum(axis=1, dtype=np.float64)
    hertz = librosa.fft_frequencies(sr=COMPARISON.sample_rate, n_fft=COMPARISON.n_fft)
    last = np.flatnonzero((feature > AUDIBLE).any(axis=0))[-1] + 1
    attack, pre_echo, decay = _level_descriptors(signal)
    descriptors = Descriptors(
        texture=texture(feature),
        attack=attack,
        pre_echo=pre_echo,
        decay=decay,
        duration=float(min(last * COMPARISON.hop_length, len(signal)) / COMPARISON.sample_rate),
        centroid=float(hertz @ spectrum / spectrum.sum()),
    )
    return Description(feature, descriptors)


def to_feature(power: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn band powers [n_bands, n_frames] into a feature."""
    decibels = 10.0 * np.log10(np.maximum(power, power.max() * 1e-16))
    feature: NDArray[np.float32] = np.clip(1.0 + (decibels - decibels.max()) / COMPARISON.top_db, 0.0, 1.0)
    return feature.astype(np.float32)


def texture(feature: NDArray[np.float32]) -> float:
    """Return the mean distance of a frame from the middle of its two neighbours, in dB, where all three are audible.

    A band that only rises or falls, however fast, has no texture: roughness counts, not decay.
    """
    audible = feature > AUDIBLE
    all_three = audible[:, 2:] & audible[:, 1:-1] & audible[:, :-2]
    bend = np.abs(np.diff(feature, n=2, axis=1)) / 2
    return float(bend[all_three].mean() * COMPARISON.top_db) if all_three.any() else float("nan")


def spectral_distance(feature: NDArray[np.float32], reference: NDArray[np.float32]) -> float:
    """Return the mean absolute difference of two features in dB, where either is audible."""
    audible = (feature > AUDIBLE) | (reference > AUDIBLE)
    return float(np.abs(feature - reference)[audible].mean() * COMPARISON.top_db) if audible.any() else 0.0


SMOOTHED_FRAMES = 8
"""Frames (46 ms) whose average keeps the sound but not its texture; a band is as wide as four of 256."""


def smoothed(feature: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the moving average of a feature [n_bands, n_frames] over `SMOOTHED_FRAMES`, without padding."""
    sums = np.cumsum(feature, axis=1, dtype=np.float64)
    sums = np.concatenate([np.zeros((len(feature), 1)), sums], axis=1)
    averages: NDArray[np.float64] = (sums[:, SMOOTHED_FRAMES:] - sums[:, :-SMOOTHED_FRAMES]) / SMOOTHED_FRAMES
    return averages.astype(np.float32)


def bands_below(hertz: float) -> slice:
    """Return the bands whose centre lies below a frequency."""
    centres = comparison_bank() @ librosa.fft_frequencies(sr=COMPARISON.sample_rate, n_fft=COMPARISON.n_fft)
    return slice(0, int((centres < hertz).sum()))


def level(signal: NDArray[np.float32], seconds: float, sample_rate: int) -> NDArray[np.float64]:
    """Return the level of a signal [n_samples], smoothed by a Hann window of the given length."""
    window = np.hanning(max(3, round(seconds * sample_rate)))
    power = np.convolve(np.square(signal, dtype=np.float64), window / window.sum(), "same")
    return np.sqrt(np.maximum(power, 0))


def onset(signal: NDArray[np.float32], sample_rate: int) -> int:
    """Return the index of the first sample whose level, smoothed over 1 ms, is within 20 dB of the highest."""
    smooth = level(signal, 0.001, sample_rate)
    return int(np.argmax(smooth >= 0.1 * smooth.max()))


def _level_descriptors(signal: NDArray[np.float32]) -> tuple[float, float, float]:
    """Return attack, pre-echo and decay."""
    rate = COMPARISON.sample_rate
    padded = np.pad(signal, (round(LEAD * rate), round(LEAD * rate)))
    smooth = level(padded, SMOOTH, rate)
    top = int(smooth.argmax())
    attack = (np.argmax(smooth >= 0.9 * smooth[top]) - np.argmax(smooth >= 0.1 * smooth[top])) / rate
    fallen = np.flatnonzero(smooth[top:] < 0.1 * smooth[top])
    decay = (fallen[0] if len(fallen) else len(smooth) - top) / rate
    return float(attack), _pre_echo(padded, onset(padded, rate), rate), float(decay)


def _pre_echo(padded: NDArray[np.float32], start: int, rate: int) -> float:
    """Return the energy before the onset in dB relative to that after it."""
    millisecond = rate // 1000
    power = np.square(padded, dtype=np.float64)
    before = power[start - 11 * millisecond : start - millisecond].sum()
    after = power[start : start + 10 * millisecond].sum()
    return float(max(MIN_PRE_ECHO, 10 * np.log10(max(before, 1e-12) / max(after, 1e-12))))
