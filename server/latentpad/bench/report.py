"""The figures of a run, as Markdown tables and as JSON."""

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
    """A figure and its target."""

    what: str
    value: float
    unit: str
    low: float | None = None
    """Lower bound of the target."""

    high: float | None = None
    """Upper bound of the target."""

    beside: str = ""
    """Details: what it is compared with."""

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        return (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)

    @property
    def target(self) -> str:
        """The target as text."""
        parts = [f"{sign} {bound:g}" for sign, bound in (("≥", self.low), ("≤", self.high)) if bound is not None]
        return " and ".join(parts) or "none"


@dataclass
class Report:
    """All figures of a run."""

    rows: list[Row] = field(default_factory=list)
    stages: dict[str, Times] = field(default_factory=dict)
    """Milliseconds of each step of a render, over the same points."""

    growth: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """Growth of cost with size: name to (size, milliseconds)."""

    notes: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return everything for JSON, with the machine and the versions."""
        return {
            "machine": machine(),
            "versions": versions(),
            "rows": [{**asdict(row), "target": row.target, "holds": row.holds} for row in self.rows],
            "stages": {name: times._asdict() for name, times in self.stages.items()},
            "growth": self.growth,
            "notes": self.notes,
        }

    def to_markdown(self) -> str:
        """Return the tables in Markdown."""
        rows = [
            (row.what, f"{row.value:.3g} {row.unit}".strip(), row.target, "yes" if row.holds else "NO", row.beside)
            for row in self.rows
        ]
        stages = [(name, f"{times.p50:.2f}", f"{times.p99:.2f}") for name, times in self.stages.items()]
        parts = [_table(("what", "measured", "target", "met", "details"), rows)]
        if stages:
            parts.append(_table(("stage, ms", "p50", "p99"), stages))
        parts += [f"* {note}" for note in self.notes]
        measured_on = ", ".join(str(value) for value in machine().values())
        installed = ", ".join(f"{name} {found}" for name, found in versions().items())
        return "\n\n".join([*parts, f"Measured on: {measured_on}; {installed}."])


def machine() -> dict[str, Any]:
    """Return the machine that the figures were measured on."""
    return {
        "processor": _processor(),
        "cores": f"{os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"Python {platform.python_version()}",
    }


def versions() -> dict[str, str]:
    """Return the versions of the installed packages."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    """Return the processor's name as precisely as the system reports it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
