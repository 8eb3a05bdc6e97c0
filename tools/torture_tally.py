"""The count of an attack, kept in a JSON file from which an interrupted attack resumes."""

import json
import platform
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from latentpad.files import replace_file
from latentpad.printable import printable

ROOT = Path(__file__).resolve().parents[1]

MAX_NOTES = 40


@dataclass
class Tally:
    """What an attack has done so far, and what it found."""

    done: int = 0
    crashes: int = 0
    """Processes that ended by themselves, and tracebacks."""

    half_files: int = 0
    """Wavs and bundles under their final names that cannot be read, and temporary files that nobody removes."""

    losses: int = 0
    """Requests without any answer, and files of the user that changed."""

    hangs: int = 0
    """Answers that took longer than the attack allows."""

    notes: list[str] = field(default_factory=list)
    """The first faults, one line each."""

    measured: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    commits: list[str] = field(default_factory=list)
    ended: str = ""

    @property
    def faults(self) -> int:
        """How much went wrong."""
        return self.crashes + self.half_files + self.losses + self.hangs

    def note(self, kind: str, text: str) -> None:
        """Count a fault of a kind: ``crashes``, ``half_files``, ``losses`` or ``hangs``."""
        setattr(self, kind, getattr(self, kind) + 1)
        if len(self.notes) < MAX_NOTES:
            self.notes.append(printable(f"{kind} at {self.done}: {text}")[:500])


@dataclass(frozen=True)
class Attack:
    """An attack by its name."""

    what: str
    """Row of the table."""

    total: int
    """How many there are in a full run."""

    run: Callable[[Path, Tally, int], Iterator[None]]
    """Called with a folder of its own, the tally and the total; yields when the tally may be stored."""


def load(path: Path) -> Tally:
    """Return the tally of a file; a new one if there is none."""
    return Tally(**json.loads(path.read_text("utf-8"))) if path.exists() else Tally()


def perform(attack: Attack, folder: Path, path: Path, total: int) -> Tally:
    """Run an attack from where it was interrupted until it is complete, and store its tally again and again."""
    tally = load(path)
    if tally.done >= total:
        return tally
    folder.mkdir(parents=True, exist_ok=True)
    commit = _commit()
    tally.commits = [*dict.fromkeys([*tally.commits, commit])]
    before, started = tally.seconds, time.monotonic()
    for _ in attack.run(folder, tally, total):
        tally.seconds = before + time.monotonic() - started
        tally.ended = datetime.now(UTC).strftime("%Y-%m-%d")
        replace_file(path, json.dumps(asdict(tally), indent=1).encode())
    return tally


def machine() -> str:
    """Return the processor and the system."""
    model = ""
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")
    return (
        f"{model or platform.processor()}, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


def _commit() -> str:
    """Return the commit that is checked out, with a plus sign if files were changed after it."""

    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    return git("rev-parse", "--short=10", "HEAD") + ("+" if git("status", "--porcelain", "-uno") else "")
