"""The figures of a run, as a table for people and as JSON."""

import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from latentpad.bench.timing import Times

PACKAGES = (
    *("latentpad", "numpy", "numba", "rocket-fft", "onnxruntime", "soundfile", "soxr"),
    *("librosa", "umap-learn", "torch"),
)


@dataclass(frozen=True)
class Row:
    """A figure that has a target."""

    what: str
    value: float
    unit: str
    low: float | None = None
    """The least that it should be."""

    high: float | None = None
    """The most that it should be."""

    beside: str = ""
    """What it is compared with."""

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        return (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)

    @property
    def target(self) -> str:
        """The target in words."""
        parts = [f"{sign} {bound:g}" for sign, bound in (("≥", self.low), ("≤", self.high)) if bound is not None]
        return " and ".join(parts) or "none"


@dataclass
class Report:
    """Everything that a run has found."""

    rows: list[Row] = field(default_factory=list)
    stages: dict[str, Times] = field(default_factory=dict)
    """Milliseconds of each step of a render, over the same points."""

    growth: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """How milliseconds grow: name to (size, milliseconds)."""

    notes: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Give everything for JSON, with the machine and the versions."""
        return {
            "machine": machine(),
            "versions": versions(),
            "rows": [{**asdict(row), "target": row.target, "holds": row.holds} for row in self.rows],
            "stages": {name: times._asdict() for name, times in self.stages.items()},
            "growth": self.growth,
            "notes": self.notes,
        }

    def to_markdown(self) -> str:
        """Give the tables in Markdown."""
        rows = [
            (row.what, f"{row.value:.3g} {row.unit}".strip(), row.target, "yes" if row.holds else "NO", row.beside)
            for row in self.rows
        ]
        stages = [(name, f"{times.p50:.2f}", f"{times.p99:.2f}") for name, times in self.stages.items()]
        parts = [_table(("what", "measured", "target", "holds", "beside it"), rows)]
        if stages:
            parts.append(_table(("stage, ms", "p50", "p99"), stages))
        parts += [f"* {note}" for note in self.notes]
        made_on = ", ".join(str(value) for value in machine().values())
        return "\n\n".join([*parts, f"{made_on}; {', '.join(f'{k} {v}' for k, v in versions().items())}"])


def machine() -> dict[str, Any]:
    """Say what the figures were made on."""
    return {
        "processor": _processor(),
        "cores": f"{os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"Python {platform.python_version()}",
    }


def versions() -> dict[str, str]:
    """Give the versions of what is installed."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    """Give the processor's name, as exact as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Give a table in Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
