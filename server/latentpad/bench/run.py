"""All measurements of ``latentpad bench``, one after the other."""

import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import NamedTuple, Protocol

from latentpad.bench import inputs
from latentpad.bench.families import measure_families
from latentpad.bench.installed import measure_installed
from latentpad.bench.playing import measure_playing, measure_start
from latentpad.bench.rendering import (
    measure_batch,
    measure_inverse_map,
    measure_locating,
    measure_phase,
    measure_stages,
)
from latentpad.bench.report import Report
from latentpad.bundle.bundle import Bundle
from latentpad.player.library_audio import LibraryAudio
from latentpad.progress import ProgressLine

GROUP = "latentpad.references"
"""Entry points of comparisons that the training half provides."""

STREAM_SECONDS = 60.0
"""Default length of the stream of points."""


class Measured(NamedTuple):
    """The figures that references are compared with, in milliseconds."""

    point_to_file: float
    phase: float


class Reference(Protocol):
    """Measurement of the same work with a reference implementation."""

    def __call__(self, bundle: Bundle, measured: Measured, report: Report) -> None:
        """Add rows to the report."""


def run(bundle: Bundle, path: Path, library: LibraryAudio, seconds: float, comparisons: list[Reference]) -> Report:
    """Measure everything; progress is shown on stderr."""
    report, points = Report(), inputs.requests(bundle, library=library)
    point_to_file = phase = 0.0

    def playing() -> None:
        nonlocal point_to_file
        point_to_file = measure_playing(points, path, report, seconds, library.folders).p50

    def phases() -> None:
        nonlocal phase
        phase = measure_phase(report)

    steps: list[Callable[[], None]] = [
        lambda: measure_start(path, report),
        playing,
        lambda: measure_families(points, path, report, library.folders),
        lambda: measure_locating(bundle, points, report, library),
        lambda: measure_inverse_map(report),
        phases,
        lambda: measure_batch(bundle, points, report, library),
        lambda: measure_stages(bundle, points, report, library),
        lambda: measure_installed(report),
    ]
    for compare in comparisons:
        steps.append(lambda compare=compare: compare(bundle, Measured(point_to_file, phase), report))  # type: ignore[misc]
    progress = ProgressLine("measuring")
    for done, step in enumerate(steps):
        progress(done, len(steps))
        step()
    progress(len(steps), len(steps))
    return report


def references() -> list[Reference]:
    """Load the comparisons that the training half provides, none if it or its dependencies are not installed."""
    found: list[Reference] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found.append(point.load())
        except ModuleNotFoundError as error:
            print(f"no comparison with {point.name}: {error.name} is not installed", file=sys.stderr)
    return found
