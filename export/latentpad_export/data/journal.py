"""The journal of a reading: one line a finished file, from which an interrupted run knows what is done."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO


@dataclass(frozen=True)
class Entry:
    """One line of the journal."""

    name: str
    reason: str
    """Why the file is not used; empty where it is."""

    digest: str = ""
    """Hash of the sound as it is learnt; the same sound under two names has the same."""

    seconds: float = 0.0
    peak: float = 0.0


def read_journal(path: Path) -> list[Entry]:
    """Read the lines up to the first that is damaged, or cut off at the end."""
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
    """Write one line each, at once."""
    journal.writelines(json.dumps(asdict(entry)) + "\n" for entry in entries)
    journal.flush()
