"""Distances of reconstructed sounds from their originals.

They are compared at 16 kHz, the rate of the thesis, and at 44.1 kHz, that of the sounds. Each reconstruction is first
scaled to its original by least squares of the magnitudes, since a feature does not carry the level.
"""

import time
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics import peaq
from latentpad_export.evaluate.metrics.bootstrap import mean
from latentpad_export.evaluate.metrics.descriptors import describe
from latentpad_export.evaluate.metrics.distances import match_level, multi_resolution_stft_distance
from latentpad_export.evaluate.metrics.fingerprint import fingerprint_similarity
from latentpad_export.evaluate.metrics.peaq import objective_difference_grade
from latentpad_export.evaluate.metrics.told import told_from_real
from latentpad_export.evaluate.metrics.visqol import mean_opinion_score
from latentpad_export.evaluate.subjects.analysis_synthesis import Method, Signal, fit

RATE, THESIS_RATE = 44_100, 16_000
RATES = (THESIS_RATE, RATE)
"""Hertz: the rate of the thesis, and that of the sounds."""

WARM_UP = 0.1
"""Seconds of sound processed before a method is timed, so that compilation is not timed."""


MIN_TOLD = 20
"""Fewest sounds of which it is worth asking whether reconstructions are told from them."""

MAX_GRADED = 60
"""Most sounds that PEAQ grades one by one, which takes a tenth of a second for each."""

VISQOL_SECONDS = 6.0
"""Seconds of the joined sounds that ViSQOL grades, which takes a fifth of that."""


@dataclass(frozen=True)
class Row:
    """Figures of a method, in the order of the columns."""

    distance_16k: float
    distance_44k: float
    fingerprint_similarity: float | None
    visqol: float | None
    odg: float | None
    odg_44k: float | None
    """Mean over the first `MAX_GRADED` sounds, each alone at 44.1 kHz."""

    told: float | None
    """None with fewer than `MIN_TOLD` sounds."""

    ms_per_second: float


def reconstruct(method: Method, sounds: list[Signal], seed: int) -> tuple[list[Signal], float]:
    """Reconstruct sounds at the method's rate and their original level; return them and the seconds taken.

    Time that other programs took of the processor is not counted, as far as the method runs in one thread.
    """
    originals = [at_rate(sound, RATE, method.sample_rate) for sound in sounds]
    if method.spectrogram != "CQT":  # takes many seconds at any length; compilation hardly adds to it
        method([originals[0][: round(WARM_UP * method.sample_rate)]], np.random.default_rng(seed))
    start, busy_start = time.perf_counter(), time.process_time()
    reconstructed = method(originals, np.random.default_rng(seed))
    elapsed, busy = time.perf_counter() - start, time.process_time() - busy_start
    return [match_level(*pair) for pair in zip(reconstructed, originals, strict=True)], min(elapsed, busy)


def compare(method: Method, reconstructed: list[Signal], sounds: list[Signal], elapsed: float) -> Row:
    """Compare the reconstructions of a method with the originals."""
    pairs = {rate: [_pair(method, *both, rate) for both in zip(reconstructed, sounds, strict=True)] for rate in RATES}
    distances = {rate: np.array([multi_resolution_stft_distance(*pair) for pair in pairs[rate]]) for rate in RATES}
    joined, original = (np.concatenate(side) for side in zip(*pairs[THESIS_RATE], strict=True))
    n_visqol = round(VISQOL_SECONDS * THESIS_RATE)
    return Row(
        distance_16k=_mean(distances[THESIS_RATE]),
        distance_44k=_mean(distances[RATE]),
        fingerprint_similarity=fingerprint_similarity(joined, original, THESIS_RATE),
        visqol=mean_opinion_score(joined[:n_visqol], original[:n_visqol], THESIS_RATE),
        odg=objective_difference_grade(joined, original, THESIS_RATE),
        odg_44k=_odg(pairs[RATE][:MAX_GRADED]),
        told=_told(method, pairs[RATE]),
        ms_per_second=1000 * elapsed * RATE / sum(map(len, sounds)),
    )


def _mean(distances: NDArray[np.float64]) -> float:
    """Return the mean with its interval."""
    found = mean(distances)
    return float("nan") if found is None else found


def _odg(pairs: list[tuple[Signal, Signal]]) -> float | None:
    """Grade each sound alone; None where there is no grade, or no program."""
    if not peaq.available():
        return None
    grades = [objective_difference_grade(*pair, RATE) for pair in pairs]
    return mean(np.array([np.nan if grade is None else grade for grade in grades]))


def _told(method: Method, pairs: list[tuple[Signal, Signal]]) -> float | None:
    """Measure how often reconstructions are told from the originals, which are limited to the method's rate as well."""
    if len(pairs) < MIN_TOLD:
        return None
    made, real = [], []
    for reconstructed, sound in pairs:
        limited = fit(at_rate(at_rate(sound, RATE, method.sample_rate), method.sample_rate, RATE), len(sound))
        if reconstructed.any() and limited.any():
            made.append(describe(reconstructed).feature)
            real.append(describe(limited).feature)
    return told_from_real(made, real) if len(made) >= MIN_TOLD else None


def _pair(method: Method, reconstructed: Signal, sound: Signal, rate: int) -> tuple[Signal, Signal]:
    """Return a reconstruction and its original at a rate, in the same length."""
    original = at_rate(sound, RATE, rate)
    return fit(at_rate(reconstructed, method.sample_rate, rate), len(original)), original


def at_rate(signal: Signal, rate: int, wanted: int) -> Signal:
    """Resample a sound if it has another rate."""
    resampled: Signal = signal if rate == wanted else soxr.resample(signal, rate, wanted)
    return resampled
