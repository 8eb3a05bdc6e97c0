"""The training loop: seeded, checkpointed, resumable, and rolled back when the loss diverges."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import cos, isfinite, pi
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from tqdm import tqdm

from latentpad_export.errors import TrainingError
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import TrainingConfig
from latentpad_export.training.checkpoint import Snapshot, restore, take_snapshot
from latentpad_export.training.progress import WARMUP_STEPS, Progress
from latentpad_export.training.sampler import Sampler

logger = logging.getLogger(__name__)

Batch = Callable[[NDArray[np.int64]], NDArray[np.float32]]

VALIDATE_EVERY = 250
SNAPSHOT_SECONDS = 60.0
"""Time between two checkpoints on disk."""

MAX_ROLLBACKS = 12


@dataclass(frozen=True)
class Budget:
    """The length of a training: a number of steps, or minutes where they are given."""

    steps: int
    minutes: float | None = None

    def share(self, step: int, seconds: float) -> float:
        """Return the completed fraction of the run, in [0, 1]."""
        return min(1.0, seconds / (60 * self.minutes) if self.minutes else step / self.steps)


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
    ) -> None:
        self.model, self.config, self.budget, self.batch = model.to(device), config, budget, batch
        self.device = device
        self.optimizer = torch.optim.Adam(model.parameters(), config.learning_rate, eps=1e-6)
        self.average = {k: v.detach().clone() for k, v in model.state_dict().items()}
        self.sampler, self.seed = sampler, seed
        self.progress = Progress()

    def run(self, checkpoint: Path, validate: Callable[[Autoencoder], float]) -> None:
        """Train until the budget is spent; an interrupt leaves a checkpoint to resume from.

        Raises
        ------
        TrainingError
            The loss diverged too often at any learning rate, or the checkpoint cannot be read or written.
        """
        if checkpoint.exists():
            self._resume(checkpoint)
        else:
            torch.manual_seed(self.seed)
        last_good, saved_at = take_snapshot(self), time.monotonic()
        total = self.budget.minutes * 60 if self.budget.minutes else self.budget.steps
        unit = "s" if self.budget.minutes else "step"
        with tqdm(total=round(total), desc="training", unit=unit, disable=None, mininterval=1.0) as bar:
            try:
                while self.share < 1.0:
                    if not self._step():
                        self._roll_back(last_good)
                    elif self.progress.step % VALIDATE_EVERY == 0 and self._is_finite():
                        self.progress.validation = validate(self.model)
                        last_good = take_snapshot(self)
                    if time.monotonic() - saved_at > SNAPSHOT_SECONDS:
                        self._save(checkpoint, last_good)
                        saved_at = time.monotonic()
                        if bar.disable:  # not a terminal: log the progress instead
                            logger.info("%.0f %% of the training done, %s", 100 * self.share, self._status())
                    self._update_bar(bar)
            finally:
                self._save(checkpoint, last_good)
        if self.config.average:
            self.model.load_state_dict(self.average)

    def _save(self, checkpoint: Path, last_good: Snapshot) -> None:
        """Write the present state, or the last good one where a weight is NaN or infinite."""
        (take_snapshot(self) if self._is_finite() else last_good).save(checkpoint)

    def _resume(self, checkpoint: Path) -> None:
        """Resume from a checkpoint on disk."""
        snapshot = Snapshot.load(checkpoint)
        try:
            restore(self, snapshot)
        except (KeyError, TypeError, ValueError, RuntimeError):
            raise TrainingError(f"{checkpoint}: written for another network; remove it to start again") from None
        logger.info("Resumed at step %d", self.progress.step)

    @property
    def share(self) -> float:
        """Return the completed fraction of the run, in [0, 1]."""
        return self.budget.share(self.progress.step, self.progress.seconds)

    def _step(self) -> bool:
        """Take one step; return False if the loss has diverged."""
        started = time.monotonic()
        indices = self.sampler.draw(self.progress.step, self.progress.rollbacks)
        x = torch.from_numpy(self.batch(indices)).to(self.device)
        self.model.train()
        loss = self.model.loss(x)
        total = loss.reconstruction + self._beta() * loss.divergence
        value = total.item()
        if not self.progress.accept_loss(value):
            return False
        self.optimizer.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), self.progress.max_gradient_norm)
        self.progress.record_gradient(float(norm))
        for group in self.optimizer.param_groups:
            group["lr"] = self._learning_rate()
        self.optimizer.step()
        self._update_average()
        self.progress.step += 1
        self.progress.seconds += time.monotonic() - started
        return True

    def _beta(self) -> float:
        """Return the weight of the divergence, which rises over the warm-up."""
        warmup = self.config.beta_warmup
        return self.config.beta * (min(1.0, self.share / warmup) if warmup else 1.0)

    def _learning_rate(self) -> float:
        """Return the learning rate: it rises over the first steps, then stays constant or falls along a cosine."""
        rate = self.config.learning_rate * self.progress.rate_scale * min(1.0, (self.progress.step + 1) / WARMUP_STEPS)
        if self.config.schedule == "cosine":
            rate *= 0.02 + 0.98 * 0.5 * (1 + cos(pi * self.share))
        return rate

    def _update_average(self) -> None:
        """Update the running average of the weights; early averages move faster."""
        decay = min(self.config.average, self.progress.step / (self.progress.step + 10))
        for name, value in self.model.state_dict().items():
            self.average[name].lerp_(value, 1 - decay)

    def _is_finite(self) -> bool:
        """Return whether all weights are finite."""
        return all(bool(torch.isfinite(value).all()) for value in self.model.parameters())

    def _roll_back(self, last_good: Snapshot) -> None:
        """Return to the last good state at half the learning rate."""
        rollbacks, scale, seconds = self.progress.rollbacks + 1, self.progress.rate_scale / 2, self.progress.seconds
        if rollbacks > MAX_ROLLBACKS:
            raise TrainingError(
                f"the loss diverged {rollbacks} times although the learning rate was halved each time; "
                "start again with another --seed, a larger --batch-size or --precision float32"
            )
        restore(self, last_good)  # the number of roll-backs changes the batches: not the ones that led here
        self.progress.rollbacks, self.progress.rate_scale, self.progress.seconds = rollbacks, scale, seconds
        logger.warning("The loss diverged; back to step %d at half the learning rate", self.progress.step)

    def _update_bar(self, bar: Any) -> None:
        """Update the progress bar."""
        p = self.progress
        bar.n = min(bar.total, round(p.seconds) if self.budget.minutes else p.step)
        bar.set_postfix_str(self._status(), refresh=False)
        bar.update(0)

    def _status(self) -> str:
        """Return step, loss and held-out error for people."""
        p = self.progress
        error = f", held-out error {p.validation:.1f} dB" if isfinite(p.validation) else ""
        return f"step {p.step}, loss {p.loss_mean:.0f}{error}"
