"""Tables of the section on families."""

from collections.abc import Iterator
from typing import Any

from latentpad_export.evaluate.report.section import Cell, Table
from latentpad_export.evaluate.subjects.blends import WEIGHTS

BLEND_COLUMNS = {
    "blends": "blends",
    "silent": "silent",
    "told": "told from real",
    "texture": "texture",
    "attack": "attack",
    "attack_in_range": "attack in range",
    "from_first": "from the first",
    "from_second": "from the second",
    "between": "between",
    "twins": "near duplicates",
    "twins_of_real": "of the first sounds",
}
BLEND_NOTE = (
    "Blends of two sounds of different kinds, played on their points with the library's own detail: the first alone, "
    "to compare with, the mean, 1.5 times the first less half the second, and the first less the second. Told from "
    "real: accuracy of a random forest, 0.5 is chance. Texture, attack: relative to the real sounds that are heard "
    "(both, or the first); in range: not over 20 % shorter or longer than theirs. From the first and second: median "
    "distance, relative to that between the two. Between: share that is nearer to each of them than they are to each "
    "other."
)

PATH_COLUMNS = {
    "lines": "lines",
    "with_silence": "left out",
    "step": "step",
    "deviation": "deviation, median",
    "worst_deviation": "worst",
    "even": "within 25 %",
}
PATH_MEASURES = {"heard": "as heard", "features": "by mel bands", "loudness": "by loudness"}
PATH_NOTE = (
    "Eight samples along random straight lines, in the steps of latentpad's paths, and in equal steps on the map; "
    "short lines have 0.06 of the map's side, long ones 0.6. A step is measured as paths do it themselves (dB), by 64 "
    "mel bands with texture averaged out, as everywhere in this report (dB), and by the share of the specific loudness"
    " that two samples do not have in common. Deviation: of a line, the largest difference of a step from the mean "
    "step, relative to this. Within 25 %: share of lines in which it is no larger. Left out: lines with a silent "
    "sample."
)

KIT_COLUMNS = {
    "kits": "kits",
    "samples": "samples",
    "twins": "near twins",
    "twins_of_real": "among the real sounds",
    "kits_with_twins": "kits with twins",
    "agreement": "kind agreement",
    "agreement_of_real": "of the real sounds",
    "relative": "relative",
    "loudness_spread": "loudness, spread (dB)",
    "loudness_range": "loudness, range (dB)",
    "follow_kick": "follow the kick",
    "tuned": "measured",
    "bass_cents": "off it (cents)",
    "bass_in_tune": "within 50 cents",
    "main_kit": "from the main kit",
}
KIT_NOTE = (
    "Near twins: share of samples with a nearly identical spectrogram in their own kit, and the same"
    " of the real sounds that lead them. Kind agreement: share that the"
    " classifier recognises as the kind of the real sound that leads them, beside that of these real sounds. Loudness "
    "(of the loudest 400 ms, K-weighted) before the levels of the pads: standard deviation and largest difference "
    "within a kit. Follow the kick: samples that are tuned to it; measured are those with a steady pitch in kits whose"
    " kick has a certain one, off it without octaves. From the main kit: share of the library's kit that most of them "
    "are from."
)

KIND_COLUMNS = {
    "samples": "samples",
    "silent": "silent",
    "agreement": "kind agreement",
    "agreement_of_real": "of the real sounds",
    "agreement_of_drawn": "of drawn ones",
    "relative_to_drawn": "relative",
    "twins": "near twins",
    "twins_of_real": "among the real sounds",
    "diversity": "diversity",
    "diversity_to_drawn": "relative to drawn ones",
}
KIND_NOTE = (
    "The first eight samples of each kind, the most typical first, each next one as unlike the others as can be. Kind "
    "agreement: share that the classifier recognises, beside that of the real sounds that lead them, and of as many "
    "real sounds of the kind drawn at random; relative to the latter. Near twins: within a kind. Diversity: mean "
    "distance between the samples of a kind relative to that between the real sounds that lead them, and between those"
    " drawn."
)


def family_tables(figures: dict[str, Any]) -> tuple[Table, ...]:
    """Return the tables of all bundles, given their figures by name."""
    return (
        _table("Blends", BLEND_COLUMNS, _blends(figures), BLEND_NOTE),
        _table("Paths", PATH_COLUMNS, _paths(figures), PATH_NOTE),
        _table("Kits", KIT_COLUMNS, _kits(figures), KIT_NOTE),
        _table("Kinds", KIND_COLUMNS, _kinds(figures), KIND_NOTE),
    )


Rows = Iterator[tuple[str, dict[str, Cell]]]


def _blends(figures: dict[str, Any]) -> Rows:
    """Yield title and figures of the rows on blends."""
    for name, own in figures.items():
        for key, weights in WEIGHTS.items():
            yield f"{name}, {key} ({weights[0]:g}, {weights[1]:g})", own["blends"][key]


def _paths(figures: dict[str, Any]) -> Rows:
    """Yield title and figures of the rows on paths."""
    for name, own in figures.items():
        for length, of_length in own["paths"].items():
            for division, title in (("heard", "as played"), ("even", "equal on the map")):
                for measure, how in PATH_MEASURES.items():
                    yield f"{name}, {length}, {title}, {how}", of_length[division][measure]


def _kits(figures: dict[str, Any]) -> Rows:
    """Yield title and figures of the rows on kits."""
    for name, own in figures.items():
        for recipe, of_recipe in own["kits"].items():
            yield f"{name}, {recipe}", of_recipe


def _kinds(figures: dict[str, Any]) -> Rows:
    """Yield title and figures of the rows on kinds."""
    for name, own in figures.items():
        yield f"{name}, (all)", own["kinds"]
        for kind, of_kind in own["kinds"]["by_kind"].items():
            yield f"{name}, {kind}", of_kind


def _table(title: str, columns: dict[str, str], rows: Rows, note: str) -> Table:
    """Return a table with a column for each of some figures."""
    cells = tuple((name, *(own.get(key) for key in columns)) for name, own in rows)
    return Table(title, ("", *columns.values()), cells, note)
