"""The journal of feature extraction: one line per finished file, from which an interrupted run resumes."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import inf
from pathlib import Path
from typing import TextIO


@dataclass(frozen=True)
class Entry:
    """One line of the journal."""

    name: str
    reason: str
    """Why the file is not used; empty where it is."""

    digest: str = ""
    """Hash of the prepared sound, equal for duplicates."""

    seconds: float = 0.0
    peak: float = 0.0
    pitch: float = 0.0
    """In hertz; 0 = no pitch."""

    pitch_certainty: float = 0.0
    sketch: str = ""
    """Hexadecimal."""

    detail_seconds: float = 0.0
    """Length of the part that is played as detail."""

    whole_seconds: float = 0.0
    """Length with what was cut off."""

    cut_db: float = -inf
    """Level at the cut, as in `latentpad.samples.one_shot.OneShot`."""


def read_journal(path: Path) -> list[Entry]:
    """Read the lines up to the first that is damaged or cut off."""
    if not path.exists():
        return []
    entries = []
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]:
        try:
            entries.append(Entry(**json.loads(line)))
        except (ValueError, TypeError):
            break
    return entries


def write_lines(journal: TextIO, entries: Iterable[Entry]) -> None:
    """Write one line per entry, and flush."""
    journal.writelines(json.dumps(asdict(entry)) + "\n" for entry in entries)
    journal.flush()
