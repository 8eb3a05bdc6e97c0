"""The steps of ``latentpad research models``: read the library, train, make bundles, evaluate."""

import logging
from dataclasses import dataclass
from pathlib import Path

from latentpad.bundle.bundle import load_bundle
from latentpad_export.data.library import scan
from latentpad_export.pipeline.finish import refuse_inside
from latentpad_export.pipeline.options import UNKNOWN_LICENCE, TrainOptions
from latentpad_export.pipeline.prepare import Prepared, prepare
from latentpad_export.research.models.evaluation import EvaluationOptions, evaluate_models
from latentpad_export.research.models.folder import ModelsFolder
from latentpad_export.research.models.held_out import held_out_sounds
from latentpad_export.research.models.mapping import make_models
from latentpad_export.research.models.plan import ROUNDS
from latentpad_export.research.models.report import TABLES_NAME, write_report
from latentpad_export.research.models.training import TrainingOptions, train_models
from latentpad_export.training.budget import Budget

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ModelsOptions:
    """Options of ``latentpad research models``."""

    folder: Path
    training: TrainingOptions
    evaluation: EvaluationOptions
    evaluates: bool = True
    max_mapped: int | None = None
    """Sounds on the map of each model; None: all."""
    cache: Path | None = None
    """Folder for what is computed; None: in the user's cache folder."""


def research_models(options: ModelsOptions) -> Path | None:
    """Train the nine models, or go on with them, and evaluate the last complete round.

    Returns
    -------
    Path or None
        The tables of the evaluation; None if no round is complete, or none was asked for.

    Raises
    ------
    LatentpadError
        The library or the folder cannot be used, or a training fails; what was computed is kept.
    """
    train_options = _train_options(options)
    refuse_inside(options.folder, "-o", train_options.libraries)
    load_bundle(options.evaluation.bundle)  # an error is known before hours of work
    prepared = prepare(train_options)
    if options.evaluates:  # so is one about the sounds that are needed then
        held_out_sounds(scan(options.evaluation.library, options.evaluation.labelling), prepared)
    settings = _settings(options.training, prepared)
    folder = ModelsFolder(options.folder, settings)
    budget = train_models(folder, options.training, prepared)
    if not budget:
        logger.info("No round is complete yet: there is nothing to evaluate")
    if not budget or not options.evaluates:
        return None
    output = folder.path / f"evaluation-{budget}"
    if output.exists():
        logger.info("%s exists already; remove it to evaluate again", output)
        return output / TABLES_NAME
    models = make_models(options.training.plan, budget, folder, train_options, prepared, options.max_mapped)
    section = evaluate_models(models, prepared, options.evaluation, folder.work)
    write_report(output, section, {"budget": budget, "scale": options.evaluation.scale, **settings})
    return output / TABLES_NAME


def _train_options(options: ModelsOptions) -> TrainOptions:
    """Return the options of ``latentpad train`` for the library, with the settings that all models share."""
    training = options.training
    preset = training.plan.configurations[0].preset
    return TrainOptions(
        libraries=(options.evaluation.library,),
        output=options.folder,
        name=preset.name,
        preset=preset,
        budget=Budget(training.plan.steps),
        seed=training.seed,
        device=training.device,
        precision=training.precision,
        factory=0,
        licence=UNKNOWN_LICENCE,
        layout="thesis",
        refine=False,
        labelling=options.evaluation.labelling,
        cache=options.cache,
    )


def _settings(training: TrainingOptions, prepared: Prepared) -> dict[str, object]:
    """Return what runs that go on with a folder must have in common."""
    rounds = training.plan.rounds
    return {
        **({} if rounds == ROUNDS else {"rounds": list(rounds)}),
        "steps": training.plan.steps,
        "batch_size": training.batch_size,
        "seed": training.seed,
        **prepared.dataset.identity(),
    }
