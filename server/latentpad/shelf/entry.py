"""A sample as the shelf lists it, read from a page's message: `latentpad.web.messages.to_json`."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from latentpad.checks import is_integer
from latentpad.printable import printable

LABEL = re.compile(r"_x[01]\.\d{3}_y")
PAD = re.compile(r"\d\d ")

MAX_TITLE = 80
"""Characters of a title."""


@dataclass(frozen=True)
class Entry:
    """A sample on the shelf."""

    name: str
    """Unique among the samples: of its file or, in a kit, with the kit's folder."""

    path: Path
    """Its wav in the drop folder, or in the folder of a kit."""

    kept: Path | None
    """Its copy in the subfolder ``kept``."""

    kit: str
    """Name of its kit; empty if it is in none."""

    is_undone: bool
    seconds: float

    @property
    def title(self) -> str:
        """What it is called: the name under which it was kept, or its kind; of a kit, its pad."""
        own = self.path.stem
        if self.kept and self.kept.stem != own:
            return _shown(self.kept.stem)
        return _shown(PAD.sub("", own) if self.kit else self.kind)

    @property
    def kind(self) -> str:
        """The label in the name of its file; of a kit, the kit's name."""
        return _shown(self.kit or LABEL.split(self.path.stem)[0].replace("_", " "))

    @property
    def file(self) -> Path:
        """The file that is played and dragged: the kept copy if there is one, which stays where it is."""
        return self.kept if self.kept and self.kept.is_file() else self.path


def read_entry(found: object) -> Entry | None:
    """Return a sample of a message; None if it is damaged."""
    match found:
        case {
            "name": str() as name,
            "path": str() as path,
            "kept": str() | None as kept,
            "kit": str() as kit,
            "undone": bool() as undone,
            "nSamples": n_samples,
            "sampleRate": sample_rate,
        } if is_integer(n_samples, 0) and is_integer(sample_rate, 1):
            seconds = n_samples / sample_rate
            return Entry(name, Path(path), Path(kept) if kept else None, kit, undone, seconds)
    return None


def read_entries(found: Any) -> list[Entry]:
    """Return the samples of a message, oldest first, without damaged ones."""
    rows = found if isinstance(found, list) else []
    return [entry for row in rows if (entry := read_entry(row))]


def _shown(text: str) -> str:
    """Return a name as it is shown: in one line, and not too long."""
    plain = printable(text)
    return plain if len(plain) <= MAX_TITLE else plain[: MAX_TITLE - 1] + "…"
