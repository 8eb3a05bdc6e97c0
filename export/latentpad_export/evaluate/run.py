"""The steps of an evaluation: read the library, render the bundles' sounds, measure, write the report."""

import hashlib
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from latentpad import __version__
from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.errors import BundleError
from latentpad_export.data.labelling import Labelling
from latentpad_export.data.library import Library, scan
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.metrics import fingerprint, peaq, visqol
from latentpad_export.evaluate.metrics.classifier import Classifier
from latentpad_export.evaluate.reconstruction.vocoder_file import TrainedVocoder, load_vocoder, unheard
from latentpad_export.evaluate.report.facts import Facts, LibrarySize
from latentpad_export.evaluate.report.report import write_report
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.report.tables import without_blanks
from latentpad_export.evaluate.sections.classifier import load_or_train_classifier, measure_classifier
from latentpad_export.evaluate.sections.detail import measure_detail
from latentpad_export.evaluate.sections.families import measure_families
from latentpad_export.evaluate.sections.map import measure_map
from latentpad_export.evaluate.sections.map_embeddings import N_SOUNDS, Embeddings, choose_sounds
from latentpad_export.evaluate.sections.map_measures import Effort
from latentpad_export.evaluate.sections.models import measure_models
from latentpad_export.evaluate.sections.pad import measure_pad
from latentpad_export.evaluate.sections.representations import measure_representations
from latentpad_export.evaluate.sections.time import measure_time
from latentpad_export.evaluate.subjects.detail import walks_with_detail
from latentpad_export.evaluate.subjects.embedding_settings import SETTINGS
from latentpad_export.evaluate.subjects.generated import Counts
from latentpad_export.evaluate.subjects.prepared import Prepared
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds, balanced, read_library
from latentpad_export.work_folder import open_work_folder, remove_work_folder

logger = logging.getLogger(__name__)

MIN_EMBEDDED = 250
"""Least number of sounds that are embedded: as many as there are, but fewer for a small library, to save time."""

FULL_SIZE = 1_000
"""Library size from which the full number of sounds is generated; smaller ones get fewer, down to a quarter."""

N_PLAYED, MIN_PLAYED = 160, 8
"""Sounds of each map that are played with detail and without, at a scale of 1, and at least."""

FULL_PLAYED = 250
"""Library size from which so many are played; smaller ones get fewer, down to a quarter."""

N_DRUMS = 12
"""Sounds of the library in the table of representations."""


@dataclass(frozen=True)
class EvaluateOptions:
    """Command-line options of ``latentpad evaluate``."""

    bundle: Path
    library: Path
    baselines: tuple[Path, ...]
    output: Path
    seed: int
    scale: float
    """Factor on the number of generated sounds."""
    keep_work: bool
    labelling: Labelling | None = None
    """Labelling of sounds that are in no table."""
    vocoders: tuple[Path, ...] = ()
    """Files of trained vocoders, rows of the table of representations."""


def evaluate(options: EvaluateOptions) -> tuple[Section, ...]:
    """Measure a bundle and its baselines and write the report.

    Raises
    ------
    LatentpadError
        A bundle, the library or the output cannot be used; the work folder is kept, and the next run resumes from it.
    """
    started = time.monotonic()
    if os.path.lexists(options.output):
        raise BundleError(f"{options.output} already exists; choose another name with -o")
    bundles = tuple(load_bundle(path) for path in (options.bundle, *options.baselines))
    _refuse_same_names(bundles)
    vocoders = tuple(load_vocoder(path) for path in options.vocoders)
    library = scan(options.library, options.labelling)
    for note in library.notes:
        logger.warning("%s", note)
    work = open_work_folder(options.output, _settings(options, bundles, library, vocoders))
    cache = Cache(work)
    reference = read_library(library, work, options.seed)
    if not len(reference.train):
        raise EvaluationError(
            f"{options.library}: all of its sounds are in the test split; none are left to compare with"
        )
    classifier = load_or_train_classifier(reference, work, options.seed)
    measured = _measure(options, bundles, vocoders, reference, classifier, cache)
    sections = tuple(without_blanks(section) for section in measured)
    facts = Facts(bundles, _library_size(reference), options.seed, options.scale, time.monotonic() - started)
    write_report(options.output, facts, sections)
    if not options.keep_work:
        remove_work_folder(work)
    return sections


def _measure(
    options: EvaluateOptions,
    bundles: tuple[Bundle, ...],
    vocoders: tuple[TrainedVocoder, ...],
    reference: ReferenceSounds,
    classifier: Classifier | None,
    cache: Cache,
) -> tuple[Section, ...]:
    """Measure all sections, or load those that an interrupted run has finished."""
    seed = options.seed
    rng = np.random.default_rng(seed)
    n_sounds = len(reference.sounds)
    size = float(np.clip(n_sounds / FULL_SIZE, 0.25, 1.0))
    counts = Counts().scaled(options.scale * size)
    labels = classifier.labels if classifier else ()
    n_played = max(MIN_PLAYED, round(options.scale * N_PLAYED * float(np.clip(n_sounds / FULL_PLAYED, 0.25, 1.0))))
    played = Prepared(bundles, reference, labels, counts, n_played, cache, seed)
    drums = _drums(reference, labels, vocoders)
    chosen = balanced([reference.labels[i] for i in drums], max(1, N_DRUMS // max(1, len(labels))), rng)[:N_DRUMS]
    signals = [reference.signal(int(drums[i])) for i in chosen]
    kits = _kits(bundles, reference)
    n_embedded = int(np.clip(4 * n_sounds, MIN_EMBEDDED, N_SOUNDS))
    compared = choose_sounds(bundles[0], kits, seed, n_embedded, Effort().scaled(options.scale * size))
    settings = () if cache.holds_section("map") else SETTINGS
    embeddings = Embeddings(compared, cache, settings)
    steps: dict[str, Callable[[], Section]] = {
        "classifier": lambda: measure_classifier(reference, classifier),
        "detail": lambda: measure_detail(played.detailed, reference),
        "representations": lambda: measure_representations(signals, bundles, seed, vocoders=vocoders),
        "model": lambda: measure_models(played.subjects, reference, classifier, seed),
        "time": lambda: measure_time(played.subjects, reference, seed),
        "pad": lambda: measure_pad(played.subjects, reference, classifier, seed),
        "families": lambda: measure_families(played.families, classifier),
        "map": lambda: measure_map(bundles, kits, embeddings, walks_with_detail(played.detailed)),
    }
    sections = []
    with embeddings.background:
        for i, (name, step) in enumerate(steps.items()):
            started = time.monotonic()
            logger.info("%d of %d: %s", i + 1, len(steps), name)
            sections.append(cache.section(name, step))
            logger.info("%d of %d: %s done in %.0f s", i + 1, len(steps), name, time.monotonic() - started)
    return tuple(sections)


def _drums(reference: ReferenceSounds, labels: tuple[str, ...], vocoders: tuple[TrainedVocoder, ...]) -> list[int]:
    """Return the sounds for the table of representations: of known labels, and none that a vocoder has learnt from."""
    candidates = unheard(reference.sounds, vocoders) if vocoders else reference.train.tolist()
    if not candidates:
        raise EvaluationError("the vocoders were trained on all sounds of the library; leave out --vocoder")
    return [i for i in candidates if not labels or reference.labels[i] in labels]


def _library_size(reference: ReferenceSounds) -> LibrarySize:
    """Return the numbers of sounds for the report."""
    return LibrarySize(
        name=reference.name,
        n_files=reference.n_files,
        n_usable=len(reference.sounds),
        n_train=len(reference.train),
        n_test=len(reference.test),
    )


def _kits(bundles: tuple[Bundle, ...], reference: ReferenceSounds) -> dict[str, str]:
    """Return the kits of the maps' sounds that are in the library, by name on the map."""
    kits = {}
    for bundle in bundles:
        for i, row in reference.on_map(bundle).items():
            kits[str(bundle.map.names[row])] = reference.sounds[i].kit
    return kits


def _refuse_same_names(bundles: tuple[Bundle, ...]) -> None:
    """Refuse bundles with equal names, which could not be told apart in the tables."""
    names = [bundle.name for bundle in bundles]
    for name in names:
        if names.count(name) > 1:
            raise EvaluationError(f"two of the bundles are named {name!r}; rebuild one with another --name")


def _settings(
    options: EvaluateOptions, bundles: tuple[Bundle, ...], library: Library, vocoders: tuple[TrainedVocoder, ...]
) -> dict[str, object]:
    """Return the settings that a resumed run must share with the interrupted one."""
    return {
        "latentpad": __version__,
        "bundles": [bundle.digest for bundle in bundles],
        "vocoders": [trained.digest for trained in vocoders],
        "library": os.path.realpath(options.library),
        "files": _listing(library),
        "seed": options.seed,
        "scale": options.scale,
        "programs": {module.__name__: module.available() for module in (fingerprint, peaq, visqol)},
    }


def _listing(library: Library) -> str:
    """Return a digest of the library's sounds: name, size, date, label, kit and split."""
    lines = []
    for sound in library.sounds:
        status = sound.path.stat()
        lines.append(f"{sound.name} {status.st_size} {status.st_mtime_ns} {sound.label} {sound.kit} {sound.split}")
    return hashlib.sha256("\n".join(lines).encode(errors="surrogateescape")).hexdigest()
