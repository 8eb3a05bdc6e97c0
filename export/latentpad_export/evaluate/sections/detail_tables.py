"""Tables of the section on detail."""

from collections.abc import Callable
from typing import Any

from latentpad_export.evaluate.report.section import Cell, Table
from latentpad_export.evaluate.sections.detail_figures import ALL
from latentpad_export.evaluate.subjects import spots as kinds
from latentpad_export.evaluate.subjects.detail import DetailSubject
from latentpad_export.evaluate.subjects.ways import DETAIL, THESIS, TITLES

PITCHED = "Pitched: sounds with a steady pitch (certainty of 0.7 or more); half-way, both of them."
TOLD = (
    " Told from real: accuracy of a random forest that tells the sounds from real ones, whose level and ends are made "
    "alike; 0.5 is chance, 1 is always."
)

ON_COLUMNS = {
    "sounds": "sounds",
    "silent": "silent",
    "visqol": "ViSQOL",
    "odg": "ODG",
    "without_odg": "without ODG",
    "smoothed_error": "smoothed error (dB)",
    "attack_within_20_percent": "attack within 20 %",
    "told": "told from real",
    "texture": "texture",
    "loudness": "loudness (dB)",
    "punch": "punch (dB)",
    "pitched": "pitched",
    "pitch_cents": "pitch error (cents)",
    "pitch_off": "off by over 50 cents",
    "clarity": "clarity of pitch",
}
ON_NOTE = (
    "Sounds of the map, played at their own points, against their files. ViSQOL: mean of some of them; 4.73 is the "
    "same sound, 1 is bad. ODG (PEAQ; 0: imperceptible, -4: very annoying): mean, after 0.6 s of silence; without "
    "ODG: sounds that `peaq` did not grade. Smoothed error: mean difference of 64 mel bands where either is audible, "
    "averaged over 8 frames (46 ms). Texture and clarity: relative to the real sounds. Loudness (of the loudest 400 "
    "ms, K-weighted) and punch (the first 10 ms relative to it): mean absolute difference from the real sound at "
    "latentpad's level. Pitch error: median, of pitched sounds that have a pitch when played; off: share of pitched "
    "sounds that have another pitch, or none. "
)

HALF_WAY_COLUMNS = {
    "pairs": "pairs",
    "silent": "silent",
    "told": "told from real",
    "off_path": "off path",
    "nearer": "nearer parent",
    "attack_in_range": "attack in range",
    "pitched_pairs": "pairs with pitches",
    "clarity": "clarity of pitch",
    "prominence": "prominence (dB)",
    "one_pitch": "one pitch between",
}
HALF_WAY_NOTE = (
    "Half-way between sounds and their nearest neighbour on the map, its parents. Off path: sum of the distances from "
    "both parents, relative to the distance of the parents; about 1 on the way, median. Nearer parent: distance from "
    "it, relative to the same; 0 is a copy, 0.5 the middle. Attack in range: not over 20 % shorter or longer than both "
    "parents'. Of pairs with pitches (both certain, 0.3 or more): clarity of the pitch relative to the parents', "
    "prominence of the partials minus the parents', medians; one pitch between: share with a pitch between those of "
    "the parents. "
)

INSIDE_COLUMNS = {
    "points": "points",
    "silent": "silent",
    "told": "told from real",
    "twins": "near duplicates",
    "copies": "copies",
}
WALK_COLUMNS = {
    "median_step_db": "step, median (dB)",
    "p95_step_db": "step, 95th percentile (dB)",
    "worst_jump_db": "step, worst (dB)",
    "usual_db": "two real sounds (dB)",
}
INSIDE_NOTE = (
    "Random points inside triangles of the map. Near duplicates and copies: as in the section on the pad. Steps: "
    "change of the rendered sound along random straight lines from one point to the next, 1/192 of the pad away, "
    "texture averaged out; two real sounds: the median of the same distance between them. Varied: told from real of "
    "variations (0.5) of points of sounds."
)

LEFT_OUT_COLUMNS = {
    "sounds": "sounds",
    "distance": "distance (dB)",
    "distance_of_nearest": "nearest sound (dB)",
}
LEFT_OUT_NOTE = (
    "What the map plays at the point of a sound that is taken off it, from its neighbours, against the sound itself: "
    "mean distance, texture averaged out. Nearest sound: the same for the neighbour with the largest share, as it is. "
)


def detail_tables(subjects: tuple[DetailSubject, ...], figures: dict[str, Any]) -> tuple[Table, ...]:
    """Return all tables."""
    return (
        _grouped_table("On the points of sounds", ON_NOTE + PITCHED + TOLD, kinds.ON, ON_COLUMNS, subjects, figures),
        _texture_table(subjects, figures),
        _grouped_table(
            "Half-way between neighbours",
            HALF_WAY_NOTE + PITCHED + TOLD,
            kinds.HALF_WAY,
            HALF_WAY_COLUMNS,
            subjects,
            figures,
        ),
        _inside_table(subjects, figures),
        _grouped_table("Sounds left out", LEFT_OUT_NOTE + PITCHED, kinds.LEFT_OUT, LEFT_OUT_COLUMNS, subjects, figures),
    )


def way_title(subject: DetailSubject, way: str) -> str:
    """Return the title of a way of playing a bundle."""
    return f"{subject.name}, {TITLES[way]}"


def _grouped_table(
    title: str,
    note: str,
    kind: str,
    columns: dict[str, str],
    subjects: tuple[DetailSubject, ...],
    figures: dict[str, Any],
) -> Table:
    """Return a table with a row for each way and each group of sounds."""

    def rows(subject: DetailSubject) -> list[tuple[Cell, ...]]:
        found: list[tuple[Cell, ...]] = []
        for way, by_group in figures[subject.name][kind].items():
            shown = [ALL] if len(by_group) <= 2 else [*by_group]  # a single other group is all of them
            for group in shown if by_group else []:
                suffix = "" if group == ALL else f", {group}"
                found.append((way_title(subject, way) + suffix, *(by_group[group][name] for name in columns)))
        return found

    return _table(title, ("", *columns.values()), note, rows, subjects)


def _inside_table(subjects: tuple[DetailSubject, ...], figures: dict[str, Any]) -> Table:
    """Return the table of points anywhere between sounds."""

    def rows(subject: DetailSubject) -> list[tuple[Cell, ...]]:
        own = figures[subject.name]
        return [
            (
                way_title(subject, way),
                *(inside[name] for name in INSIDE_COLUMNS),
                *(own["walks"].get(way, {}).get(name) for name in WALK_COLUMNS),
                own[kinds.VARIED].get(way, {}).get("told"),
            )
            for way, inside in own[kinds.INSIDE].items()
        ]

    columns = ("", *INSIDE_COLUMNS.values(), *WALK_COLUMNS.values(), "varied: told from real")
    return _table("Between sounds", columns, INSIDE_NOTE, rows, subjects)


def _table(
    title: str,
    columns: tuple[str, ...],
    note: str,
    rows: Callable[[DetailSubject], list[tuple[Cell, ...]]],
    subjects: tuple[DetailSubject, ...],
) -> Table:
    """Return a table with the rows of each bundle; one without parents has a row that says so."""
    cells: list[tuple[Cell, ...]] = []
    for subject in subjects:
        if DETAIL not in subject.ways and THESIS not in subject.ways:
            cells.append((f"{way_title(subject, DETAIL)}: no sounds at hand", *(None for _ in columns[1:])))
        cells += rows(subject)
    return Table(title, columns, tuple(cells), note)


def _texture_table(subjects: tuple[DetailSubject, ...], figures: dict[str, Any]) -> Table:
    """Return the table of texture by label, a column for each way."""
    found = {
        way_title(subject, way): own
        for subject in subjects
        for way, own in figures[subject.name]["texture_by_label"].items()
    }
    labels = sorted({label for own in found.values() for label in own})
    rows = tuple((label, *(own.get(label) for own in found.values())) for label in labels)
    note = "Of the sounds of the table above: median texture relative to that of the real sounds (1 = as rough)."
    return Table("Texture by label", ("label", *found), rows, note)
