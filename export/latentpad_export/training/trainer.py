"""The training loop: seeded, checkpointed, resumable, and rolled back when the loss diverges.

The host does not wait for the device at each step: it reads the losses of several steps at once. Several processes take
the same decisions, since they see the same clock, the same losses and the same interrupts (`processes`).
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from latentpad_export.interrupt import deferred_interrupt
from latentpad_export.model.fused_likelihood import warm_up
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import TrainingConfig
from latentpad_export.training.budget import Budget, open_bar, update_bar
from latentpad_export.training.checkpoint import copied, resume
from latentpad_export.training.processes import ALONE, Processes
from latentpad_export.training.progress import Progress
from latentpad_export.training.sampler import Sampler
from latentpad_export.training.saved_states import SavedStates
from latentpad_export.training.schedule import divergence_weight, learning_rate
from latentpad_export.training.update import Update

logger = logging.getLogger(__name__)

Batch = Callable[[NDArray[np.int64]], Tensor]
"""Features (B, F, T) of the sounds at these indices, or of the rows of this process, on the training device."""

Validate = Callable[[Autoencoder], float]
"""Error of the validation split in dB."""

READ_EVERY = 10
"""Steps between two readings of the losses."""

READ_SECONDS = 1.0
"""Longest time between two readings."""

VALIDATE_EVERY = 250

VALIDATE_SECONDS = 5.0
"""Shortest time between two validations on an accelerator, where 250 steps may take less than a validation."""


class Trainer:
    """Trains an autoencoder on features sampled by weight."""

    def __init__(
        self,
        model: Autoencoder,
        config: TrainingConfig,
        budget: Budget,
        batch: Batch,
        sampler: Sampler,
        seed: int,
        device: torch.device,
        patience: float = 0.0,
        processes: Processes = ALONE,
    ) -> None:
        """Prepare a run; `patience` is the share of it after whose validations without a lower error it ends."""
        self.model, self.config, self.budget, self.batch = model.to(device), config, budget, batch
        self.device, self.sampler, self.seed, self.patience = device, sampler, seed, patience
        self.processes, self.rows = processes, processes.rows(config.batch_size)
        self.model.compute_rows(self.rows)
        processes.unify(self.model.state_dict().values())
        warm_up(device)
        has_muon = config.optimizer == "muon"
        self.update = Update(self.model, config.average, device, config.encoder_rate, has_muon)
        self.progress = Progress()
        self.best: dict[str, Tensor] = {}
        self.losses: list[Tensor] = []
        self._read_at = self._validated_at = processes.now()

    def run(
        self, checkpoint: Path, validate: Validate, report: Callable[[int, int], None] = lambda done, total: None
    ) -> None:
        """Train until the budget is spent; an interrupt leaves a checkpoint to resume from.

        What is done of the total, in seconds or steps, is reported after each step.

        The model then has the averaged weights with the lowest error of the validation split, or the last weights
        where there is no average. A loss that diverges too often at any learning rate ends the training early.

        Raises
        ------
        TrainingError
            The loss diverged too often and no weights have been validated, or the checkpoint cannot be read or written.
        """
        resumed = self.processes.first(checkpoint.exists)
        if resumed:
            resume(self, checkpoint)
            logger.info("Resumed at step %d%s", self.progress.step, self.budget.note(self.progress.step))
        else:
            torch.manual_seed(self.seed)
        self._states = SavedStates(self, checkpoint, resumed)
        with open_bar(self.budget, self.processes.rank == 0) as bar, deferred_interrupt() as is_interrupted:
            try:
                interrupted = self._train(validate, bar, is_interrupted, report)
            except BaseException:
                self._states.write_alone() if self.processes.size > 1 else self._save()
                raise
            self._save()
            if interrupted:
                raise KeyboardInterrupt
        if self.best:
            self.model.load_state_dict(self.best)
            self.progress.validation = self.progress.best_validation
            logger.info("%d steps; the error was lowest at step %d", self.progress.step, self.progress.best_step)

    def _train(
        self, validate: Validate, bar: Any, is_interrupted: Callable[[], bool], report: Callable[[int, int], None]
    ) -> bool:
        """Take steps until the budget is spent or the error has stopped falling; return whether it was interrupted."""
        self.model.train()
        while not self._states.gave_up and not self.budget.is_stalled(self.progress, self.patience):
            if self.processes.any(is_interrupted()):
                return True
            finished = self.share >= 1.0
            due = (finished or self._is_validation_due()) and not self.losses
            if due and self.progress.validated_step != self.progress.step:
                self._validate(validate)
                continue
            if finished:
                return False
            self._step()
            if self._is_reading_due():
                if not self._read():
                    self._states.roll_back()
                elif self._states.is_due:
                    self._save()
                    if bar.disable:  # not a terminal: log the progress instead
                        logger.info("%.0f %% of the training done, %s", 100 * self.share, self.progress.status())
            update_bar(bar, self.budget, self.progress)
            report(bar.n, bar.total)
        reason = "The loss keeps diverging" if self._states.gave_up else "The error has not fallen"
        logger.info("%s since step %d; training ends early", reason, self.progress.best_step)
        return False

    @property
    def share(self) -> float:
        """Return the completed fraction of the run, in [0, 1], as of the last reading where it is measured in time."""
        return self.budget.share(self.progress.step, self.progress.seconds)

    @property
    def average(self) -> dict[str, Tensor]:
        """Return the weights to export as of this step: their running average, or themselves where there is none."""
        return self.update.averaged.state_dict()

    def _step(self) -> None:
        """Take one step, without waiting for its result."""
        if not self.losses:
            self._read_at = self.processes.now()
        step, n = self.progress.step, self.config.batches_per_step
        self.update.zero_gradients()
        totals = [self._add_gradient(batch) / n for batch in range(n * step, n * (step + 1))]
        self.processes.add_gradients(self.update.weights)
        self.update.step(step, self.progress.rate_scale * learning_rate(self.config, step, self.share))
        self.losses.append(torch.stack(totals).sum())
        self.progress.step += 1

    def _add_gradient(self, batch: int) -> Tensor:
        """Add a batch's share of the gradient of a step; return the loss of the batch."""
        x = self.batch(self.sampler.draw(batch, self.progress.rollbacks))
        loss = self.model.loss(x)
        total = loss.reconstruction + divergence_weight(self.config, self.share) * loss.divergence
        total = self.rows.share * total if self.rows else total
        (total / self.config.batches_per_step).backward()  # type: ignore[no-untyped-call]
        return total.detach()

    def _is_reading_due(self) -> bool:
        """Return whether to wait for the losses: from time to time, and before a validation and the end."""
        late = self.processes.now() - self._read_at > READ_SECONDS
        return len(self.losses) >= READ_EVERY or late or self._is_validation_due() or self.share >= 1.0

    def _read(self) -> bool:
        """Read the losses since the last reading; return False if one has diverged."""
        if not self.losses:
            return True
        values = torch.stack([*self.losses, self.update.gradient_norm / self.processes.size])
        *losses, self.progress.gradient_norm = self.processes.add(values).tolist()
        first = self.progress.step - len(losses)
        self.progress.seconds += self.processes.now() - self._read_at
        self.losses.clear()
        return all(self.progress.accept_loss(loss, first + i) for i, loss in enumerate(losses))

    def _is_validation_due(self) -> bool:
        """Return whether to validate at this step."""
        spaced = self.device.type == "cpu" or self.processes.now() - self._validated_at > VALIDATE_SECONDS
        return self.progress.step > 0 and self.progress.step % VALIDATE_EVERY == 0 and spaced

    def _validate(self, validate: Validate) -> None:
        """Measure the error of the weights to export, and keep them if it is the lowest; roll back if one is NaN."""
        if not self._is_finite():
            self._states.roll_back()
            return
        for model in (self.model, self.update.averaged):
            self.processes.unify(model.state_dict().values())  # other processors round matrix products in other ways
        candidate = self.update.averaged
        if self.progress.record_validation(self.processes.first(lambda: validate(candidate))) and self.config.average:
            self.best = copied(candidate.state_dict())
        self.model.train()
        self._validated_at = self.processes.now()
        self._states.keep()

    def _save(self) -> None:
        """Write a checkpoint."""
        self._states.write(self._read() and self._is_finite())

    def _is_finite(self) -> bool:
        """Return whether all weights are finite."""
        return not self.processes.any(not self.update.is_finite())
