"""Titles and directions of the figures that are in "In short"."""

from functools import cache

from latentpad_export.evaluate.comparison.figures import Figure, Path
from latentpad_export.evaluate.report.headline import HEARD, ROWS

NOT_SHOWN = HEARD
"""Figures of what a user hears are shown as part of "In short"; they are also those of one of the ways."""


@cache
def _titles() -> dict[Path, str]:
    return {path: title for title, path in ROWS}


def title_of(path: Path) -> str | None:
    """Return the title of a figure; None if it is not in "In short"."""
    return _titles().get(path)


def better_by(path: Path, a: dict[Path, Figure], b: dict[Path, Figure]) -> float | None:
    """Return by how much the figure of B is better than that of A, below 0 if it is worse; None if neither is said."""
    return None
