"""The steps of ``latentpad map``."""

import logging
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.counted import counted
from latentpad.errors import install_advice
from latentpad.work_cache import WorkCache
from latentpad_export.attribution import map_attribution
from latentpad_export.data.dataset import Dataset, refuse_too_many, require_sounds, scan_libraries
from latentpad_export.data.labelling import kind_table
from latentpad_export.data.matching import find_on_map
from latentpad_export.data.split import split_sounds
from latentpad_export.errors import TrainingError
from latentpad_export.layout.map_of import Embedded, lay_out_sounds, make_map
from latentpad_export.layout.naming import name_by_sound
from latentpad_export.layout.placing import place_among
from latentpad_export.pipeline.embed import embed_recordings, refuse_unlicensed
from latentpad_export.pipeline.executors import open_workers
from latentpad_export.pipeline.finish import finish, refuse_inside, refuse_unwritable, refuse_unwritable_folder
from latentpad_export.pipeline.first import FirstBundles
from latentpad_export.pipeline.listening import Listened, Listener, take
from latentpad_export.pipeline.mapped_bundle import mapped_bundle
from latentpad_export.pipeline.options import MapOptions
from latentpad_export.pipeline.progress import Progress, Reporter, Silent
from latentpad_export.pipeline.report import report_cut, report_notes, report_skipped
from latentpad_export.pipeline.space import needs_of_map
from latentpad_export.pipeline.texts import refuse_long_texts
from latentpad_export.pipeline.update import Kept, find_kept, keep_labels
from latentpad_export.provenance import map_licence

logger = logging.getLogger(__name__)

READ_SECONDS, LAY_OUT_SECONDS, WRITE_SECONDS = 0.022, 0.003, 0.0005
"""Seconds per file on one core of 2024, by which the first estimate of the time is made."""

IMPORT_SECONDS = 3.0
"""Seconds until umap-learn has been imported."""


def map_library(options: MapOptions, reporter: Reporter | None = None) -> None:
    """Map a library with the networks of another bundle: all of ``latentpad map``.

    Raises
    ------
    LatentpadError
        A library, the model or the output cannot be used, or a disk is full. What was computed is kept.
    """
    reporter = reporter or Silent()
    refuse_unwritable(options.output, "-o")
    for folder, option in ((options.output, "-o"), (options.first, "--first"), (options.cache, "--cache")):
        refuse_inside(folder, option, options.libraries)
    if options.first:
        refuse_unwritable_folder(options.first, "--first")
    refuse_unlicensed(options.embed, options.licence)
    parent = load_bundle(options.model)
    _check_refinable(parent, options.refine)
    reporter.event("stage", stage="scan", done=0, total=1, remaining_seconds=None)
    dataset = scan_libraries(options.libraries, options.labelling)
    refuse_too_many(dataset)
    credits = map_attribution(dataset.credits, parent)
    refuse_long_texts(options.name, map_licence(options.licence, parent), credits, dataset.sounds)
    report_notes(dataset.notes)
    _report_scan(dataset, reporter)
    cache = WorkCache(options.cache)
    with open_workers(options.cluster, options.workers) as workers:
        progress = Progress(reporter, _plan(len(dataset.sounds), workers.number, options.update))
        listener = Listener(options.model, parent, options.seconds, options.refine, cache)
        listened = _listen(listener, dataset, workers.executor, workers.number, progress, options, reporter)
    report_skipped(dataset.skipped + listened.skipped)
    for file in dataset.skipped + listened.skipped:
        reporter.event("skipped", name=file.name, reason=file.reason)
    embedded = listened.embedded
    require_sounds(len(embedded.sounds) if embedded else 0, listened.skipped)
    assert embedded  # there are some
    heard = parent.representation.seconds
    report_cut(embedded.sounds, listened.whole_seconds, listened.cut_db, heard, options.seconds)
    embedded = take(embedded, split_sounds(embedded.sounds, options.seed).mapped)
    kept = find_kept(embedded, parent, options.seconds) if options.update else None
    if kept:
        embedded = keep_labels(embedded, kept, parent)
    embedded, note = name_by_sound(embedded, parent, kind_table(options.labelling))
    report_notes((note,) if note else ())
    if note:
        reporter.event("note", text=note)
    points, embedded = _points(parent, embedded, kept, options, progress)
    layout, labels = make_map(embedded, points, _unseen(parent, embedded))
    bundle = mapped_bundle(parent, options, dataset.credits, layout, labels)
    if options.embed:
        bundle = embed_recordings(bundle, list(embedded.sounds), options.licence)
    progress("write", 0, 1)
    finish(bundle, options.output, options.libraries)
    progress("write", 1, 1)
    cache.clean_up(keep=listener.blocks.folder)
    reporter.event("finished", bundle=str(options.output.absolute()), sounds=len(points))


def _listen(
    listener: Listener,
    dataset: Dataset,
    executor: Executor,
    n_workers: int,
    progress: Progress,
    options: MapOptions,
    reporter: Reporter,
) -> Listened:
    """Read what is not known yet, writing first bundles meanwhile if wanted."""
    n = len(dataset.sounds)
    first = FirstBundles(listener, dataset, options, reporter) if options.first else None

    def advance(n_known: int) -> None:
        progress("read", n_known, n)
        if first:
            first.advance(n_known)

    needs = needs_of_map(options, listener.parent, dataset.sounds)
    return listener.listen(dataset, executor, n_workers, advance, needs)


def _points(
    parent: Bundle, embedded: Embedded, kept: Kept | None, options: MapOptions, progress: Progress
) -> tuple[NDArray[np.float32], Embedded]:
    """Return the points of sounds, and the sounds with the latents that they have there."""
    if kept is None:
        lay_out = partial(progress, "lay out")
        lay_out(0, 100)
        return lay_out_sounds(
            embedded, options.seed, options.layout, lambda share: lay_out(round(100 * share), 100)
        ), embedded
    points = np.empty((len(embedded.sounds), 2), dtype=np.float32)
    points[kept.indices] = parent.map.points[kept.places]
    latents = embedded.latents.copy()
    latents[kept.indices] = parent.map.latents[kept.places]  # which may have been refined
    outlines = embedded.outlines.copy()
    if parent.map.outlines is not None:
        outlines[kept.indices] = parent.map.outlines[kept.places]
    new = np.setdiff1d(np.arange(len(points)), kept.indices)
    progress("place", 0, len(new))
    if len(new):
        points[new] = place_among(parent, embedded.latents[new], embedded.outlines[new], options.seed)
    progress("place", len(new), len(new))
    n_gone = len(parent.map.points) - len(kept.places)
    keep = counted(len(kept.indices), "sound keeps its place", "sounds keep their places")
    others = counted(len(new), "is new", "are new"), counted(n_gone, "is gone", "are gone")
    logger.info("%s, %s, %s", keep, *others)
    return points, replace(embedded, latents=latents, outlines=outlines)


def _unseen(parent: Bundle, embedded: Embedded) -> NDArray[np.bool_]:
    """Return which sounds the parent's networks were not trained on."""
    known = find_on_map([sound.name for sound in embedded.sounds], embedded.peaks, parent.map)
    is_own_map = "mapped_with" not in parent.training
    return np.array([is_own_map and i not in known for i in range(len(embedded.sounds))])


def _check_refinable(parent: Bundle, refine: bool) -> None:
    """Refuse to refine latents of networks that cannot be rebuilt, before minutes of work (raises TrainingError)."""
    if not refine:
        return
    try:
        from latentpad_export.pipeline.refiner import refiner_of
    except ModuleNotFoundError as error:
        raise TrainingError(f"--refine needs {error.name}; {install_advice('train')}") from None
    refiner_of(parent)


def _report_scan(dataset: Dataset, reporter: Reporter) -> None:
    """Report what the names of the files tell."""
    counts: dict[str, int] = {}
    for sound in dataset.sounds:
        counts[sound.label] = counts.get(sound.label, 0) + 1
    no_kind = counts.pop("", 0)
    kinds = dict(sorted(counts.items(), key=lambda item: -item[1]))
    reporter.event("scanned", files=len(dataset.sounds), kinds=kinds, no_kind=no_kind, loops=dataset.n_loops)
    for note in dataset.notes:
        reporter.event("note", text=note)


def _plan(n_files: int, n_workers: int, update: bool) -> dict[str, float]:
    """Return the seconds that each stage is expected to take."""
    placing = {"place": n_files * 1e-3} if update else {"lay out": IMPORT_SECONDS + n_files * LAY_OUT_SECONDS}
    return {"read": n_files * READ_SECONDS / n_workers, **placing, "write": 0.3 + n_files * WRITE_SECONDS}
