"""The steps of ``latentpad research models``: read the library, train."""

import logging
from dataclasses import dataclass
from pathlib import Path

from latentpad_export.data.labelling import Labelling
from latentpad_export.pipeline.options import UNKNOWN_LICENCE, TrainOptions
from latentpad_export.pipeline.prepare import Prepared, prepare
from latentpad_export.presets import THESIS
from latentpad_export.research.models_folder import ModelsFolder
from latentpad_export.research.training import TrainingOptions, train_models
from latentpad_export.training.budget import Budget

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ModelsOptions:
    """Options of ``latentpad research models``."""

    library: Path
    folder: Path
    training: TrainingOptions
    labelling: Labelling | None = None
    """Labelling of sounds that are in no table."""
    cache: Path | None = None
    """Folder for what is computed; None: in the user's cache folder."""


def research_models(options: ModelsOptions) -> None:
    """Train the nine models, or go on with them.

    Raises
    ------
    LatentpadError
        The library or the folder cannot be used, or a training fails; what was computed is kept.
    """
    train_options = _train_options(options)
    prepared = prepare(train_options)
    folder = ModelsFolder(options.folder, _settings(options, prepared))
    train_models(folder, options.training, prepared)


def _train_options(options: ModelsOptions) -> TrainOptions:
    """Return the options of ``latentpad train`` for the library, with the settings that all models share."""
    training = options.training
    return TrainOptions(
        libraries=(options.library,),
        output=options.folder,
        name=THESIS.name,
        preset=THESIS,
        budget=Budget(training.plan.steps),
        seed=training.seed,
        device=training.device,
        precision=training.precision,
        factory=0,
        licence=UNKNOWN_LICENCE,
        layout="thesis",
        refine=False,
        labelling=options.labelling,
        cache=options.cache,
    )


def _settings(options: ModelsOptions, prepared: Prepared) -> dict[str, object]:
    """Return what runs that go on with a folder must have in common."""
    training = options.training
    return {
        "steps": training.plan.steps,
        "batch_size": training.batch_size,
        "seed": training.seed,
        **prepared.dataset.identity(),
    }
