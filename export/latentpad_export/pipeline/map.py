"""The steps of ``latentpad map``."""

import logging
from dataclasses import replace

import numpy as np
import torch

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad_export import provenance
from latentpad_export.attribution import map_attribution
from latentpad_export.data.dataset import extract_features, scan_libraries
from latentpad_export.data.matching import find_on_map
from latentpad_export.data.split import split_sounds
from latentpad_export.errors import TrainingError
from latentpad_export.layout.encode import build_map
from latentpad_export.layout.refine import Refiner, refines
from latentpad_export.model.from_onnx import preset_of, read_weights
from latentpad_export.model_card import map_card
from latentpad_export.pipeline.embed import embed_recordings, refuse_unlicensed
from latentpad_export.pipeline.finish import finish, refuse_existing
from latentpad_export.pipeline.options import MapOptions
from latentpad_export.pipeline.report import report_cut, report_notes, report_skipped
from latentpad_export.training.fit import bfloat16_is_fast, build_model
from latentpad_export.work_folder import open_work_folder

logger = logging.getLogger(__name__)


def map_library(options: MapOptions) -> None:
    """Map a library with the networks of another bundle: all of ``latentpad map``.

    Raises
    ------
    LatentpadError
        A library, the model or the output cannot be used.
    """
    refuse_existing(options.output)
    refuse_unlicensed(options.embed, options.licence)
    parent = load_bundle(options.model)
    dataset = scan_libraries(options.libraries, options.labelling)
    report_notes(dataset.notes)
    settings = {"model": parent.digest, "seed": options.seed, "seconds": options.seconds, **dataset.identity()}
    work = open_work_folder(options.output, settings)
    features = extract_features(dataset, parent.representation, parent.analysis, work, options.seconds)
    report_skipped(dataset.skipped + features.skipped)
    report_cut(features, parent.representation.seconds, options.seconds)
    mapped = split_sounds(features.sounds, options.seed).mapped
    known = find_on_map([features.sounds[i].name for i in mapped], features.peaks[mapped], parent.map)
    unseen = np.array([i not in known and "mapped_with" not in parent.training for i in range(len(mapped))])
    networks, top_db = (parent.encoder, parent.decoder), parent.representation.top_db
    refiner = _refiner(parent, options.refine, len(mapped))
    layout, labels = build_map(networks, top_db, features, mapped, unseen, options.seed, options.layout, refiner)
    bundle = replace(
        parent,
        name=options.name,
        labels=labels,
        map=layout,
        licence=provenance.map_licence(options.licence, parent),
        versions=provenance.versions(),
        training={**parent.training, "mapped_with": provenance.identity(parent)},
        attribution=map_attribution(dataset.credits, parent),
        model_card=map_card(parent.model_card, options.name, len(layout.points)),
        detail_seconds=options.seconds,
        palette=None,
    )
    if options.embed:
        bundle = embed_recordings(bundle, [features.sounds[i] for i in mapped], options.licence)
    finish(bundle, options.output, options.libraries, work, options.keep_work)


def _refiner(parent: Bundle, asked: bool | None, n_sounds: int) -> Refiner | None:
    """Return what refines latents of a bundle's networks, where that is asked for or else possible and quick."""
    if not refines(asked, n_sounds):
        return None
    try:
        preset = preset_of(parent)
        weights = read_weights(parent, preset)
    except TrainingError as error:
        if asked:
            raise
        logger.info("Latents are not refined: %s", error)
        return None
    model = build_model(preset, parent.analysis)
    model.load_state_dict(weights)
    model.autocast = bfloat16_is_fast(torch.device("cpu"))
    return Refiner(model, preset.training.beta)
