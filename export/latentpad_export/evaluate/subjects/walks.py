"""Walks across a map as they are heard: the change of the rendered sound from one step of a straight line to the next.

`latentpad_export.evaluate.metrics.smoothness` measures what the decoder makes of the same lines, without rendering it.
"""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.inverse_map import InverseMap
from latentpad_export.evaluate.bars import bar
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.bootstrap import median_of_pairs
from latentpad_export.evaluate.metrics.descriptors import COMPARISON, describe, smoothed, spectral_distance
from latentpad_export.evaluate.metrics.smoothness import N_SOUNDS, N_STEPS, N_STROKES, Smoothness, draw_strokes
from latentpad_export.evaluate.subjects.measured import Measured
from latentpad_export.evaluate.subjects.ways import TITLES, Signal, Way

SILENCE = smoothed(np.zeros((COMPARISON.n_bands, COMPARISON.n_frames), dtype=np.float32))
"""Feature of a silent step."""


def count_strokes(n_played: int) -> int:
    """Return the number of strokes where so many sounds are played in other ways: all from 160 sounds on."""
    return min(N_STROKES, max(2, round(N_STROKES * n_played / 160)))


def walk(
    way: Way, inverse_map: InverseMap, reals: Measured, cache: Cache, key: str, seed: int, n_strokes: int
) -> Smoothness:
    """Play the steps of random strokes, the same as on other maps, or load the results from the cache.

    A step is the difference in dB of the features of two sounds, with texture averaged out; the typical distance is
    that between two real sounds.
    """
    strokes = draw_strokes(np.random.default_rng(seed), n_strokes, N_STEPS)

    def compute() -> Arrays:
        points = strokes.reshape(-1, 2)
        places = [inverse_map.place(float(x), float(y)) for x, y in points]
        with way.play(places, [0] * len(places), _feature) as found:
            features = list(bar(found, f"walks, {TITLES[way.key]}", len(places), "step"))
        distances = [spectral_distance(a, b) for a, b in zip(features[1:], features[:-1], strict=True)]
        steps = np.array([*distances, 0.0]).reshape(len(strokes), -1)[:, :-1]  # without those to the next stroke
        return {"steps": steps}

    return Smoothness(strokes, cache.arrays(key, compute)["steps"], _typical(reals))


def _feature(_: int, signal: Signal | None) -> NDArray[np.float32]:
    """Return the feature of a sound, with texture averaged out."""
    if signal is None or not signal[: COMPARISON.n_samples].any():
        return SILENCE
    return smoothed(describe(signal).feature)


def _typical(reals: Measured) -> float:
    """Return the median distance between pairs of some real sounds."""
    chosen = np.random.default_rng(0).permutation(np.flatnonzero(reals.sounding))[:N_SOUNDS]
    features = [smoothed(feature) for feature in reals.take(chosen).features()]
    return median_of_pairs([spectral_distance(a, b) for a, b in combinations(features, 2)], len(features)) or 0.0
