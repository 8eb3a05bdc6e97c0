"""Differences of two evaluations as a table of text."""

from collections.abc import Sequence

from latentpad_export.evaluate.comparison.differences import Difference
from latentpad_export.evaluate.comparison.figures import Figure
from latentpad_export.evaluate.report.tables import format_cell

COLUMNS = ("", "A", "B", "B - A", "noise", "B is")

EXPECTED = 0.05
"""Share of figures that do not differ, and are taken to."""


def as_lines(differences: Sequence[Difference]) -> list[str]:
    """Return a table, aligned; nothing without differences."""
    if not differences:
        return []
    rows = [COLUMNS, *map(_cells, differences)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS))]
    lines = [_aligned(row, widths) for row in rows]
    n_short = sum(one.in_short for one in differences)
    groups = (("In short", lines[1 : 1 + n_short]), ("Other figures, by their paths", lines[1 + n_short :]))
    return [lines[0], *(line for title, own in groups if own for line in ("", title, *own)), ""]


def _cells(one: Difference) -> tuple[str, ...]:
    """Return the cells of one row."""
    noise = "unknown" if one.noise is None else format_cell(float(one.noise))
    return one.title, _figure(one.a), _figure(one.b), f"{one.value:+.3g}", noise, one.verdict


def _figure(figure: Figure) -> str:
    """Return a figure with its interval."""
    ends = "" if figure.interval is None else " [{}, {}]".format(*(format_cell(float(end)) for end in figure.interval))
    return f"{format_cell(figure.value)}{ends}"


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return a row whose titles and verdicts are to the left, numbers to the right."""
    numbers = (cell.rjust(width) for cell, width in zip(cells[1:-1], widths[1:-1], strict=True))
    return "  ".join([cells[0].ljust(widths[0]), *numbers, cells[-1]]).rstrip()


def summary(differences: Sequence[Difference]) -> list[str]:
    """Return how many figures differ beyond noise, and how many would by chance."""
    known = [one for one in differences if one.noise is not None]
    if not known:
        return ["No figure has an interval in both evaluations."] if differences else ["They have no figure in common."]
    beyond = sum(one.is_beyond_noise for one in known)
    lines = [
        f"{beyond} of {len(known)} figures differ by more than their noise (95 % intervals, half-widths added in "
        f"quadrature); up to {round(EXPECTED * len(known))} would by chance."
    ]
    if other := sum(one.noise is None and one.value != 0 for one in differences):
        lines.append(f"{other} more differ that have no interval, such as extremes and counts; --all shows them.")
    return lines
