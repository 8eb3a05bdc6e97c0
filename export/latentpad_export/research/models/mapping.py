"""Bundles of the models after a round: weights exported, the library mapped by UMAP with the thesis's settings."""

import logging
from dataclasses import replace

import numpy as np
import torch

from latentpad.bundle.bundle import load_bundle, save_bundle
from latentpad_export.pipeline.finish import check_renders
from latentpad_export.pipeline.options import TrainOptions
from latentpad_export.pipeline.prepare import Prepared
from latentpad_export.pipeline.train import make_bundle
from latentpad_export.research.models.configurations import Configuration
from latentpad_export.research.models.folder import ModelsFolder
from latentpad_export.research.models.model import Model
from latentpad_export.research.models.plan import Plan, steps_of
from latentpad_export.training.fit import build_model

logger = logging.getLogger(__name__)


def make_models(
    plan: Plan, budget: int, folder: ModelsFolder, options: TrainOptions, prepared: Prepared, max_mapped: int | None
) -> tuple[Model, ...]:
    """Return all models after a round; bundles that do not exist yet are made.

    Parameters
    ----------
    plan : Plan
    budget : int
        Of the round.
    folder : ModelsFolder
    options : TrainOptions
        What all of the models have in common.
    prepared : Prepared
        What they were trained on.
    max_mapped : int, optional
        Sounds on a map; the same ones on all. None: all.

    Raises
    ------
    LatentpadError
        Weights cannot be read, or the export or a bundle fails.
    """
    mapped = prepared.split.mapped
    if max_mapped is not None and len(mapped) > max_mapped:
        mapped = np.sort(np.random.default_rng(options.seed).permutation(mapped)[:max_mapped])
        prepared = replace(prepared, split=replace(prepared.split, mapped=mapped))
    return tuple(_make(c, budget, folder, options, prepared) for c in plan.configurations)


def _make(
    configuration: Configuration, budget: int, folder: ModelsFolder, options: TrainOptions, prepared: Prepared
) -> Model:
    """Return a model after a round."""
    weights, progress = folder.load(configuration.run, steps_of(configuration, budget))
    path = folder.bundles / f"{configuration.key}-{budget}-{len(prepared.split.mapped)}.latentpad"
    if not path.exists():
        logger.info("Mapping the library with %s", configuration.title)
        model = build_model(configuration.preset, prepared.analysis)
        model.load_state_dict(weights)
        own = replace(options, name=configuration.title, preset=configuration.preset)
        bundle = make_bundle(own, prepared, model, progress, torch.device("cpu"))
        check_renders(bundle)
        save_bundle(bundle, path, check=True)
    return Model(configuration, load_bundle(path), progress.loss_mean)  # only then it has a digest
