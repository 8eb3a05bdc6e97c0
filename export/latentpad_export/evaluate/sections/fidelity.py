"""How near rebuilt sounds are to their originals.

They are compared at 16 kHz, which is all that the thesis had of a sound, and at 44.1 kHz, which is what users hear.
Each rebuilt sound is first scaled to its original, by least squares of the magnitudes: a feature holds no level.
"""

import time
from dataclasses import dataclass

import numpy as np
import soxr

from latentpad_export.evaluate.metrics.distances import match_level, multi_resolution_stft_distance
from latentpad_export.evaluate.metrics.fingerprint import fingerprint_similarity
from latentpad_export.evaluate.metrics.peaq import objective_difference_grade
from latentpad_export.evaluate.subjects.analysis_synthesis import Method, Signal, fit

RATE, THESIS_RATE = 44_100, 16_000
RATES = (THESIS_RATE, RATE)
"""Hertz of all that the thesis had of a sound, and of the sounds."""

WARM_UP = 0.1
"""Seconds of sound that a method gets before it is timed, so that nothing is compiled then."""


@dataclass(frozen=True)
class Row:
    """What was measured of a method, in the order of the columns."""

    distance_16k: float
    distance_44k: float
    fingerprint_similarity: float | None
    odg: float | None
    ms_per_second: float


def rebuild(method: Method, sounds: list[Signal], seed: int) -> tuple[list[Signal], float]:
    """Rebuild sounds at the method's rate and their own level; give them and the seconds that the method took."""
    originals = [at_rate(sound, RATE, method.sample_rate) for sound in sounds]
    if method.spectrogram != "CQT":  # which takes many seconds for any length; compilation is nothing beside it
        method([originals[0][: round(WARM_UP * method.sample_rate)]], np.random.default_rng(seed))
    start = time.perf_counter()
    rebuilt = method(originals, np.random.default_rng(seed))
    elapsed = time.perf_counter() - start
    return [match_level(*pair) for pair in zip(rebuilt, originals, strict=True)], elapsed


def compare(method: Method, rebuilt: list[Signal], sounds: list[Signal], elapsed: float) -> Row:
    """Measure what is left of the sounds."""
    pairs = {rate: [_pair(method, *both, rate) for both in zip(rebuilt, sounds, strict=True)] for rate in RATES}
    distances = {rate: np.mean([multi_resolution_stft_distance(*pair) for pair in pairs[rate]]) for rate in RATES}
    found, wanted = (np.concatenate(side) for side in zip(*pairs[THESIS_RATE], strict=True))
    return Row(
        distance_16k=float(distances[THESIS_RATE]),
        distance_44k=float(distances[RATE]),
        fingerprint_similarity=fingerprint_similarity(found, wanted, THESIS_RATE),
        odg=objective_difference_grade(found, wanted, THESIS_RATE),
        ms_per_second=1000 * elapsed * RATE / sum(map(len, sounds)),
    )


def _pair(method: Method, rebuilt: Signal, sound: Signal, rate: int) -> tuple[Signal, Signal]:
    """Give a rebuilt sound and its original at a rate, in the same length."""
    original = at_rate(sound, RATE, rate)
    return fit(at_rate(rebuilt, method.sample_rate, rate), len(original)), original


def at_rate(signal: Signal, rate: int, wanted: int) -> Signal:
    """Resample a sound where it has another rate."""
    resampled: Signal = signal if rate == wanted else soxr.resample(signal, rate, wanted)
    return resampled
