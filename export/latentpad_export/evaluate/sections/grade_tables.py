"""Tables and the picture of the section on graders."""

from typing import Any

import numpy as np
from matplotlib import colormaps
from scipy.stats import rankdata

from latentpad_export.evaluate.report.figures import new_figure, to_png
from latentpad_export.evaluate.report.section import Cell, Table
from latentpad_export.evaluate.sections.grade_figures import LONG, Grades

N_DISAGREEMENTS = 10

DEGRADATIONS_NOTE = (
    "Means and medians over the sounds. ViSQOL: 4.73 is the same sound, 1 is bad. ODG (PEAQ): 0 is imperceptible, -4 "
    "very annoying; after 0.6 s of silence. Without: sounds that were given and got no grade. Rank correlation: "
    "Spearman's, of the two grades of this row's sounds. Noise: relative to the peak."
)
AGREEMENT_NOTE = (
    "Falls with noise: share of steps of 20 dB more noise after which the grade is lower. Another sound is worst: "
    "share of degraded sounds that are graded better than an unrelated one. Range: mean grade of the same sound minus "
    "that of an unrelated one; 1 ms later, fades of 0.5 and 8 ms: by how much these lower the grade, though they are "
    "not heard, or hardly."
)
FED_NOTE = (
    f"All degradations. Long: {LONG} s or more. Change: mean difference from the first row, of what both grade; rank "
    "correlation with it."
)
DISAGREEMENT_NOTE = "Pairs whose ranks among all pairs differ most. Rank: 1 is the worst, 100 the best of 100."


def grade_tables(figures: dict[str, Any], grades: Grades, sounds: list[str], ways: list[str]) -> tuple[Table, ...]:
    """Return the tables of the graders that are installed, ViSQOL first."""
    if not grades:
        return ()
    tables = [_degradations(figures["degradations"], grades), _agreement(figures["agreement"], grades)]
    if len(grades) == 2:
        tables.append(_disagreements(grades, sounds, ways))
    if figures["fed"]:
        tables.append(_fed(figures["fed"]))
    return tuple(tables)


def _degradations(figures: dict[str, Any], grades: Grades) -> Table:
    """Return one row per degradation."""
    columns = ["degradation"]
    for name in grades:
        columns += [name, f"{name}: median", f"{name}: best", f"without {name}"]
    both = len(grades) == 2
    rows: list[tuple[Cell, ...]] = []
    for way, found in figures.items():
        cells = [cell for name in grades for cell in found[name].values()]
        rows.append((way, *cells, *([found["rank correlation"]] if both else [])))
    return Table(
        "Degraded one-shots", (*columns, *(["rank correlation"] if both else [])), tuple(rows), DEGRADATIONS_NOTE
    )


def _agreement(figures: dict[str, Any], grades: Grades) -> Table:
    """Return one row per grader."""
    columns = ("grader", "falls with noise", "another sound is worst", "range", "1 ms later", "fades of 0.5 and 8 ms")
    rows = tuple((name, *figures[name].values()) for name in grades)
    note = AGREEMENT_NOTE
    if len(grades) == 2:
        overall, within = figures["rank correlation"], figures["rank correlation within a sound"]
        parts = [f"{_two(overall)} over all pairs", f"{_two(within)} over the degradations of one sound, on average"]
        note += f" Rank correlation of the two: {', '.join(parts)}."
    return Table("Order", columns, rows, note)


def _two(value: float | None) -> str:
    """Return two digits, or a dash."""
    return "-" if value is None else f"{value:.2f}"


def _disagreements(grades: Grades, sounds: list[str], ways: list[str]) -> Table:
    """Return the pairs whose ranks differ most."""
    one, other = grades.values()
    where = np.argwhere(np.isfinite(one) & np.isfinite(other))
    ranks = [rankdata(values[tuple(where.T)]) / len(where) * 100 for values in (one, other)]
    rows = []
    for i in np.argsort(-np.abs(ranks[0] - ranks[1]))[:N_DISAGREEMENTS]:
        sound, way = where[i]
        cells = (float(one[sound, way]), round(ranks[0][i]), float(other[sound, way]), round(ranks[1][i]))
        rows.append((sounds[sound], ways[way], *cells))
    columns = ("sound", "degradation", *(cell for name in grades for cell in (name, "rank")))
    return Table("Where they disagree most", columns, tuple(rows), DISAGREEMENT_NOTE)


def _fed(figures: dict[str, Any]) -> Table:
    """Return one row per way to feed PEAQ."""
    columns = ["PEAQ is given", "sounds without a grade", "grades missing"]
    first = next(iter(figures.values()))
    for group in ("short", "long"):
        columns += [f"{first[group]['sounds']} {group}: mean ODG", f"{group}: change", f"{group}: rank correlation"]
    rows = []
    for name, found in figures.items():
        groups = [found[group][key] for group in ("short", "long") for key in ("mean", "change", "rank correlation")]
        rows.append((name, found["sounds without a grade"], found["grades missing"], *groups))
    return Table("What PEAQ is given", tuple(columns), tuple(rows), FED_NOTE)


def scatter(grades: Grades, ways: list[str]) -> bytes:
    """Draw ViSQOL over ODG, one point per sound and degradation."""
    figure = new_figure(8.5, 5)
    axes = figure.subplots()
    palette = colormaps["tab20"]
    for k, way in enumerate(ways):
        axes.scatter(grades["ODG"][:, k], grades["ViSQOL"][:, k], s=14, color=palette(k % 20), label=way, alpha=0.8)
    axes.set_xlabel("ODG (PEAQ)")
    axes.set_ylabel("ViSQOL")
    figure.legend(loc="outside right upper", fontsize=8, frameon=False)
    return to_png(figure)
