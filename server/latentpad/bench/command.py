"""The subcommand ``bench``."""

import argparse
import json
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import NamedTuple, Protocol

from latentpad.bench import inputs
from latentpad.bench.installed import measure_installed
from latentpad.bench.playing import measure_playing, measure_start
from latentpad.bench.rendering import measure_batch, measure_inverse_map, measure_phase, measure_stages
from latentpad.bench.report import Report
from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.paths import default_bundle
from latentpad.progress import ProgressLine

GROUP = "latentpad.references"
"""Entry points of what the training half has to compare with."""

STREAM_SECONDS = 60.0


class Measured(NamedTuple):
    """What references are compared with, in milliseconds."""

    point_to_file: float
    phase: float


class Reference(Protocol):
    """Measures the same by other means, and adds rows."""

    def __call__(self, bundle: Bundle, measured: Measured, report: Report) -> None:
        """Add rows to the report."""


def bench(argv: list[str]) -> int:
    """Measure how fast latentpad is on this machine; status 0 whether or not every target holds."""
    parser = argparse.ArgumentParser(prog="latentpad bench", description="Measure how fast latentpad is here.")
    parser.add_argument("bundle", nargs="?", type=Path, default=default_bundle(), help="default: the one built in")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument(
        "--seconds", type=_seconds, default=STREAM_SECONDS, help="length of the stream (default: %(default)g)"
    )
    parser.add_argument("--no-references", action="store_true", help="leave out librosa, umap-learn and PyTorch")
    arguments = parser.parse_args(argv)
    report = run(arguments.bundle, arguments.seconds, [] if arguments.no_references else references())
    if arguments.json:
        print(json.dumps(report.to_dict(), indent=1))
    else:
        print(report.to_markdown())
    return 0


def run(path: Path, seconds: float, others: list[Reference]) -> Report:
    """Measure everything, and say on the error stream how far that is."""
    bundle, report = load_bundle(path), Report()
    points = inputs.requests(bundle)
    point_to_file = phase = 0.0

    def playing() -> None:
        nonlocal point_to_file
        point_to_file = measure_playing(points, path, report, seconds).p50

    def phases() -> None:
        nonlocal phase
        phase = measure_phase(report)

    steps: list[Callable[[], None]] = [
        lambda: measure_start(path, report),
        playing,
        lambda: measure_inverse_map(report),
        phases,
        lambda: measure_batch(bundle, points, report),
        lambda: measure_stages(bundle, points, report),
        lambda: measure_installed(report),
    ]
    for other in others:
        steps.append(lambda other=other: other(bundle, Measured(point_to_file, phase), report))  # type: ignore[misc]
    meter = ProgressLine("measuring")
    for done, step in enumerate(steps):
        meter(done, len(steps))
        step()
    meter(len(steps), len(steps))
    return report


def references() -> list[Reference]:
    """Find what the training half has to compare with; nothing where it, or what it needs, is not installed."""
    found: list[Reference] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found.append(point.load())
        except ModuleNotFoundError as error:
            print(f"no comparison with {point.name}: {error.name} is not installed", file=sys.stderr)
    return found


def _seconds(text: str) -> float:
    """Read the length of the stream."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not 1.0 <= value <= 600.0:
        raise argparse.ArgumentTypeError(f"{text} is not from 1 to 600")
    return value
