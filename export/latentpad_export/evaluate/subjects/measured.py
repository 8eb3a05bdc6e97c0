"""Sounds of one way of playing, measured: features, descriptors, level, pitch, and grades against the real sounds."""

import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import ceil
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from latentpad.errors import SilenceError
from latentpad.synth.finish import finish
from latentpad.synth.loudness import momentary_loudness
from latentpad.synth.pitch import find_pitch
from latentpad_export.evaluate.bars import bar
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.bootstrap import Units
from latentpad_export.evaluate.metrics.descriptors import COMPARISON, Description, describe
from latentpad_export.evaluate.metrics.distances import match_level
from latentpad_export.evaluate.metrics.partials import prominence
from latentpad_export.evaluate.metrics.peaq import objective_difference_grade
from latentpad_export.evaluate.metrics.punch import punch
from latentpad_export.evaluate.metrics.visqol import mean_opinion_score
from latentpad_export.evaluate.subjects.generated import Descriptions, stack_descriptions, to_descriptions
from latentpad_export.evaluate.subjects.spots import Spots
from latentpad_export.evaluate.subjects.ways import Signal, Way

TRAITS = ("loudness", "punch", "prominence", "hertz", "certainty", "clarity", "odg", "visqol")
"""Columns of `Measured.traits`: LUFS, dB, dB, pitch with its certainty and clarity (0 = no pitch), and the grades."""

N_VISQOL = 32
"""Sounds that ViSQOL grades, half a second each; those of PEAQ take a twentieth of that, and it grades all."""

UNGRADED = (np.nan, np.nan)
"""In place of the grades."""

Measurement = tuple[Description | None, list[float]]
"""Description and traits of one sound."""

Real = Callable[[int], Signal | None]
"""Reads the real sound of a row of the map."""


@dataclass(frozen=True)
class Measured:
    """Measurements of n sounds."""

    descriptions: Descriptions

    traits: NDArray[np.float64]
    """[n, 8] `TRAITS`; NaN for silence, and for what was not graded."""

    @property
    def sounding(self) -> NDArray[np.bool_]:
        """[n] False for silence."""
        return self.descriptions.sounding

    def column(self, name: str) -> NDArray[np.float64]:
        """Return one descriptor or trait of all sounds [n]."""
        if name in TRAITS:
            column: NDArray[np.float64] = self.traits[:, TRAITS.index(name)]
            return column
        return self.descriptions.column(name)

    def features(self) -> NDArray[np.float32]:
        """Return the features [n, n_bands, n_frames] in [0, 1]."""
        return self.descriptions.features.astype(np.float32) / np.float32(255)

    def take(self, which: NDArray[np.integer] | NDArray[np.bool_]) -> "Measured":
        """Return some of the sounds, by index or mask."""
        return Measured(self.descriptions.take(which), self.traits[which])

    @property
    def units(self) -> Units:
        """[n] number of the independent unit, such as a kit, that each is from."""
        return self.descriptions.units

    def of_units(self, units: Units) -> "Measured":
        """Return the sounds as of some units [n]."""
        return replace(self, descriptions=replace(self.descriptions, known_units=units))


def measure_spots(way: Way, kind: str, spots: Spots, real: Real | None, cache: Cache, prefix: str) -> Measured:
    """Play and measure spots, or load the results from the cache.

    Parameters
    ----------
    way : Way
    kind : str
        Kind of the spots.
    spots : Spots
    real : callable, optional
        Reads the real sounds that the spots are graded against; by default, they are not graded.
    cache : Cache
    prefix : str
        Of the name in the cache.
    """
    name = f"{kind}-{way.key}"
    step = max(1, ceil(len(spots.rows) / N_VISQOL))

    def measure(i: int, signal: Signal | None) -> Measurement:
        original = None if real is None or signal is None else real(int(spots.rows[i]))
        grades = [*UNGRADED] if signal is None or original is None else _grade(signal, original, i % step == 0)
        return measure_signal(signal, grades)

    def compute() -> Arrays:
        seeds = np.random.default_rng(zlib.crc32(name.encode())).integers(2**31, size=len(spots.rows)).tolist()
        with way.play(spots.places, seeds, measure) as rows:
            return stack_measurements(list(bar(rows, name, len(spots.rows))))

    return to_measured(cache.arrays(f"{prefix}-{name}", compute))


def measure_reals(rows: Sequence[int], real: Real, cache: Cache, prefix: str) -> Measured:
    """Measure real sounds, levelled and trimmed as those that are played, or load the results from the cache."""

    def measure(row: int) -> Measurement:
        signal = real(row)
        try:
            signal = None if signal is None else finish(signal, COMPARISON.sample_rate)
        except SilenceError:
            signal = None
        return measure_signal(signal)

    def compute() -> Arrays:
        with ThreadPoolExecutor(cpu_count()) as pool:
            return stack_measurements(list(bar(pool.map(measure, rows), "real sounds", len(rows))))

    return to_measured(cache.arrays(f"{prefix}-reals", compute))


def measure_signal(signal: Signal | None, grades: Sequence[float] = UNGRADED) -> Measurement:
    """Measure a sound at 44.1 kHz; None is silence."""
    if signal is None or not signal[: COMPARISON.n_samples].any():
        return None, [np.nan] * len(TRAITS)
    rate = COMPARISON.sample_rate
    pitch = find_pitch(signal, rate)
    levels = [momentary_loudness(signal, rate), punch(signal, rate), prominence(signal)]
    return describe(signal), [*levels, pitch.hertz, pitch.certainty, pitch.clarity, *grades]


def _grade(signal: Signal, original: Signal, with_visqol: bool) -> list[float]:
    """Return ODG and, where asked for, ViSQOL's grade; NaN where there is none."""
    n, rate = max(len(signal), len(original)), COMPARISON.sample_rate
    signal, original = (np.pad(sound, (0, n - len(sound))) for sound in (signal, original))
    matched = match_level(signal, original)
    grades = [
        objective_difference_grade(matched, original, rate),
        mean_opinion_score(matched, original, rate) if with_visqol else None,
    ]
    return [np.nan if grade is None else grade for grade in grades]


def stack_measurements(rows: list[Measurement]) -> Arrays:
    """Stack measurements into the arrays of a `Measured`."""
    traits = np.array([traits for _, traits in rows], dtype=np.float64).reshape(-1, len(TRAITS))
    return {**stack_descriptions([description for description, _ in rows]), "traits": traits}


def to_measured(arrays: Arrays) -> Measured:
    """Return the arrays of a cache as `Measured`."""
    return Measured(to_descriptions(arrays), arrays["traits"])
