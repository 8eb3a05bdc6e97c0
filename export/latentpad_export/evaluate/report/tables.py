"""Tables as Markdown, and without what nothing could be measured of."""

from dataclasses import replace

from latentpad_export.evaluate.report.section import Cell, Section, Table

SMALLEST = 1e-4
"""Smaller numbers are shown as 0: no figure here means anything below it."""


def as_markdown(table: Table) -> str:
    """Return a table as Markdown, numbers aligned to the right."""
    sides = ("---:" if is_right else "---" for is_right in right_aligned(table))
    lines = [
        "| " + " | ".join(column.replace("|", "\\|") for column in table.columns) + " |",
        "| " + " | ".join(sides) + " |",
        *("| " + " | ".join(format_cell(cell).replace("|", "\\|") for cell in row) + " |" for row in table.rows),
    ]
    return "\n".join(lines)


def format_cell(cell: Cell) -> str:
    """Format a number with three significant digits; a dash for None."""
    if is_blank(cell):
        return "-"
    if isinstance(cell, float):
        if abs(cell) < SMALLEST:
            return "0"
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.3g}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def is_blank(cell: Cell) -> bool:
    """Return whether there is no value: None or NaN."""
    return cell is None or cell != cell


def right_aligned(table: Table) -> tuple[bool, ...]:
    """Return which columns hold numbers, apart from the first, which holds titles."""
    columns = (tuple(row[i] for row in table.rows) for i in range(1, len(table.columns)))
    return (False, *(not any(isinstance(cell, str) for cell in column) for column in columns))


def without_blanks(section: Section) -> Section:
    """Return a section without rows, columns and tables that hold no value; what was left out is named.

    Sections say in ``missing`` why something could not be measured. If one does not, a sentence is added here.
    """
    tables, missing = [], list(section.missing)
    for table in section.tables:
        kept, left_out = _prune(table)
        if kept is not None:
            tables.append(kept)
        if kept is None or (left_out and not section.missing):
            missing.append(
                f"{table.title}: {left_out or 'the table'} could not be measured with these sounds; "
                "use more of them, or a larger --scale."
            )
    return replace(section, tables=tuple(tables), missing=tuple(missing))


def _prune(table: Table) -> tuple[Table | None, str]:
    """Return a table without blank rows and columns, None if nothing is left, and the names of what was left out."""
    rows = [row for row in table.rows if not _is_blank_row(row)]
    kept = [i for i in range(len(table.columns)) if i == 0 or not all(is_blank(row[i]) for row in rows)]
    measured = (cell for row in rows for cell in row if isinstance(cell, float) and not is_blank(cell))
    if not rows or len(kept) < 2 or (len(kept) < len(table.columns) and not any(True for _ in measured)):
        return None, ""  # nothing is left, or nothing but counts
    columns = [f"“{name}”" for i, name in enumerate(table.columns) if i not in kept]
    titles = [f"“{row[0]}”" for row in table.rows if _is_blank_row(row)]
    left_out = " and ".join(", ".join(names) for names in (columns, titles) if names)
    note = f"{table.note} Left out, since there is no value: {left_out}.".strip() if left_out else table.note
    pruned = Table(
        table.title,
        tuple(table.columns[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in rows),
        note,
    )
    return pruned, left_out


def _is_blank_row(row: tuple[Cell, ...]) -> bool:
    """Return whether a row holds no value: nothing but blanks, and counts of 0."""
    numbers = [cell for cell in row[1:] if not isinstance(cell, str)]
    return any(is_blank(cell) for cell in numbers) and all(is_blank(cell) or cell == 0 for cell in numbers)
