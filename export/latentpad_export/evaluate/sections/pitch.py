"""Pitch: how many cents a tone is off after the way through a representation, and through a whole model."""

import librosa
import numpy as np
from numpy.typing import NDArray

from latentpad.synth.decoder import Decoded
from latentpad_export.data.features import log_magnitude
from latentpad_export.evaluate.metrics.descriptors import EAR, at_ear_rate
from latentpad_export.evaluate.report.section import Cell, Table
from latentpad_export.evaluate.subjects.renderers import StudioRenderer, encode_features
from latentpad_export.evaluate.subjects.subject import Subject

PITCHES = tuple(55.0 * 2 ** (i / 3) for i in range(16))
"""Hertz: three an octave from A1 to A6."""

SECONDS = 1.0
N_HARMONICS = 5
MEASURED = (0.1, 0.7)
"""Seconds between which the pitch is measured."""

NOTE = (
    "Tones of five harmonics, three an octave from 55 to 1,760 Hz. Through the representation: bands, texture left "
    "out, phase; it holds whatever the model. Through the model: encoder and decoder too; a model that has learnt "
    "drums only knows few tones. Off: further than a quarter tone."
)


def measure_tones(contenders: tuple[Subject, ...], seed: int) -> tuple[dict[str, dict[str, Cell]], Table]:
    """Send tones through representation and model."""
    figures: dict[str, dict[str, Cell]] = {}
    for c in contenders:
        shape = c.voice.bundle.representation
        features = np.stack(
            [log_magnitude(tone(hz, shape.sample_rate), shape, c.voice.bundle.analysis) for hz in PITCHES]
        )
        plain = [_through_representation(c, feature) for feature in features]
        latents = encode_features(c.voice.bundle, features)
        whole = [c.voice.sound(latent, seed) for latent in latents]
        errors = [_errors(signals) for signals in (plain, whole)]
        figures[c.name] = {
            "representation_cents": _median(errors[0]),
            "representation_off": int((~(np.abs(errors[0]) <= 50)).sum()),
            "model_cents": _median(errors[1]),
            "model_off": int((~(np.abs(errors[1]) <= 50)).sum()),
            "tones": len(PITCHES),
        }
    columns = ("", "representation: median cents", "off", "model: median cents", "off", "tones")
    rows = tuple((name, *found.values()) for name, found in figures.items())
    return figures, Table("Pitch", columns, rows, NOTE)


def tone(hertz: float, sample_rate: int) -> NDArray[np.float32]:
    """Give a tone of five harmonics that begins at once and dies away."""
    time = np.arange(round(SECONDS * sample_rate)) / sample_rate
    harmonics = [i for i in range(1, N_HARMONICS + 1) if i * hertz < 0.45 * sample_rate]
    signal = sum(np.sin(2 * np.pi * i * hertz * time) / i for i in harmonics) * np.exp(-2 * time)
    fade = np.minimum(1.0, np.arange(len(time))[::-1] / (0.05 * sample_rate))
    normalised: NDArray[np.float32] = (signal * fade / np.abs(signal).max()).astype(np.float32)
    return normalised


def pitch(signal: NDArray[np.float32]) -> float:
    """Give the fundamental of a tone at 44.1 kHz in hertz, NaN where there is none: the median of YIN.

    References
    ----------
    De Cheveigné and Kawahara, "YIN, a fundamental frequency estimator for speech and music", 2002.
    """
    part = signal[round(MEASURED[0] * EAR.sample_rate) : round(MEASURED[1] * EAR.sample_rate)]
    if len(part) < 4_096 or not np.abs(part).max() > 1e-4:
        return float("nan")
    found = librosa.yin(part, fmin=40, fmax=4_000, sr=EAR.sample_rate, frame_length=4_096, center=False)
    return float(np.median(found))


def cents(found: float, wanted: float) -> float:
    """Give the distance of two pitches."""
    return float(1200 * np.log2(found / wanted))


def _through_representation(c: Subject, feature: NDArray[np.float32]) -> NDArray[np.float32]:
    """Play a feature as if the decoder had given just this."""
    synth = c.voice.synth if isinstance(c.voice, StudioRenderer) else StudioRenderer(c.voice.bundle).synth
    rng = np.random.default_rng(0)
    magnitude = synth.draw(Decoded(feature, np.zeros_like(feature)), rng)
    return at_ear_rate(synth.reconstruct(magnitude, rng), c.voice.bundle.representation.sample_rate)


def _errors(signals: "list[NDArray[np.float32]] | list[NDArray[np.float32] | None]") -> NDArray[np.float64]:
    """Give the error of each tone in cents; NaN where it has no pitch."""
    found = [float("nan") if signal is None else pitch(signal) for signal in signals]
    return np.array([cents(f, hz) if np.isfinite(f) else np.nan for f, hz in zip(found, PITCHES, strict=True)])


def _median(errors: NDArray[np.float64]) -> float | None:
    """Give the median of what has a pitch, without its sign."""
    return float(np.nanmedian(np.abs(errors))) if np.isfinite(errors).any() else None
