"""The trainings of the nine models, round by round, each resumed where it was stopped."""

import logging
import time
from dataclasses import dataclass, replace

from latentpad_export.pipeline.prepare import Prepared
from latentpad_export.presets import Preset
from latentpad_export.research.models.configurations import Configuration
from latentpad_export.research.models.folder import ModelsFolder
from latentpad_export.research.models.plan import Plan
from latentpad_export.training.budget import Budget
from latentpad_export.training.fit import FitOptions, fit

logger = logging.getLogger(__name__)

MAX_VALIDATED = 64
"""Sounds of the validation split whose error is measured whenever a training pauses: seconds, on a CPU."""


class TimeIsUpError(Exception):
    """The minutes of a run are over; the training that was going on has been saved."""


@dataclass(frozen=True)
class TrainingOptions:
    """Options of the trainings."""

    plan: Plan
    batch_size: int
    seed: int
    device: str
    """As PyTorch names it."""
    precision: str
    """float32, bfloat16 or auto."""
    minutes: float | None = None
    """Time after which the training stops; None: when all is done."""


def train_models(folder: ModelsFolder, options: TrainingOptions, prepared: Prepared) -> int:
    """Train all models, or go on with them; return the budget of the last complete round, 0 for none.

    Raises
    ------
    TrainingError
        The loss of a training diverged too often, or a file is damaged or cannot be written.
    """
    ends = time.monotonic() + 60 * options.minutes if options.minutes is not None else None
    complete = 0
    for budget in options.plan.budgets:
        try:
            for run in options.plan.runs:
                _advance(run, budget, folder, options, prepared, ends)
        except TimeIsUpError:
            logger.info("Time is up; repeat the command to go on")
            return complete
        complete = budget
        for run in options.plan.runs:
            folder.forget(run.key, options.plan.needed(run.key, budget))
        logger.info("All models are trained for %d of %d steps", budget, options.plan.steps)
    return complete


def _advance(
    run: Configuration,
    budget: int,
    folder: ModelsFolder,
    options: TrainingOptions,
    prepared: Prepared,
    ends: float | None,
) -> None:
    """Train one model up to the end of a round, and keep the weights that are evaluated then or later."""
    done = max(folder.steps(run.key), default=0)
    for stop in options.plan.stops(run.key, budget):
        if stop <= done:
            continue
        _check_time(ends)
        fit_options = FitOptions(
            Budget(stop), options.seed, options.device, options.precision, max_validated=MAX_VALIDATED
        )
        model, progress = fit(
            trained_preset(run, options),
            prepared.features,
            prepared.analysis,
            prepared.split,
            fit_options,
            folder.run(run.key),
            report=lambda done, total: _check_time(ends),
        )
        folder.save(run.key, model.state_dict(), progress)
        logger.info("%s: %s", run.title, progress.status())


def trained_preset(configuration: Configuration, options: TrainingOptions) -> Preset:
    """Return the preset of a configuration with the batches of this research."""
    preset = configuration.preset
    return replace(preset, training=replace(preset.training, batch_size=options.batch_size))


def _check_time(ends: float | None) -> None:
    """Raise TimeIsUpError when time is up."""
    if ends is not None and time.monotonic() >= ends:
        raise TimeIsUpError
