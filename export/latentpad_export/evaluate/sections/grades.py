"""The section on graders: ViSQOL and PEAQ on the same degraded one-shots."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from latentpad.bundle.bundle import Bundle
from latentpad_export.evaluate.metrics import peaq, visqol
from latentpad_export.evaluate.metrics.distances import match_level
from latentpad_export.evaluate.report.section import Picture, Section
from latentpad_export.evaluate.sections.grade_figures import agreement, of_degradations, of_ways
from latentpad_export.evaluate.sections.grade_tables import grade_tables, scatter
from latentpad_export.evaluate.subjects.degradations import ANOTHER, RATE, Signal, degradations

Grade = Callable[[Signal, Signal], float | None]
"""Of a changed sound and its original, both at 44.1 kHz, equally long."""

FED: dict[str, Grade] = {
    "0.6 s of silence before": lambda signal, original: peaq.objective_difference_grade(signal, original, RATE),
    "doubled (thesis)": lambda signal, original: peaq.objective_difference_grade(
        np.tile(signal, 2), np.tile(original, 2), RATE, lead=0
    ),
    "as it is": lambda signal, original: peaq.objective_difference_grade(signal, original, RATE, lead=0),
}
"""Ways to give sounds to PEAQ, which does not grade the first half second."""


@dataclass(frozen=True)
class NamedSound:
    """A real sound."""

    name: str
    signal: Signal
    """At 44.1 kHz, peak 1, not silent."""


@dataclass(frozen=True)
class Graded:
    """Grades of n sounds, degraded in m ways."""

    sounds: list[str]
    """[n] names."""

    seconds: NDArray[np.float64]
    """[n] lengths."""

    ways: list[str]
    """[m] names of the degradations."""

    grades: dict[str, NDArray[np.float64]]
    """[n, m] for each grader that is installed; NaN where it gave none."""

    fed: dict[str, NDArray[np.float64]]
    """[n, m] ODG for each way in `FED`; empty without PEAQ."""


def measure_grades(sounds: list[NamedSound], bundle: Bundle, seed: int) -> Section:
    """Degrade sounds in every way, grade them with every grader that is installed, and compare the grades.

    Parameters
    ----------
    sounds : list of NamedSound
        At least two.
    bundle : Bundle
        The model among the degradations.
    seed : int
        Of noise and phases.
    """
    graded = grade_sounds(sounds, bundle, seed)
    figures = {
        "sounds": graded.sounds,
        "grades": {name: values.tolist() for name, values in graded.grades.items()},
        "degradations": of_degradations(graded.grades, graded.ways),
        "agreement": agreement(graded.grades, graded.ways),
        "fed": of_ways(graded.fed, graded.ways, graded.seconds),
    }
    both = len(graded.grades) == 2
    return Section(
        name="grades",
        title="Graders",
        figures=figures,
        tables=grade_tables(figures, graded.grades, graded.sounds, graded.ways),
        pictures=(Picture("ODG and ViSQOL", scatter(graded.grades, graded.ways)),) if both else (),
        missing=missing(),
    )


def missing() -> tuple[str, ...]:
    """Return a sentence for each grader that is not installed."""
    lines = []
    if not visqol.available():
        lines.append(f"ViSQOL: visqol-python is not installed ({visqol.INSTALL}).")
    if not peaq.available():
        lines.append(f"ODG: peaq is not installed ({peaq.INSTALL}).")
    return tuple(lines)


def grade_sounds(sounds: list[NamedSound], bundle: Bundle, seed: int) -> Graded:
    """Degrade and grade the sounds."""
    ways = degradations(bundle)
    names = [*(way.name for way in ways), ANOTHER]
    graders: dict[str, Grade] = {}
    if visqol.available():
        graders["ViSQOL"] = lambda signal, original: visqol.mean_opinion_score(signal, original, RATE)
    if peaq.available():
        graders |= FED
    grades = {name: np.full((len(sounds), len(names)), np.nan) for name in graders}
    with tqdm(total=len(sounds) * len(names), desc="grades", unit="sound", disable=None) as bar:
        for i, sound in enumerate(sounds):
            rng = np.random.default_rng((seed, i))
            other = sounds[(i + 1) % len(sounds)].signal
            changed = [*(way.degrade(sound.signal, rng) for way in ways), other]
            for k, signal in enumerate(changed):
                if signal is not None:
                    pair = _matched(signal, sound.signal)
                    for name, grade in graders.items():
                        found = grade(*pair)
                        grades[name][i, k] = np.nan if found is None else found
                bar.update()
    fed = {name: grades[name] for name in FED if name in grades}
    own = {"ViSQOL": grades["ViSQOL"]} if "ViSQOL" in grades else {}
    if fed:
        own["ODG"] = next(iter(fed.values()))
    seconds = np.array([len(sound.signal) / RATE for sound in sounds])
    return Graded([sound.name for sound in sounds], seconds, names, own, fed)


def _matched(signal: Signal, original: Signal) -> tuple[Signal, Signal]:
    """Bring both to the same length and level."""
    n = max(len(signal), len(original))
    signal, original = (np.pad(sound, (0, n - len(sound))) for sound in (signal, original))
    return match_level(signal, original), original
