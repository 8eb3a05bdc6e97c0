"""The most important figures of all bundles side by side, and tables as Markdown."""

from typing import Any

from latentpad.bundle.bundle import Bundle
from latentpad_export.evaluate.report.section import Cell, Section, Table

HEARD = ("detail", "bundles", "{}", "heard")
"""Path to the figures of what a user hears: with the library's detail or, in older bundles, of the model alone."""

FAMILIES = ("families", "bundles", "{}")
"""Path to the figures of blends, paths, kits and kinds."""

ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("on a sound's point: ODG (0 = the same, -4)", (*HEARD, "on", "odg")),
    ("on a sound's point: ViSQOL (4.73 = the same)", (*HEARD, "on", "visqol")),
    ("on a sound's point: smoothed error (dB)", (*HEARD, "on", "smoothed_error")),
    ("on a sound's point: attacks within 20 %", (*HEARD, "on", "attack_within_20_percent")),
    ("on a sound's point: pitch off by over 50 cents", (*HEARD, "on", "pitch_off")),
    ("on a sound's point: told from real (0.5 = never)", (*HEARD, "on", "told")),
    ("half-way: told from real", (*HEARD, "half_way", "told")),
    ("half-way: attack in the parents' range", (*HEARD, "half_way", "attack_in_range")),
    ("half-way: clarity of pitch over the parents'", (*HEARD, "half_way", "clarity")),
    ("half-way: prominence over the parents' (dB)", (*HEARD, "half_way", "prominence")),
    ("half-way: one pitch between the parents'", (*HEARD, "half_way", "one_pitch")),
    ("half-way: off path (1 = on the way)", (*HEARD, "half_way", "off_path")),
    ("half-way: distance to the nearer parent (0.5 = middle)", (*HEARD, "half_way", "nearer")),
    ("inside triangles: told from real", (*HEARD, "inside", "told")),
    ("inside triangles: near duplicates", (*HEARD, "inside", "twins")),
    ("step of 1/192, worst (dB)", (*HEARD, "walks", "worst_jump_db")),
    ("variations: told from real", (*HEARD, "varied", "told")),
    ("sound left out: distance to it (dB)", (*HEARD, "left_out", "distance")),
    ("blends of two kinds: told from real", (*FAMILIES, "blends", "mean", "told")),
    ("blends of two kinds: between them", (*FAMILIES, "blends", "mean", "between")),
    ("long paths: steps within 25 %, as heard", (*FAMILIES, "paths", "long", "heard", "heard", "even")),
    ("the same, in equal steps on the map", (*FAMILIES, "paths", "long", "even", "heard", "even")),
    ("kits: near twins", (*FAMILIES, "kits", "(all)", "twins")),
    ("kits: kind agreement relative to real sounds", (*FAMILIES, "kits", "(all)", "relative")),
    ("kinds: kind agreement relative to real sounds", (*FAMILIES, "kinds", "relative_to_drawn")),
    ("with detail: near duplicates anywhere on the pad", ("pad", "with_detail", "{}", "anywhere: twins")),
    ("model alone: unseen sounds, reconstructed: distance (dB)", ("model", "bundles", "{}", "rebuilt", "distance")),
    ("the same, texture averaged out (dB)", ("model", "bundles", "{}", "rebuilt", "distance_smooth")),
    ("the same, below 8 kHz (dB)", ("model", "bundles", "{}", "rebuilt", "distance_low")),
    ("the same: multi-resolution STFT distance", ("model", "bundles", "{}", "rebuilt", "stft_distance")),
    ("model alone: generated: Fréchet distance", ("model", "distributions", "{}, generated", "Fréchet distance")),
    ("model alone: generated: NDB", ("model", "distributions", "{}, generated", "NDB")),
    ("model alone: generated: coverage", ("model", "distributions", "{}, generated", "coverage")),
    ("model alone: generated: recall", ("model", "distributions", "{}, generated", "recall")),
    ("model alone: generated: density", ("model", "distributions", "{}, generated", "density")),
    ("model alone: texture relative to real sounds (1 = as rough)", ("time", "bundles", "{}", "(all)", "texture")),
    ("texture of the decoder's mean alone", ("time", "bundles", "{}", "(all)", "texture_of_mean")),
    ("model alone: attack time relative to real sounds", ("time", "bundles", "{}", "(all)", "attack")),
    (
        "model alone: attacks within 20 %",
        ("time", "bundles", "{}", "(all)", "attack_within_20_percent"),
    ),
    ("model alone: duration relative to real sounds", ("time", "bundles", "{}", "(all)", "duration")),
    ("model alone: centroid relative to real sounds", ("time", "bundles", "{}", "(all)", "centroid")),
    ("model alone: label agreement on points", ("pad", "bundles", "{}", "on: label agreement")),
    ("model alone: label agreement around points", ("pad", "bundles", "{}", "around: label agreement")),
    ("model alone: label agreement of siblings (variation 1)", ("pad", "bundles", "{}", "siblings: label agreement")),
    ("model alone: diversity within labels relative to real sounds", ("pad", "bundles", "{}", "diversity")),
    (
        "model alone: diversity of siblings relative to real sounds",
        ("pad", "bundles", "{}", "diversity of siblings"),
    ),
    ("model alone: near duplicates anywhere on the pad", ("pad", "bundles", "{}", "anywhere: twins")),
    ("pitch error, representation alone (cents)", ("time", "tones", "{}", "representation_cents")),
    ("pitch error, model alone (cents)", ("time", "tones", "{}", "model_cents")),
    ("tones more than a quarter tone off, model alone, of 16", ("time", "tones", "{}", "model_off")),
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
