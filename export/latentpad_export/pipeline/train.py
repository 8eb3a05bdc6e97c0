"""The steps of ``latentpad train``."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import torch

from latentpad.bundle.bundle import Bundle
from latentpad_export import provenance
from latentpad_export.attribution import training_attribution
from latentpad_export.layout.encode import build_map
from latentpad_export.layout.refine import Refiner, refines
from latentpad_export.model.to_onnx import export_model
from latentpad_export.model.vae import Autoencoder
from latentpad_export.model_card import model_card
from latentpad_export.pipeline.embed import embed_recordings, refuse_unlicensed
from latentpad_export.pipeline.finish import check_renders, finish, refuse_inside, refuse_unwritable
from latentpad_export.pipeline.options import TrainOptions
from latentpad_export.pipeline.prepare import Prepared, prepare
from latentpad_export.pipeline.progress import Progress, Reporter, Silent
from latentpad_export.pipeline.report import report_cut, report_notes, report_skipped
from latentpad_export.training import progress as training_progress
from latentpad_export.training.fit import FitOptions, fit
from latentpad_export.training.processes import ALONE, Processes

logger = logging.getLogger(__name__)


def train_bundle(options: TrainOptions, processes: Processes = ALONE, reporter: Reporter | None = None) -> None:
    """Train on libraries, map them and write the bundle: all of ``latentpad train``, in one of the processes.

    Raises
    ------
    LatentpadError
        A library, the output, the training or the export fails; what was computed is kept, to resume from.
    """
    reporter = reporter or Silent()
    progress = Progress(reporter, {"read": 0.0, "train": 60 * (options.budget.minutes or 0.0)})
    refuse_unwritable(options.output, "-o")
    for folder, option in ((options.output, "-o"), (options.cache, "--cache")):
        refuse_inside(folder, option, options.libraries)
    refuse_unlicensed(options.embed, options.licence)
    if options.threads:
        torch.set_num_threads(options.threads)
    prepared = prepare(options, processes, progress)
    features, split = prepared.features, prepared.split
    report_notes(prepared.dataset.notes)
    report_skipped(prepared.dataset.skipped + features.skipped)
    if details := features.details:
        heard = options.preset.representation.seconds
        report_cut(features.sounds, details.whole_seconds, details.cut_db, heard, options.seconds)
    logger.info("Training on %d sounds, validating on %d others", len(split.train), len(split.val))
    fit_options = FitOptions(options.budget, options.seed, options.device, options.precision)
    model, fitted = fit(
        options.preset,
        features,
        prepared.analysis,
        split,
        fit_options,
        prepared.work,
        prepared.weights,
        processes,
        prepared.memory,
        partial(progress, "train"),
    )
    processes.leave()
    if processes.rank == 0:
        logger.info("Held-out error %.1f dB; exporting", fitted.validation)
        bundle = make_bundle(
            options, prepared, model, fitted, processes.device or torch.device(options.device), progress
        )
        check_renders(bundle)
        finish(bundle, options.output, options.libraries)
        prepared.cache.clean_up(keep=prepared.work)
        reporter.event("finished", bundle=str(options.output.absolute()), sounds=len(bundle.map.points))


def make_bundle(
    options: TrainOptions,
    prepared: Prepared,
    model: Autoencoder,
    fitted: training_progress.Progress,
    device: torch.device,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Bundle:
    """Export a model and map the library with it."""
    features, split, parent, preset = prepared.features, prepared.split, prepared.parent, options.preset
    encoder, decoder = export_model(model, preset.representation)
    top_db = preset.representation.top_db
    unseen = provenance.unseen_sounds(split, features, parent)
    networks = encoder, decoder
    refiner = Refiner(model.to(device), preset.training.beta) if refines(options.refine, len(split.mapped)) else None
    layout, labels = build_map(
        networks, top_db, features, split.mapped, unseen, options.seed, options.layout, refiner, progress
    )
    if prepared.by_sound is not None:
        layout = replace(layout, by_sound=prepared.by_sound[split.mapped])
    training = provenance.training_figures(fitted, len(split.train), len(split.val), parent)
    licence = provenance.training_licence(options.licence, parent)
    mapped = [features.sounds[i] for i in split.mapped]
    n_skipped = len(prepared.dataset.skipped + features.skipped)
    bundle = Bundle(
        name=options.name,
        preset=preset.name,
        representation=preset.representation,
        latent_dim=preset.model.latent_dim,
        labels=labels,
        licence=licence,
        versions=provenance.versions(),
        training=training,
        map=layout,
        analysis=prepared.analysis,
        synthesis=prepared.synthesis,
        decoder=decoder,
        encoder=encoder,
        attribution=training_attribution(prepared.dataset.credits, parent),
        model_card=model_card(options.name, preset, mapped, training, licence, n_skipped),
        detail_seconds=options.seconds,
    )
    return embed_recordings(bundle, mapped, options.licence) if options.embed else bundle
