"""Degraded copies of one-shots, from inaudible changes to another sound, on which graders are compared."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.samples.vorbis import PEAK, decode_vorbis, encode_vorbis
from latentpad_export.data.features import log_magnitude
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.subjects.analysis_synthesis import WarpedBands, fit, through_mel
from latentpad_export.evaluate.subjects.renderers import MeanRenderer, encode_features
from latentpad_export.presets import THESIS

Signal = NDArray[np.float32]

RATE = COMPARISON.sample_rate

NOISE = (-80, -60, -40, -20)
"""Standard deviation of the noise, in decibels relative to the peak of the sound."""

FADE_IN, FADE_OUT = 0.0005, 0.008
"""Seconds; those of every sound that latentpad renders."""

DELAY = 0.001
"""Seconds."""

LOWPASS = 16_000
"""Hertz; the sample rate of the thesis."""

SAME, ANOTHER = "the same sound", "another sound"


@dataclass(frozen=True)
class Degradation:
    """A way to change a sound."""

    name: str
    degrade: Callable[[Signal, np.random.Generator], Signal | None]
    """Of a sound at 44.1 kHz with a peak of 1; None if nothing is left of it."""


def noise_name(decibels: int) -> str:
    """Return the name of the degradation by noise at a level."""
    return f"noise at {decibels} dB"


def degradations(bundle: Bundle) -> list[Degradation]:
    """Return all ways except another sound, the inaudible ones first."""
    representation, alone = WarpedBands(), MeanRenderer(bundle)
    thesis = THESIS.representation
    old = thesis.sample_rate

    def mel(sound: Signal, rng: np.random.Generator) -> Signal:
        resampled = _resample(sound, RATE, old)
        resampled = fit(resampled, max(len(resampled), thesis.n_fft))  # librosa warns of shorter ones
        return fit(_resample(through_mel(resampled, thesis, rng), old, RATE), len(sound))

    def model(sound: Signal, rng: np.random.Generator) -> Signal | None:
        own = bundle.representation
        feature = log_magnitude(_resample(sound, RATE, own.sample_rate)[: own.n_samples], own, bundle.analysis)
        return alone.render(encode_features(bundle, feature[None])[0], int(rng.integers(2**31)))

    return [
        Degradation(SAME, lambda sound, _: sound),
        Degradation("1 ms later", lambda sound, _: np.pad(sound, (round(DELAY * RATE), 0))),
        Degradation("fades of 0.5 and 8 ms", lambda sound, _: _faded(sound)),
        Degradation("Vorbis, as in a palette", lambda sound, _: _coded(sound)),
        Degradation("lowpass, 8 kHz", lambda sound, _: _resample(_resample(sound, RATE, LOWPASS), LOWPASS, RATE)),
        Degradation("latentpad's representation", representation),
        Degradation("the model alone", model),
        Degradation("the thesis's mel, Griffin-Lim", mel),
        *(Degradation(noise_name(level), _noise(level)) for level in NOISE),
    ]


def _resample(sound: Signal, rate: int, wanted: int) -> Signal:
    """Resample a sound if it has another rate."""
    resampled: Signal = sound if rate == wanted else soxr.resample(sound, rate, wanted)
    return resampled


def _faded(sound: Signal) -> Signal:
    """Fade both ends."""
    faded = sound.copy()
    for seconds, part in ((FADE_IN, faded), (FADE_OUT, faded[::-1])):
        n = min(round(seconds * RATE), len(faded))
        part[:n] *= np.linspace(0, 1, n, endpoint=False, dtype=np.float32)
    return faded


def _coded(sound: Signal) -> Signal:
    """Encode and decode a sound as the recordings in a bundle."""
    decoded = decode_vorbis(encode_vorbis(sound, RATE), RATE, len(sound))
    return fit(decoded / np.float32(PEAK), len(sound))


def _noise(decibels: int) -> Callable[[Signal, np.random.Generator], Signal]:
    """Return what adds white noise."""

    def add(sound: Signal, rng: np.random.Generator) -> Signal:
        return sound + np.float32(10 ** (decibels / 20)) * rng.standard_normal(len(sound), dtype=np.float32)

    return add
