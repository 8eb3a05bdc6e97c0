"""What one import does: which folder is mapped or trained on, and where its bundle goes."""

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from latentpad.checks import is_integer
from latentpad.web.imports.state import Kind

NICE = 10
"""How far the process stays behind other programs, of 19."""

MIN_MINUTES, MAX_MINUTES = 1, 1440


@dataclass(frozen=True)
class ImportPlan:
    """One import; the same plan goes on where it was interrupted."""

    kind: Kind
    name: str
    """Name of the bundle."""

    folder: Path
    """The library, absolute."""

    output: Path
    """The bundle."""

    copied_bytes: int = 0
    """Size of the library if it is a copy that the page has sent; else 0."""

    start: Path | None = None
    """The bundle whose training is continued."""

    minutes: int = 0
    """Of training."""

    def to_json(self) -> dict[str, Any]:
        """Return the plan as a JSON object."""
        return {key: str(value) if isinstance(value, Path) else value for key, value in asdict(self).items()}


PlanCommand = Callable[[ImportPlan, Path], list[str]]
"""Returns the program and arguments of a plan, with the folder for its first bundles."""


def plan_command(plan: ImportPlan, first: Path) -> list[str]:
    """Return the command that runs a plan."""
    # -P: else a numpy.py in the current folder would be run
    command = [sys.executable, "-P", "-m", "latentpad", plan.kind, str(plan.folder), "-o", str(plan.output)]
    command += [f"--name={plan.name}", "--json", "--nice", str(NICE)]
    if plan.kind == "map":
        return [*command, "--first", str(first)]
    return [*command, "--from", str(plan.start), "--minutes", str(plan.minutes)]


def plan_from_json(found: object) -> ImportPlan | None:
    """Return a plan from JSON; None if it is damaged."""
    match found:
        case {
            "kind": "map" | "train" as kind,
            "name": str() as name,
            "folder": str() as folder,
            "output": str() as output,
            "copied_bytes": copied,
            "start": str() | None as start,
            "minutes": minutes,
        } if is_integer(copied, 0) and is_integer(minutes, 0, MAX_MINUTES):
            begun = Path(start) if start else None
            return ImportPlan(kind, name, Path(folder), Path(output), copied, begun, minutes)
    return None
