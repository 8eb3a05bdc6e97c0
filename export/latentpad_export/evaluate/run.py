"""The order of an evaluation: read, let the bundles play, measure, write."""

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from latentpad import __version__
from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.errors import BundleError
from latentpad_export.data.library import Library, scan
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.metrics.classifier import Classifier
from latentpad_export.evaluate.report.report import Facts, write_report
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.sections.classifier import judge, measure_judge
from latentpad_export.evaluate.sections.map import measure_map
from latentpad_export.evaluate.sections.models import measure_models
from latentpad_export.evaluate.sections.pad import measure_pads
from latentpad_export.evaluate.sections.representations import measure_representations
from latentpad_export.evaluate.sections.time import measure_times
from latentpad_export.evaluate.subjects.generated import Counts
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds, balanced, read_library
from latentpad_export.evaluate.subjects.subject import Subject, draw_sounds, prepare
from latentpad_export.work_folder import open_work_folder, remove_work_folder

logger = logging.getLogger(__name__)

FEWEST_EMBEDDED, MOST_EMBEDDED = 250, 1_000
"""Sounds of the map that are laid out by every method of the thesis: few for a small library, which is to take little
time."""

ENOUGH_FOR_ALL = 1_000
"""Sounds of a library that is worth the usual number of played ones; of fewer, fewer are played, down to a quarter."""

N_DRUMS = 12
"""Sounds of the library for the table of representations."""


@dataclass(frozen=True)
class EvaluateOptions:
    """What ``latentpad evaluate`` is asked for."""

    bundle: Path
    library: Path
    baselines: tuple[Path, ...]
    output: Path
    seed: int
    scale: float
    """How many sounds are played: 1 is the usual number."""
    keep_work: bool


def evaluate(options: EvaluateOptions) -> tuple[Section, ...]:
    """Measure a bundle beside others and write the report.

    Raises
    ------
    LatentpadError
        A bundle, the library or the output cannot be used; the work folder stays, to go on from.
    """
    started = time.monotonic()
    if os.path.lexists(options.output):
        raise BundleError(f"{options.output} exists already and is not overwritten; choose another name with -o")
    bundles = tuple(load_bundle(path) for path in (options.bundle, *options.baselines))
    _refuse_same_names(bundles)
    library = scan(options.library)
    work = open_work_folder(options.output, _settings(options, bundles, library))
    cache = Cache(work)
    reality = read_library(library, work, options.seed)
    if not len(reality.train):
        raise EvaluationError(f"{options.library}: all of its sounds are for testing; nothing is left to compare with")
    classifier = judge(reality, work, options.seed)
    sections = _measure(options, bundles, reality, classifier, cache)
    facts = Facts(bundles, reality, options.seed, options.scale, time.monotonic() - started)
    write_report(options.output, facts, sections)
    if not options.keep_work:
        remove_work_folder(work)
    return sections


def _measure(
    options: EvaluateOptions,
    bundles: tuple[Bundle, ...],
    reality: ReferenceSounds,
    classifier: Classifier | None,
    cache: Cache,
) -> tuple[Section, ...]:
    """Make all sections, or take those that an earlier run has finished."""
    seed = options.seed
    rng = np.random.default_rng(seed)
    few = float(np.clip(len(reality.sounds) / ENOUGH_FOR_ALL, 0.25, 1.0))
    counts = Counts().scaled(options.scale * few)
    labels = classifier.labels if classifier else ()
    contenders: list[Subject] = []

    def ready() -> tuple[Subject, ...]:
        """Let the bundles play once, and only where a section needs it."""
        if not contenders:
            drawn = draw_sounds(bundles, reality, labels, counts, seed)
            contenders.extend(prepare(bundle, reality, drawn, labels, counts, cache, seed) for bundle in bundles)
        return tuple(contenders)

    drums = [i for i in reality.train if not labels or reality.labels[i] in labels]
    drawn = balanced([reality.labels[i] for i in drums], max(1, N_DRUMS // max(1, len(labels))), rng)[:N_DRUMS]
    signals = [reality.signal(int(drums[i])) for i in drawn]
    kits = _kits(bundles, reality)
    n_embedded = int(np.clip(4 * len(reality.sounds), FEWEST_EMBEDDED, MOST_EMBEDDED))
    steps: dict[str, Callable[[], Section]] = {
        "judge": lambda: measure_judge(reality, classifier),
        "representations": lambda: measure_representations(signals, bundles, seed),
        "model": lambda: measure_models(ready(), reality, classifier, seed),
        "time": lambda: measure_times(ready(), reality, seed),
        "pad": lambda: measure_pads(ready(), reality, classifier, seed),
        "map": lambda: measure_map(bundles, kits, seed, n_sounds=n_embedded),
    }
    sections = []
    for i, (name, step) in enumerate(steps.items()):
        started = time.monotonic()
        sections.append(cache.section(name, step))
        logger.info("%d of %d: %s done in %.0f s", i + 1, len(steps), name, time.monotonic() - started)
    return tuple(sections)


def _kits(bundles: tuple[Bundle, ...], reality: ReferenceSounds) -> dict[str, str]:
    """Give the kit of each sound of the maps that the library knows, by its name on the map."""
    kits = {}
    for bundle in bundles:
        for i, place in reality.on_map(bundle).items():
            kits[str(bundle.map.names[place])] = reality.sounds[i].kit
    return kits


def _refuse_same_names(bundles: tuple[Bundle, ...]) -> None:
    """Ask for names that tell the rows of the tables apart."""
    names = [bundle.name for bundle in bundles]
    for name in names:
        if names.count(name) > 1:
            raise EvaluationError(f"two of the bundles are called {name!r}; give one another name in its bundle.json")


def _settings(options: EvaluateOptions, bundles: tuple[Bundle, ...], library: Library) -> dict[str, object]:
    """Say what a resumed run has to have in common with the one that it goes on with."""
    return {
        "latentpad": __version__,
        "bundles": [bundle.digest for bundle in bundles],
        "library": str(options.library.resolve()),
        "files": _listing(library),
        "seed": options.seed,
        "scale": options.scale,
        "programs": {name: shutil.which(name) is not None for name in ("fpcalc", "peaq")},
    }


def _listing(library: Library) -> str:
    """Identify the sounds of a library by name, size and date, and by what is said of them."""
    lines = []
    for sound in library.sounds:
        status = sound.path.stat()
        lines.append(f"{sound.name} {status.st_size} {status.st_mtime_ns} {sound.label} {sound.kit} {sound.split}")
    return hashlib.sha256("\n".join(lines).encode(errors="surrogateescape")).hexdigest()
