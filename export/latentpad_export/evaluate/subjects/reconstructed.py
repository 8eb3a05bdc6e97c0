"""Sounds through a whole model and back: encoder, decoder, finished sound, compared with what went in."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from os import cpu_count

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from latentpad_export.data.audio import read_one_shot
from latentpad_export.data.features import log_magnitude
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.descriptors import EAR, Heard, bands_below, hear, smoothed, spectral_distance
from latentpad_export.evaluate.metrics.distances import match_level, multi_resolution_stft_distance
from latentpad_export.evaluate.metrics.fingerprint import fingerprint_similarity
from latentpad_export.evaluate.metrics.peaq import objective_difference_grade
from latentpad_export.evaluate.subjects.generated import Heards, as_heards, gather
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.renderers import Voice, encode_features

BASELINE_TOP = 8_000.0
"""Hertz; all that the thesis's 16 kHz can hold lies below."""

COLUMNS = ("distance", "distance_smooth", "distance_low", "stft_distance", "fingerprint_similarity", "odg")


@dataclass(frozen=True)
class Rebuilt:
    """Sounds after the way through a model."""

    indices: NDArray[np.int64]
    """[n] which of the library's sounds."""

    heard: Heards
    figures: NDArray[np.float64]
    """[n, 6] `COLUMNS`: distance of the ear's features in dB, the same with texture averaged out, the same below 8 kHz,
    multi-resolution STFT distance, fingerprint similarity, ODG. NaN where not to be had. Where there is no sound,
    those of silence."""

    def column(self, name: str) -> NDArray[np.float64]:
        """Give one figure of all sounds [n]."""
        column: NDArray[np.float64] = self.figures[:, COLUMNS.index(name)]
        return column


def encode_sounds(voice: Voice, reality: ReferenceSounds, indices: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give the latents [n, latent_dim] of real sounds."""
    bundle, shape = voice.bundle, voice.bundle.representation
    features = np.zeros((len(indices), shape.n_bands, shape.n_frames), dtype=np.float32)
    for row, i in enumerate(indices):
        shot = read_one_shot(reality.sounds[i].path, shape.sample_rate, shape.n_samples)
        features[row] = log_magnitude(shot.signal, shape, bundle.analysis)
    return encode_features(bundle, features)


def rebuild_sounds(
    voice: Voice, reality: ReferenceSounds, indices: NDArray[np.int64], n_graded: int, cache: Cache
) -> Rebuilt:
    """Send real sounds through a model and measure what comes out, or take what an earlier run has measured.

    Fingerprint and ODG are taken of `n_graded` of them, evenly among all.
    """

    def compute() -> Arrays:
        latents = encode_sounds(voice, reality, indices)

        def one(row: int, signal: NDArray[np.float32] | None) -> tuple[Heard | None, list[float]]:
            graded = row % ceil(len(indices) / n_graded) == 0
            reference = reality.signal(int(indices[row]))
            if signal is None:  # as far away as silence is
                return None, _compare(np.zeros_like(reference), reference, graded)
            return hear(signal), _compare(signal, reference, graded)

        with ThreadPoolExecutor(cpu_count()) as pool, voice.sounds(latents, range(len(latents))) as sounds:
            done = pool.map(one, range(len(indices)), sounds)
            name = f"rebuilding by {voice.bundle.name}"
            rows = list(tqdm(done, name, len(indices), unit="sound", disable=None))
        arrays = gather([heard for heard, _ in rows])
        compared = np.array([figures for _, figures in rows]).reshape(-1, 3)
        figures = np.hstack([_distances(arrays["features"], reality.features(indices)), compared])
        return {**arrays, "figures": figures}

    arrays = cache.arrays(f"{voice.bundle.digest[:12]}-rebuilt", compute)
    return Rebuilt(indices, as_heards(arrays), arrays["figures"])


def _compare(signal: NDArray[np.float32], reference: NDArray[np.float32], graded: bool) -> list[float]:
    """Compare signals at 44.1 kHz, the shorter one followed by silence."""
    n = max(len(signal), len(reference))
    found, wanted = (np.pad(sound, (0, n - len(sound))) for sound in (signal, reference))
    found = match_level(found, wanted)
    distance = multi_resolution_stft_distance(found, wanted)
    if not graded:
        return [distance, np.nan, np.nan]
    grades = [
        fingerprint_similarity(found, wanted, EAR.sample_rate),
        objective_difference_grade(np.tile(found, 2), np.tile(wanted, 2), EAR.sample_rate),  # twice, as the thesis
    ]
    return [distance, *(np.nan if grade is None else grade for grade in grades)]


def _distances(made: NDArray[np.uint8], real: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Compare the ear's features: over all bands, with texture averaged out, and over those below 8 kHz."""
    low = bands_below(BASELINE_TOP)
    rows = []
    for one, other in zip(made, real, strict=True):
        a, b = one.astype(np.float32) / 255, other.astype(np.float32) / 255
        low_distance = spectral_distance(_loudest_is_1(a[low]), _loudest_is_1(b[low]))
        rows.append([spectral_distance(a, b), spectral_distance(smoothed(a), smoothed(b)), low_distance])
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def _loudest_is_1(feature: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring some bands to a level of their own, so that what is missing from the others does not move them."""
    raised: NDArray[np.float32] = np.where(feature > 0, feature + (1 - feature.max(initial=0.0)), 0)
    return raised.astype(np.float32)
