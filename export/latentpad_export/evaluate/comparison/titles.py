"""Titles and directions of the figures that are in "In short"."""

from functools import cache

from latentpad_export.evaluate.comparison.figures import Figure, Path
from latentpad_export.evaluate.report.rows import groups
from latentpad_export.evaluate.report.verdicts import Row

NOT_SHOWN = ("detail", "bundles", "{}", "heard")
"""Figures of what a user hears are shown as part of "In short"; they are also those of one of the ways."""


@cache
def _rows() -> dict[Path, tuple[str, Row]]:
    """Return the rows of "In short" with their titles, by path."""
    return {row.path: (f"{group.title}: {row.title}", row) for group in groups() for row in group.rows}


def title_of(path: Path) -> str | None:
    """Return the title of a figure; None if it is not in "In short"."""
    found = _rows().get(path)
    return None if found is None else found[0]


def better_by(path: Path, a: dict[Path, Figure], b: dict[Path, Figure]) -> float | None:
    """Return by how much the figure of B is better than that of A, below 0 if it is worse; None if neither is said.

    Each is judged by how far it is from its best value or, without one, from that of the real sounds in its evaluation.
    """
    if path not in _rows():
        return None
    row = _rows()[path][1]
    one, two = (row.shortfall(own[path].value, _real(row, own)) for own in (a, b))
    return None if one is None or two is None else one - two


def _real(row: Row, figures: dict[Path, Figure]) -> float | None:
    """Return the figure of real sounds of an evaluation."""
    if not isinstance(row.real, tuple):
        return row.real
    return figures[row.real].value if row.real in figures else None
