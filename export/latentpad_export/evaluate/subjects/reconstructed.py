"""Sounds reconstructed by a whole model, from encoder to finished audio, and their distances from the originals."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import ceil
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from latentpad.samples.one_shot import read_one_shot
from latentpad_export.data.features import log_magnitude
from latentpad_export.evaluate.bars import bar
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.descriptors import (
    COMPARISON,
    Description,
    bands_below,
    describe,
    smoothed,
    spectral_distance,
)
from latentpad_export.evaluate.metrics.distances import match_level, multi_resolution_stft_distance
from latentpad_export.evaluate.metrics.fingerprint import fingerprint_similarity
from latentpad_export.evaluate.metrics.peaq import objective_difference_grade
from latentpad_export.evaluate.metrics.visqol import mean_opinion_score
from latentpad_export.evaluate.subjects.generated import Descriptions, stack_descriptions, to_descriptions
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.renderers import Renderer, encode_features

BASELINE_TOP = 8_000.0
"""Hertz; the bandwidth of the thesis's 16 kHz."""

COLUMNS = ("distance", "distance_smooth", "distance_low", "stft_distance", "fingerprint_similarity", "visqol", "odg")


@dataclass(frozen=True)
class Reconstructed:
    """Sounds reconstructed by a model."""

    indices: NDArray[np.int64]
    """[n] indices of the library's sounds."""

    descriptions: Descriptions
    n_graded: int
    """Number of sounds that fingerprint similarity, ViSQOL and ODG were computed for."""

    figures: NDArray[np.float64]
    """[n, 7] `COLUMNS`: distance of the features in dB, the same with texture averaged out, the same below 8 kHz,
    multi-resolution STFT distance, fingerprint similarity, ViSQOL, ODG. NaN where not available. A silent
    reconstruction has the figures of silence."""

    def column(self, name: str) -> NDArray[np.float64]:
        """Return one figure of all sounds [n]."""
        column: NDArray[np.float64] = self.figures[:, COLUMNS.index(name)]
        return column


def encode_sounds(renderer: Renderer, reference: ReferenceSounds, indices: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the latents [n, latent_dim] of real sounds."""
    bundle, representation = renderer.bundle, renderer.bundle.representation
    features = np.zeros((len(indices), representation.n_bands, representation.n_frames), dtype=np.float32)
    for row, i in enumerate(indices):
        shot = read_one_shot(reference.sounds[i].path, representation.sample_rate, representation.n_samples)
        features[row] = log_magnitude(shot.signal, representation, bundle.analysis)
    return encode_features(bundle, features)


def reconstruct_sounds(
    renderer: Renderer, reference: ReferenceSounds, indices: NDArray[np.int64], n_graded: int, cache: Cache
) -> Reconstructed:
    """Reconstruct real sounds with a model and measure them, or load the results from the cache.

    Fingerprint, ViSQOL and ODG are computed for `n_graded` of them, evenly spaced.
    """
    step = max(1, ceil(len(indices) / n_graded))

    def compute() -> Arrays:
        latents = encode_sounds(renderer, reference, indices)

        def measure(row: int, signal: NDArray[np.float32] | None) -> tuple[Description | None, list[float]]:
            graded = row % step == 0
            original = reference.signal(int(indices[row]))
            if signal is None:  # measured as silence
                return None, _compare(np.zeros_like(original), original, graded)
            return describe(signal), _compare(signal, original, graded)

        with ThreadPoolExecutor(cpu_count()) as pool, renderer.render_all(latents, range(len(latents))) as sounds:
            measured = pool.map(measure, range(len(indices)), sounds)
            name = f"reconstruction by {renderer.bundle.name}"
            rows = list(bar(measured, name, len(indices)))
        arrays = stack_descriptions([description for description, _ in rows])
        compared = np.array([figures for _, figures in rows]).reshape(-1, 4)
        figures = np.hstack([compare_features(arrays["features"], reference.features(indices)), compared])
        return {**arrays, "figures": figures}

    arrays = cache.arrays(f"{renderer.bundle.digest[:12]}-rebuilt", compute)
    descriptions = replace(to_descriptions(arrays), known_units=reference.units[indices])
    return Reconstructed(indices, descriptions, len(indices[::step]), arrays["figures"])


def _compare(signal: NDArray[np.float32], original: NDArray[np.float32], graded: bool) -> list[float]:
    """Compare signals at 44.1 kHz, the shorter one padded with silence."""
    signal, original = _matched(signal, original)
    distance = multi_resolution_stft_distance(signal, original)
    if not graded:
        return [distance, np.nan, np.nan, np.nan]
    grades = [
        fingerprint_similarity(signal, original, COMPARISON.sample_rate),
        mean_opinion_score(signal, original, COMPARISON.sample_rate),
        objective_difference_grade(signal, original, COMPARISON.sample_rate),
    ]
    return [distance, *(np.nan if grade is None else grade for grade in grades)]


def compare_signals(signal: NDArray[np.float32], original: NDArray[np.float32]) -> float:
    """Return the multi-resolution STFT distance of a signal at 44.1 kHz from its original."""
    return multi_resolution_stft_distance(*_matched(signal, original))


def _matched(signal: NDArray[np.float32], original: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
    """Pad the shorter signal with silence, and scale the first to the level of the second."""
    n = max(len(signal), len(original))
    signal, original = (np.pad(sound, (0, n - len(sound))) for sound in (signal, original))
    return match_level(signal, original), original


def compare_features(features: NDArray[np.uint8], originals: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return distances [n, 3] of features: all bands, the same with texture averaged out, bands below 8 kHz."""
    low = bands_below(BASELINE_TOP)
    rows = []
    for one, other in zip(features, originals, strict=True):
        a, b = one.astype(np.float32) / 255, other.astype(np.float32) / 255
        low_distance = spectral_distance(_normalised(a[low]), _normalised(b[low]))
        rows.append([spectral_distance(a, b), spectral_distance(smoothed(a), smoothed(b)), low_distance])
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def _normalised(feature: NDArray[np.float32]) -> NDArray[np.float32]:
    """Raise some bands so that their loudest is 1, whatever the level of the others."""
    raised: NDArray[np.float32] = np.where(feature > 0, feature + (1 - feature.max(initial=0.0)), 0)
    return raised.astype(np.float32)
