"""The lines that ``latentpad map --json`` and ``latentpad train --json`` print: one JSON object per line.

====================================================  ==================================================
``{"event": "stage", "stage", "done", "total",        progress; ``remaining_seconds`` of the whole work,
"remaining_seconds"}``                                null while unknown
``{"event": "scanned", "files", "kinds", "no_kind",   what is in the folder; ``kinds`` counts by kind
"loops"}``
``{"event": "skipped", "name", "reason"}``            a file that cannot be used
``{"event": "note", "text"}``                         a sentence for the user
``{"event": "playable", "bundle", "sounds"}``         a first bundle, of the sounds that have been read
``{"event": "finished", "bundle", "sounds"}``         the bundle
``{"event": "error", "message", "resumable"}``        why there will be none, and whether the same run can go on
                                                      once that is mended: when the disk was full, for example
====================================================  ==================================================
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from latentpad.checks import is_integer, is_number

MAX_TEXT = 500
"""Characters of a text that are kept."""

MAX_KINDS = 200
MAX_COUNT = 10_000_000


@dataclass(frozen=True)
class Stage:
    """Progress."""

    stage: str
    done: int
    total: int
    remaining: float | None
    """Seconds until everything is done; None while unknown."""


@dataclass(frozen=True)
class Scanned:
    """What is in the folder."""

    files: int
    kinds: dict[str, int] = field(default_factory=dict)
    no_kind: int = 0
    loops: int = 0
    """Files that are left out since their names say that they are loops."""


@dataclass(frozen=True)
class Skipped:
    """A file that cannot be used, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Note:
    """A sentence for the user."""

    text: str


@dataclass(frozen=True)
class Playable:
    """A first bundle can be opened."""

    bundle: Path
    sounds: int


@dataclass(frozen=True)
class Finished:
    """The bundle has been written."""

    bundle: Path
    sounds: int


@dataclass(frozen=True)
class Failed:
    """There will be no bundle."""

    message: str
    resumable: bool = False
    """Whether the run can go on later."""


Event = Stage | Scanned | Skipped | Note | Playable | Finished | Failed


def read_event(line: str) -> Event | None:
    """Return the event of a line; None if it is none that is known."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    match found:
        case {"event": "stage", "stage": str() as stage}:
            left = found.get("remaining_seconds")
            remaining = float(left) if is_number(left, 0, 1e9) else None
            return Stage(_text(stage), _count(found, "done"), _count(found, "total"), remaining)
        case {"event": "scanned"}:
            files, no_kind, loops = (_count(found, key) for key in ("files", "no_kind", "loops"))
            return Scanned(files, _kinds(found.get("kinds")), no_kind, loops)
        case {"event": "skipped", "name": str() as name, "reason": str() as reason}:
            return Skipped(_text(name), _text(reason))
        case {"event": "note", "text": str() as text}:
            return Note(_text(text))
        case {"event": "playable", "bundle": str() as bundle}:
            return Playable(Path(bundle), _count(found, "sounds"))
        case {"event": "finished", "bundle": str() as bundle}:
            return Finished(Path(bundle), _count(found, "sounds"))
        case {"event": "error", "message": str() as message}:
            return Failed(_text(message), found.get("resumable") is True)
    return None


def _text(text: str) -> str:
    """Return a text in one line, without the end of a very long one."""
    return " ".join(text.split())[:MAX_TEXT]


def _count(found: dict[str, Any], key: str) -> int:
    """Return a count; 0 where there is none."""
    value = found.get(key)
    return value if is_integer(value, 0, MAX_COUNT) else 0


def _kinds(kinds: object) -> dict[str, int]:
    """Return the counts of kinds, the most frequent first."""
    if not isinstance(kinds, dict):
        return {}
    counts = {_text(str(kind)): n for kind, n in kinds.items() if is_integer(n, 1, MAX_COUNT)}
    return dict(sorted(counts.items(), key=lambda item: -item[1])[:MAX_KINDS])
