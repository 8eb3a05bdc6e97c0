"""The steps of ``latentpad train``."""

import logging
from dataclasses import asdict
from typing import Any

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad_export import provenance
from latentpad_export.attribution import training_attribution
from latentpad_export.data.dataset import Dataset, extract_features, make_factory_library, scan_libraries
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.data.split import split_sounds
from latentpad_export.layout.encode import build_map
from latentpad_export.model.from_onnx import read_weights
from latentpad_export.model.to_onnx import export_model
from latentpad_export.model_card import model_card
from latentpad_export.pipeline.embed import embed_recordings, refuse_unlicensed
from latentpad_export.pipeline.finish import finish, refuse_existing
from latentpad_export.pipeline.options import TrainOptions
from latentpad_export.pipeline.report import report_cut, report_skipped
from latentpad_export.training.fit import FitOptions, fit
from latentpad_export.work_folder import open_work_folder

logger = logging.getLogger(__name__)


def train_bundle(options: TrainOptions) -> None:
    """Train on libraries, map them and write the bundle: all of ``latentpad train``.

    Raises
    ------
    LatentpadError
        A library, the output, the training or the export fails; the work folder stays, to resume from.
    """
    refuse_existing(options.output)
    refuse_unlicensed(options.embed, options.licence)
    preset = options.preset
    parent = load_bundle(options.start) if options.start else None
    weights = read_weights(parent, preset) if parent else None
    dataset = scan_libraries(options.libraries)
    work = open_work_folder(options.output, _settings(options, dataset, parent))
    if options.factory:
        drums = make_factory_library(work, options.factory, options.seed)
        dataset = scan_libraries((*options.libraries, drums))
    analysis, synthesis = filter_bank(preset.representation, preset.warp)
    features = extract_features(dataset, preset.representation, analysis, work, options.seconds)
    skipped = dataset.skipped + features.skipped
    report_skipped(skipped)
    report_cut(features, preset.representation.seconds, options.seconds)
    split = split_sounds(features.sounds, options.seed)
    logger.info("Training on %d sounds, validating on %d others", len(split.train), len(split.val))
    fit_options = FitOptions(options.budget, options.seed, options.device, options.precision)
    model, progress = fit(preset, features, analysis, split, fit_options, work, weights)
    logger.info("Held-out error %.1f dB; exporting", progress.validation)
    encoder, decoder = export_model(model, preset.representation)
    unseen = provenance.unseen_sounds(split, features, parent)
    layout, labels = build_map((encoder, decoder), features, split.mapped, unseen, options.seed, options.layout)
    training = provenance.training_figures(progress, len(split.train), len(split.val), parent)
    licence = provenance.training_licence(options.licence, parent)
    mapped = [features.sounds[i] for i in split.mapped]
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
        analysis=analysis,
        synthesis=synthesis,
        decoder=decoder,
        encoder=encoder,
        attribution=training_attribution(dataset.credits, parent),
        model_card=model_card(options.name, preset, mapped, training, licence, len(skipped)),
        detail_seconds=options.seconds,
    )
    if options.embed:
        bundle = embed_recordings(bundle, mapped, options.licence)
    finish(bundle, options.output, options.libraries, work, options.keep_work)


def _settings(options: TrainOptions, dataset: Dataset, parent: Bundle | None) -> dict[str, Any]:
    """Return the settings that a resumed run must share with the interrupted one."""
    return {
        "preset": {**asdict(options.preset), "representation": options.preset.representation.to_dict()},
        "budget": asdict(options.budget),
        "seed": options.seed,
        "factory": options.factory,
        "seconds": options.seconds,
        **({"start": parent.digest} if parent else {}),
        **dataset.identity(),
    }
