"""Pitch errors of tones after a representation alone, and after a whole model."""

import librosa
import numpy as np
from numpy.typing import NDArray

from latentpad.synth.cues import cues_of
from latentpad.synth.decoder import Decoded
from latentpad_export.data.features import log_magnitude
from latentpad_export.evaluate.metrics.bootstrap import median
from latentpad_export.evaluate.metrics.descriptors import COMPARISON, to_comparison_rate
from latentpad_export.evaluate.report.section import Cell, Table
from latentpad_export.evaluate.subjects.renderers import StudioRenderer, encode_features
from latentpad_export.evaluate.subjects.subject import Subject

PITCHES = tuple(55.0 * 2 ** (i / 3) for i in range(16))
"""Hertz: three per octave from A1 to A6."""

SECONDS = 1.0
N_HARMONICS = 5
MEASURED = (0.1, 0.7)
"""Start and end in seconds of the part that is measured."""

COLUMNS = {
    "tone_cents": "the tones themselves: median error (cents)",
    "representation_cents": "representation: median error (cents)",
    "representation_off": "representation: off",
    "model_cents": "model: median error (cents)",
    "model_off": "model: off",
    "mapped_cents": "model, cued as on a map: median error (cents)",
    "mapped_off": "model, cued as on a map: off",
    "tones": "tones",
}

NOTE = (
    "Tones of five harmonics, three per octave from 55 to 1,760 Hz; their own error is that of the measurement. "
    "Representation: bands and phase reconstruction without texture, independent of the model. Model: with encoder and "
    "decoder; a model trained on drums only has learnt few tones. Cued: with what a map keeps of its "
    "sounds, pitch and attack, as a sound of the library is played; the thesis's renderer follows no cues. Off: by more"
    " than a quarter tone."
)


def measure_tones(subjects: tuple[Subject, ...], seed: int) -> tuple[dict[str, dict[str, Cell]], Table]:
    """Measure the pitch of tones after representation and model."""
    figures: dict[str, dict[str, Cell]] = {}
    for subject in subjects:
        bundle = subject.renderer.bundle
        representation, rate = bundle.representation, bundle.representation.sample_rate
        tones = [tone(hertz, rate) for hertz in PITCHES]
        features = np.stack([log_magnitude(signal, representation, bundle.analysis) for signal in tones])
        latents = encode_features(bundle, features)
        errors = [
            _errors([_through_representation(subject, feature) for feature in features]),
            _errors([subject.renderer.render(latent, seed) for latent in latents]),
            _errors([to_comparison_rate(signal, rate) for signal in tones]),
            _errors(
                [
                    subject.renderer.render(latent, seed, cues_of(signal, rate))
                    for latent, signal in zip(latents, tones, strict=True)
                ]
            ),
        ]
        figures[subject.name] = {
            "representation_cents": _median(errors[0]),
            "representation_off": _off(errors[0]),
            "model_cents": _median(errors[1]),
            "model_off": _off(errors[1]),
            "mapped_cents": _median(errors[3]),
            "mapped_off": _off(errors[3]),
            "tone_cents": _median(errors[2]),
            "tone_off": _off(errors[2]),
            "tones": len(PITCHES),
        }
    rows = tuple((name, *(found[key] for key in COLUMNS)) for name, found in figures.items())
    return figures, Table("Pitch", ("", *COLUMNS.values()), rows, NOTE)


def tone(hertz: float, sample_rate: int) -> NDArray[np.float32]:
    """Return a tone of five harmonics that starts at once and decays."""
    time = np.arange(round(SECONDS * sample_rate)) / sample_rate
    harmonics = [i for i in range(1, N_HARMONICS + 1) if i * hertz < 0.45 * sample_rate]
    signal = sum(np.sin(2 * np.pi * i * hertz * time) / i for i in harmonics) * np.exp(-2 * time)
    fade = np.minimum(1.0, np.arange(len(time))[::-1] / (0.05 * sample_rate))
    normalised: NDArray[np.float32] = (signal * fade / np.abs(signal).max()).astype(np.float32)
    return normalised


def pitch(signal: NDArray[np.float32]) -> float:
    """Return the fundamental of a tone at 44.1 kHz in hertz, the median of YIN; NaN if there is none.

    References
    ----------
    De Cheveigné and Kawahara, "YIN, a fundamental frequency estimator for speech and music", 2002.
    """
    part = signal[round(MEASURED[0] * COMPARISON.sample_rate) : round(MEASURED[1] * COMPARISON.sample_rate)]
    if len(part) < 4_096 or not np.abs(part).max() > 1e-4:
        return float("nan")
    found = librosa.yin(part, fmin=40, fmax=4_000, sr=COMPARISON.sample_rate, frame_length=4_096, center=False)
    return float(np.median(found))


def cents(hertz: float, reference: float) -> float:
    """Return the interval from one pitch to another."""
    return float(1200 * np.log2(hertz / reference))


def _through_representation(subject: Subject, feature: NDArray[np.float32]) -> NDArray[np.float32]:
    """Render a feature as if it were the decoder's output, without texture."""
    synth = (
        subject.renderer.synth
        if isinstance(subject.renderer, StudioRenderer)
        else StudioRenderer(subject.renderer.bundle).synth
    )
    rng = np.random.default_rng(0)
    magnitude = synth.draw(Decoded(feature, np.zeros_like(feature)), rng)
    return to_comparison_rate(synth.reconstruct(magnitude, rng), subject.renderer.bundle.representation.sample_rate)


def _errors(signals: "list[NDArray[np.float32]] | list[NDArray[np.float32] | None]") -> NDArray[np.float64]:
    """Return the error of each tone in cents; NaN if it has no pitch."""
    found = [float("nan") if signal is None else pitch(signal) for signal in signals]
    return np.array([cents(f, hz) if np.isfinite(f) else np.nan for f, hz in zip(found, PITCHES, strict=True)])


def _off(errors: NDArray[np.float64]) -> int:
    """Return how many tones are off by more than a quarter tone, or have no pitch."""
    return int((~(np.abs(errors) <= 50)).sum())


def _median(errors: NDArray[np.float64]) -> float | None:
    """Return the median absolute error of the tones that have a pitch."""
    return median(np.abs(errors))
