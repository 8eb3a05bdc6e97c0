"""A section of the report: figures for the JSON; tables, pictures and sounds for the page."""

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field
from typing import Any

from latentpad_export.evaluate.metrics.estimate import intervals_of, with_intervals

Cell = str | float | int | None
"""None: not available; ``missing`` of the section says why."""


@dataclass(frozen=True)
class Table:
    """A table of the page."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    """Meaning of the columns, in a sentence or two."""


@dataclass(frozen=True)
class Picture:
    """A plot."""

    title: str
    png: bytes
    note: str = ""


@dataclass(frozen=True)
class Example:
    """A sound to listen to."""

    title: str
    """Whose version of the sound it is; titles that occur in several rows are columns of players."""

    wav: bytes
    """Content of a wav file."""

    row: str = ""
    """Sound that it is a version of: those of a row are side by side."""

    group: str = "Listen"
    """Heading of the rows."""


@dataclass(frozen=True)
class Section:
    """One section of an evaluation."""

    name: str
    """Key in the JSON."""

    title: str
    figures: dict[str, Any]
    """All results: numbers, strings, lists and objects of them. None where not available; statistics over sounds are
    `Estimate`."""

    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    examples: tuple[Example, ...] = ()
    missing: tuple[str, ...] = field(default=())
    """One sentence per unavailable metric: which, why, what to do."""

    @property
    def intervals(self) -> dict[str, Any]:
        """Return the 95 % intervals of the figures, [low, high] at the same paths; figures without one are not there.

        Items of lists have the same indices, None without an interval.
        """
        return intervals_of(self.figures) or {}

    def to_dict(self) -> dict[str, Any]:
        """Return the section in types that JSON can hold."""
        return {
            **asdict(self),
            "intervals": self.intervals,
            "pictures": [{**asdict(p), "png": b64encode(p.png).decode()} for p in self.pictures],
            "examples": [{**asdict(e), "wav": b64encode(e.wav).decode()} for e in self.examples],
        }

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> "Section":
        """Return the section that `to_dict` was called on."""
        return cls(
            name=document["name"],
            title=document["title"],
            figures=with_intervals(document["figures"], document["intervals"] or None),
            tables=tuple(
                Table(t["title"], tuple(t["columns"]), tuple(map(tuple, t["rows"])), t["note"])
                for t in document["tables"]
            ),
            pictures=tuple(Picture(p["title"], b64decode(p["png"]), p["note"]) for p in document["pictures"]),
            examples=tuple(Example(**{**e, "wav": b64decode(e["wav"])}) for e in document["examples"]),
            missing=tuple(document["missing"]),
        )
