"""The most important figures of all bundles side by side, and tables as Markdown."""

from typing import Any

from latentpad.bundle.bundle import Bundle
from latentpad_export.evaluate.report.section import Cell, Section, Table

ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("unseen sounds, reconstructed: distance (dB)", ("model", "bundles", "{}", "rebuilt", "distance")),
    ("the same, texture averaged out (dB)", ("model", "bundles", "{}", "rebuilt", "distance_smooth")),
    ("the same, below 8 kHz (dB)", ("model", "bundles", "{}", "rebuilt", "distance_low")),
    ("the same: multi-resolution STFT distance", ("model", "bundles", "{}", "rebuilt", "stft_distance")),
    ("generated: Fréchet distance", ("model", "distributions", "{}, generated", "Fréchet distance")),
    ("generated: NDB", ("model", "distributions", "{}, generated", "NDB")),
    ("generated: coverage", ("model", "distributions", "{}, generated", "coverage")),
    ("generated: recall", ("model", "distributions", "{}, generated", "recall")),
    ("generated: density", ("model", "distributions", "{}, generated", "density")),
    ("texture relative to real sounds (1 = as rough)", ("time", "bundles", "{}", "(all)", "texture")),
    ("texture of the decoder's mean alone", ("time", "bundles", "{}", "(all)", "texture_of_mean")),
    ("attack time relative to real sounds", ("time", "bundles", "{}", "(all)", "attack")),
    ("attacks within 20 % of the real ones", ("time", "bundles", "{}", "(all)", "attack_within_20_percent")),
    ("duration relative to real sounds", ("time", "bundles", "{}", "(all)", "duration")),
    ("centroid relative to real sounds", ("time", "bundles", "{}", "(all)", "centroid")),
    ("label agreement on points", ("pad", "bundles", "{}", "on: label agreement")),
    ("label agreement around points", ("pad", "bundles", "{}", "around: label agreement")),
    ("label agreement of siblings (variation 1)", ("pad", "bundles", "{}", "siblings: label agreement")),
    ("diversity within labels relative to real sounds, median", ("pad", "bundles", "{}", "diversity")),
    ("diversity of siblings relative to real sounds, median", ("pad", "bundles", "{}", "diversity of siblings")),
    ("near duplicates anywhere on the pad", ("pad", "bundles", "{}", "anywhere: twins")),
    ("pitch error, representation alone (cents)", ("time", "tones", "{}", "representation_cents")),
    ("pitch error, model (cents)", ("time", "tones", "{}", "model_cents")),
    ("tones more than a quarter tone off, model, of 16", ("time", "tones", "{}", "model_off")),
)
"""Title of each row and path to its figure; {} is the bundle's name."""


def headline(bundles: tuple[Bundle, ...], sections: tuple[Section, ...]) -> Table:
    """Return the table of the most important figures, one column per bundle."""
    figures = {section.name: section.figures for section in sections}
    rows: list[tuple[Cell, ...]] = []
    for title, path in ROWS:
        row = [_follow(figures, [step.format(bundle.name) for step in path]) for bundle in bundles]
        if any(cell is not None for cell in row):
            rows.append((title, *row))
    return Table("In short", ("", *(bundle.name for bundle in bundles)), tuple(rows))


def _follow(figures: dict[str, Any], path: list[str]) -> Cell:
    """Return the figure at a path; None if it is not available."""
    found: Any = figures
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    return found if isinstance(found, int | float) else None


def as_markdown(table: Table) -> str:
    """Return a table as Markdown."""
    lines = [
        "| " + " | ".join(column.replace("|", "\\|") for column in table.columns) + " |",
        "| " + " | ".join("---" for _ in table.columns) + " |",
        *("| " + " | ".join(format_cell(cell).replace("|", "\\|") for cell in row) + " |" for row in table.rows),
    ]
    return "\n".join(lines)


def format_cell(cell: Cell) -> str:
    """Format a number with three significant digits; a dash for None."""
    if cell is None or cell != cell:
        return "-"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.3g}"
    return f"{cell:,}" if isinstance(cell, int) else cell
