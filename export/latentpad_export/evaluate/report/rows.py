"""The rows of the headline, read from ``headline.toml``, the one place for references and bounds."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from latentpad_export.evaluate.report.verdicts import Better, Path, Row, Words


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    title: str

    phrases: Words
    """Descriptions of the bundle there, by the grade of the group."""

    rows: tuple[Row, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Return all groups of rows, in their order."""
    document = tomllib.loads(files("latentpad_export.evaluate.report").joinpath("headline.toml").read_text("utf-8"))
    return tuple(
        Group(
            title=group["title"],
            phrases=_words(group["phrases"]),
            rows=tuple(_row(row, tuple(group["at"]), document["words"]) for row in group["rows"]),
        )
        for group in document["groups"]
    )


def _row(row: dict[str, Any], at: Path, words: dict[str, list[str]]) -> Row:
    """Return a row of the document."""
    first, second, third = (float(bound) for bound in row["bounds"])
    best, real = row.get("best"), row.get("real")
    return Row(
        title=row["title"],
        path=(*at, *row["path"]),
        better=Better(row["better"]),
        words=_words(words[row["words"]]) if "words" in row else None,
        bounds=(first, second, third),
        best=None if best is None else float(best),
        real=tuple(real) if isinstance(real, list) else None if real is None else float(real),
        real_is=row.get("real_is", "held-out real sounds"),
        is_ratio=row.get("ratio", False),
        can_exceed=row.get("exceed", False),
        least=float(row.get("least", 0.05)),
    )


def _words(words: list[str]) -> Words:
    """Return the names of four grades."""
    first, second, third, fourth = words
    return first, second, third, fourth
