"""Audio examples as rows of players: a real sound beside the versions of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from latentpad_export.evaluate.report.section import Example


@dataclass(frozen=True)
class PlayerRow:
    """Players side by side."""

    title: str

    examples: tuple[Example | None, ...]
    """In the order of the columns; None where there is no sound."""


@dataclass(frozen=True)
class Players:
    """Rows of players under the same columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[PlayerRow, ...]


def side_by_side(examples: Iterable[Example]) -> tuple[Players, ...]:
    """Arrange examples by their groups and rows, all in the order in which they first occur."""
    groups: dict[str, list[Example]] = {}
    for example in examples:
        groups.setdefault(example.group, []).append(example)
    return tuple(_arrange(title, own) for title, own in groups.items())


def _arrange(title: str, examples: list[Example]) -> Players:
    """Arrange the examples of a group."""
    rows: dict[str, dict[str, Example]] = {}
    for example in examples:
        row, column = (example.row, example.title) if example.row else (example.title, "")
        rows.setdefault(row, {})[column] = example
    columns = tuple(dict.fromkeys(column for own in rows.values() for column in own))
    return Players(
        title,
        columns,
        tuple(PlayerRow(name, tuple(own.get(column) for column in columns)) for name, own in rows.items()),
    )
