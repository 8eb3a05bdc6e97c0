"""What a part of an evaluation gives: figures for the JSON; tables, pictures and sounds for the page."""

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field
from typing import Any

Cell = str | float | int | None
"""None: not to be had here; ``missing`` of the section says why."""


@dataclass(frozen=True)
class Table:
    """Rows that people compare."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    """What the columns mean, in a sentence or two."""


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
    wav: bytes
    """A whole file."""


@dataclass(frozen=True)
class Section:
    """One part of an evaluation."""

    name: str
    """Its key in the JSON."""

    title: str
    figures: dict[str, Any]
    """Everything that was measured; numbers, texts, lists and objects of them. None where it could not be had."""

    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    examples: tuple[Example, ...] = ()
    missing: tuple[str, ...] = field(default=())
    """A sentence for each metric that could not be had: what, why, what to do."""

    def to_dict(self) -> dict[str, Any]:
        """Give it as JSON can hold it."""
        return {
            **asdict(self),
            "pictures": [{**asdict(p), "png": b64encode(p.png).decode()} for p in self.pictures],
            "examples": [{**asdict(e), "wav": b64encode(e.wav).decode()} for e in self.examples],
        }

    @classmethod
    def from_dict(cls, found: dict[str, Any]) -> "Section":
        """Read what `to_dict` gave."""
        return cls(
            name=found["name"],
            title=found["title"],
            figures=found["figures"],
            tables=tuple(
                Table(t["title"], tuple(t["columns"]), tuple(map(tuple, t["rows"])), t["note"]) for t in found["tables"]
            ),
            pictures=tuple(Picture(p["title"], b64decode(p["png"]), p["note"]) for p in found["pictures"]),
            examples=tuple(Example(e["title"], b64decode(e["wav"])) for e in found["examples"]),
            missing=tuple(found["missing"]),
        )
