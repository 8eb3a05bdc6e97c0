"""The rows of the list: headings, and below them samples, kept ones first, then the newest.

The samples of a kit are in the order of its pads, under a heading of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from latentpad.printable import printable
from latentpad.shelf.entry import Entry

KEPT, NEWEST, EARLIER = "Kept", "Newest", "Earlier"


@dataclass(frozen=True)
class Heading:
    """A heading, and the names of the samples below it."""

    text: str
    names: tuple[str, ...]


Row = Heading | Entry


def arrange(entries: Iterable[Entry]) -> list[Row]:
    """Return the rows for samples that come oldest first; undone ones are left out."""
    newest = [entry for entry in entries if not entry.is_undone][::-1]
    kept = [entry for entry in newest if entry.kept]
    rows = _section(KEPT, kept)
    rest = [entry for entry in newest if not entry.kept]
    heading = NEWEST
    while rest:
        kit = rest[0].kit
        end = next((index for index, entry in enumerate(rest) if entry.kit != kit), len(rest))
        if kit:
            members = [entry for entry in rest if entry.kit == kit]
            rows += _section(f"Kit: {printable(kit)}", sorted(members, key=lambda entry: entry.name))
            rest = [entry for entry in rest if entry.kit != kit]
        else:
            rows += _section(heading, rest[:end])
            rest = rest[end:]
        heading = EARLIER
    return rows


def _section(text: str, entries: list[Entry]) -> list[Row]:
    """Return a heading and its samples; nothing without samples."""
    return [Heading(text, tuple(entry.name for entry in entries)), *entries] if entries else []
