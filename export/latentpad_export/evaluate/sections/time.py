"""The section on texture and time: roughness, attack, decay and duration of generated sounds against real ones."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.report.section import Cell, Picture, Section, Table
from latentpad_export.evaluate.sections.pitch import measure_tones
from latentpad_export.evaluate.sections.time_plots import draw_descriptors
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Pairs, Subject

ALL = "(all)"
RATIOS = ("texture", "attack", "decay", "duration", "centroid")
"""Descriptors that are reported as ratios to the real ones."""

NOTE = (
    "Sounds generated at points of the map, relative to the real sounds at these points: 1 is equal. Texture: distance "
    "of an audible band from the middle of its neighbours in time, ratio of medians; blur is below 1. The others: "
    "median of the ratios of single sounds. Attacks shorter than 5 ms all count as about 5 ms."
)
BLUR_NOTE = (
    "Relative to the texture of the real sounds. The decoder's mean alone, with phases that add no texture, shows the "
    "blur of the model; Griffin-Lim from random phases adds roughness that is unrelated to the sound."
)
PRE_ECHO_NOTE = (
    "Energy of the 10 ms before the attack, in dB relative to the 10 ms after; -60 is silence. Real sounds start "
    "1.5 ms before their onset."
)


def measure_time(subjects: tuple[Subject, ...], reference: ReferenceSounds, seed: int) -> Section:
    """Compare the descriptors of generated sounds with those of real ones."""
    missing = []
    if not len(subjects[0].on.indices):
        missing.append(
            f"Texture and time: no sound of {reference.name} is on the map of {subjects[0].name}; "
            "lay out the library with latentpad map."
        )
    labels = np.array([*reference.labels, ""])
    bundles: dict[str, Any] = {}
    for subject in subjects:
        own = labels[subject.on.indices]
        names = [ALL, *sorted({label for label in own if label})]
        bundles[subject.name] = {
            name: ratios(subject.on, np.ones(len(own), dtype=bool) if name == ALL else own == name) for name in names
        }
    tones, table = measure_tones(subjects, seed)
    for subject in subjects:
        bundles[subject.name][ALL] |= {"texture_of_mean": texture_of_mean(subject.on)}
    tables = (
        [] if missing else [_table(subjects, bundles), _texture_table(subjects, bundles), _pre_echo_table(subjects)]
    )
    figures = {"bundles": bundles, "tones": tones}
    pictures = () if missing else (Picture("Distribution of the descriptors", draw_descriptors(subjects)),)
    return Section("time", "Texture and time", figures, (*tables, table), pictures, missing=tuple(missing))


def ratios(pairs: Pairs, members: NDArray[np.bool_]) -> dict[str, Cell]:
    """Return each descriptor of the generated sounds relative to that of the real ones.

    For texture, the ratio of medians, since a single sound has too few frames; for the others, the median of ratios.
    """
    chosen = members & pairs.generated.sounding & pairs.real.sounding
    found: dict[str, Cell] = {"sounds": int(members.sum()), "silent": int((members & ~pairs.generated.sounding).sum())}
    if not chosen.any():
        return found
    for name in RATIOS:
        generated, real = pairs.generated.column(name)[chosen], pairs.real.column(name)[chosen]
        if name == "texture":
            found[name] = _ratio(float(np.nanmedian(generated)), float(np.nanmedian(real)))
        else:
            found[name] = float(np.median((generated + TINY) / (real + TINY)))
    attacks = [sounds.column("attack")[chosen] + TINY for sounds in (pairs.generated, pairs.real)]
    within = np.abs(np.log(attacks[0] / attacks[1]))
    found["attack_within_20_percent"] = float((within <= np.log(1.2)).mean())
    return found


TINY = 2e-4
"""Seconds (or hertz) added to both sides, so that clicks do not cause a division by zero."""


def _ratio(generated: float, real: float) -> float | None:
    """Divide; None if a value is not finite or the divisor is 0."""
    return generated / real if np.isfinite(generated) and np.isfinite(real) and real > 0 else None


def _table(subjects: tuple[Subject, ...], figures: dict[str, Any]) -> Table:
    """Return the table of descriptor ratios of all bundles, by label."""
    columns = ["label", "sounds", *(f"{what}: {subject.name}" for what in RATIOS for subject in subjects)]
    rows = []
    for label, first in figures[subjects[0].name].items():
        found = [figures[subject.name].get(label, {}).get(what) for what in RATIOS for subject in subjects]
        rows.append((label, first["sounds"], *found))
    return Table("Descriptors relative to real sounds", tuple(columns), tuple(rows), NOTE)


def texture_of_mean(pairs: Pairs) -> float | None:
    """Return the texture of the decoder's mean relative to that of the real sounds."""
    both = pairs.mean_only.sounding & pairs.real.sounding
    if not both.any():
        return None
    mean_only, real = (sounds.column("texture")[both] for sounds in (pairs.mean_only, pairs.real))
    return _ratio(float(np.nanmedian(mean_only)), float(np.nanmedian(real)))


def _texture_table(subjects: tuple[Subject, ...], figures: dict[str, Any]) -> Table:
    """Return the table of texture with and without what synthesis adds to the model."""
    rows = [
        (subject.name, figures[subject.name][ALL].get("texture"), figures[subject.name][ALL]["texture_of_mean"])
        for subject in subjects
    ]
    return Table("Texture and blur", ("", "as rendered", "decoder's mean alone"), tuple(rows), BLUR_NOTE)


def _pre_echo_table(subjects: tuple[Subject, ...]) -> Table:
    """Return the table of pre-echo."""
    rows: list[tuple[Cell, ...]] = []
    for subject in subjects:
        for name, sounds in (
            (subject.name, subject.on.generated),
            *([("real", subject.on.real)] if subject is subjects[0] else []),
        ):
            values = sounds.column("pre_echo")[sounds.sounding]
            if len(values):
                rows.append((name, float(np.median(values)), float(np.percentile(values, 90))))
    return Table("Pre-echo", ("sounds", "median (dB)", "90th percentile (dB)"), tuple(rows), PRE_ECHO_NOTE)
