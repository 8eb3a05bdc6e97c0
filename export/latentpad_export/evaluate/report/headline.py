"""The most important figures of all bundles, with what real sounds get, and verdicts: "In short"."""

from dataclasses import dataclass
from typing import Any

from latentpad.bundle.bundle import Bundle
from latentpad_export.evaluate.report.rows import Group, groups
from latentpad_export.evaluate.report.section import Cell, Section, Table
from latentpad_export.evaluate.report.tables import format_cell
from latentpad_export.evaluate.report.verdicts import Interval, Judged, Path, Row, compare, judge

TITLE = "In short"

NO_DIFFERENCE = "no clear difference"

NOTE = (
    "Real sounds: what these get in the same measure, where that makes sense. Verdicts judge how far a figure is from "
    "its best value or from that of real sounds; where there is an interval (95 %), its worse end. Beside: better and "
    "worse are differences that can be heard and, where there are intervals, do not overlap."
)


@dataclass(frozen=True)
class Line:
    """A row of the headline with the figures of all bundles."""

    row: Row

    real: tuple[float | None, ...]
    """The figure of real sounds, by bundle; most are the same for all of them."""

    judged: tuple[Judged | None, ...]
    """By bundle; None where it has no such figure."""

    def against(self, other: int) -> int | None:
        """Return whether the first bundle is better (1) or worse (-1) than another beyond noise; None if unknown."""
        one, two = self.judged[0], self.judged[other]
        if one is None or two is None or one.shortfalls is None or two.shortfalls is None:
            return None
        return compare(self.row, one, two)

    def in_words(self, other: int) -> str:
        """Return the comparison of the first bundle with another in words."""
        found, one, two = self.against(other), self.judged[0], self.judged[other]
        if found is None or one is None or two is None:
            return "-"
        if found == 0:
            return NO_DIFFERENCE
        difference = format_cell(float(abs(one.value - two.value)))
        return f"{'better' if found > 0 else 'worse'} by {difference}"

    @property
    def references(self) -> str:
        """Return the figures of real sounds: one, or that of each bundle where they differ."""
        found = dict.fromkeys(format_cell(real) for real, own in zip(self.real, self.judged, strict=True) if own)
        return " / ".join(found)


@dataclass(frozen=True)
class LineGroup:
    """Lines under one heading."""

    group: Group
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Headline:
    """The most important figures: the evaluated bundle first, then the baselines."""

    names: tuple[str, ...]
    groups: tuple[LineGroup, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the lines of all groups."""
        return tuple(line for own in self.groups for line in own.lines)

    def as_table(self) -> Table:
        """Return everything as one table."""
        first, *baselines = self.names
        columns = ["", "better", "real sounds", first, "verdict"]
        columns += [column for name in baselines for column in (name, f"{name}: verdict", f"{first} beside {name}")]
        rows = []
        for own in self.groups:
            for line in own.lines:
                cells = [f"{own.group.title}: {line.row.title}", line.row.direction, line.references]
                for i, judged in enumerate(line.judged):
                    cells += [value_in_words(judged), judged.verdict if judged else "-"]
                    cells += [line.in_words(i)] if i else []
                rows.append(tuple(cell or "-" for cell in cells))
        return Table(TITLE, tuple(columns), tuple(rows), NOTE)


def value_in_words(judged: Judged | None) -> str:
    """Return a figure, with its interval if it has one."""
    if judged is None:
        return "-"
    value = format_cell(judged.value)
    if judged.interval is None:
        return value
    low, high = (format_cell(float(end)) for end in judged.interval)
    return f"{value} ({low} to {high})"


def headline(bundles: tuple[Bundle, ...], sections: tuple[Section, ...]) -> Headline:
    """Collect and judge the most important figures; rows and groups that no bundle has are left out."""
    figures = {section.name: section.figures for section in sections}
    intervals = {section.name: section.intervals for section in sections}
    names = tuple(bundle.name for bundle in bundles)
    found = (
        LineGroup(
            group, tuple(line for row in group.rows if any((line := _line(row, names, figures, intervals)).judged))
        )
        for group in groups()
    )
    return Headline(names, tuple(own for own in found if own.lines))


def _line(row: Row, names: tuple[str, ...], figures: dict[str, Any], intervals: dict[str, Any]) -> Line:
    """Collect and judge a figure of all bundles."""
    reals, judged = [], list[Judged | None]()
    for name in names:
        real = row.real if not isinstance(row.real, tuple) else _number(_follow(figures, row.real, name))
        value = _number(_follow(figures, row.path, name))
        reals.append(real)
        judged.append(None if value is None else judge(row, value, _interval(_follow(intervals, row.path, name)), real))
    return Line(row, tuple(reals), tuple(judged))


def _follow(found: Any, path: Path, name: str) -> Any:
    """Return what is at a path; None if nothing is."""
    for step in path:
        found = found.get(step.replace("{}", name)) if isinstance(found, dict) else None
    return found


def _number(found: Cell | Any) -> float | int | None:
    """Return a finite number; None otherwise."""
    return found if isinstance(found, int | float) and found == found else None


def _interval(found: Any) -> Interval | None:
    """Return an interval; None otherwise."""
    match found:
        case [float() | int() as low, float() | int() as high]:
            return float(low), float(high)
    return None
