"""The training loop: seeded, checkpointed, resumable, and rolled back where the loss explodes."""

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
from torch import Tensor, nn
from tqdm import tqdm

from latentpad_export.errors import TrainingError
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import TrainingConfig
from latentpad_export.training.checkpoint import Snapshot, restore, take
from latentpad_export.training.sampler import Sampler
from latentpad_export.training.state import WARMUP_STEPS, Progress

logger = logging.getLogger(__name__)

Batch = Callable[[NDArray[np.int64]], NDArray[np.float32]]

VALIDATE_EVERY = 250
SNAPSHOT_SECONDS = 60.0
"""Time between two checkpoints on disk."""

MOST_ROLLBACKS = 12


@dataclass(frozen=True)
class Budget:
    """How long to train: a number of steps, or minutes where they are given."""

    steps: int
    minutes: float | None = None

    def share(self, step: int, seconds: float) -> float:
        """How much of the run is over, in [0, 1]."""
        return min(1.0, seconds / (60 * self.minutes) if self.minutes else step / self.steps)


class Trainer:
    """Fits an autoencoder to features drawn by weight."""

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
        """Train to the end of the budget; an interrupt leaves a checkpoint to resume from.

        Raises
        ------
        TrainingError
            The loss exploded too often, whatever the learning rate, or the checkpoint cannot be read or written.
        """
        if checkpoint.exists():
            self._resume(checkpoint)
        else:
            torch.manual_seed(self.seed)
        good, saved_at = take(self), time.monotonic()
        total = self.budget.minutes * 60 if self.budget.minutes else self.budget.steps
        unit = "s" if self.budget.minutes else "step"
        with tqdm(total=round(total), desc="training", unit=unit, disable=None, mininterval=1.0) as bar:
            try:
                while self.share < 1.0:
                    if not self._step():
                        self._roll_back(good)
                    elif self.progress.step % VALIDATE_EVERY == 0 and self._sane():
                        self.progress.validation = validate(self.model)
                        good = take(self)
                    if time.monotonic() - saved_at > SNAPSHOT_SECONDS:
                        take(self).save(checkpoint) if self._sane() else good.save(checkpoint)
                        saved_at = time.monotonic()
                        if bar.disable:  # nobody watches a bar, but somebody may read the log
                            logger.info("%.0f %% of the training done, %s", 100 * self.share, self._standing())
                    self._show(bar)
            finally:
                take(self).save(checkpoint) if self._sane() else good.save(checkpoint)
        if self.config.average:
            self.model.load_state_dict(self.average)

    def _resume(self, checkpoint: Path) -> None:
        """Go on from a checkpoint on disk."""
        snapshot = Snapshot.load(checkpoint)
        try:
            restore(self, snapshot)
        except (KeyError, TypeError, ValueError, RuntimeError):
            raise TrainingError(f"{checkpoint}: made for another network; remove it to start again") from None
        logger.info("Resumed at step %d", self.progress.step)

    @property
    def share(self) -> float:
        """How much of the run is over, in [0, 1]."""
        return self.budget.share(self.progress.step, self.progress.seconds)

    def _step(self) -> bool:
        """Take one step; False where the loss exploded."""
        started = time.monotonic()
        drawn = self.sampler.draw(self.progress.step, self.progress.rollbacks)
        x = torch.from_numpy(self.batch(drawn)).to(self.device)
        self.model.train()
        loss = self.model.loss(x)
        total = loss.reconstruction + self._beta() * loss.divergence
        value = total.item()
        if not self.progress.accept_loss(value):
            return False
        self.optimizer.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), self.progress.longest_gradient)
        self.progress.take_gradient(float(norm))
        for group in self.optimizer.param_groups:
            group["lr"] = self._learning_rate()
        self.optimizer.step()
        self._update_average()
        self.progress.step += 1
        self.progress.seconds += time.monotonic() - started
        return True

    def _beta(self) -> float:
        """Weight of the divergence, rising over the warm-up."""
        warmup = self.config.beta_warmup
        return self.config.beta * (min(1.0, self.share / warmup) if warmup else 1.0)

    def _learning_rate(self) -> float:
        """Rise over the first steps, then stay or fall along a cosine."""
        rate = self.config.learning_rate * self.progress.rate_scale * min(1.0, (self.progress.step + 1) / WARMUP_STEPS)
        if self.config.schedule == "cosine":
            rate *= 0.02 + 0.98 * 0.5 * (1 + cos(pi * self.share))
        return rate

    def _update_average(self) -> None:
        """Move the running average of the weights; young averages move faster."""
        decay = min(self.config.average, self.progress.step / (self.progress.step + 10))
        for name, value in self.model.state_dict().items():
            self.average[name].lerp_(value, 1 - decay)

    def _sane(self) -> bool:
        """Whether all weights are numbers."""
        return all(bool(torch.isfinite(value).all()) for value in self.model.parameters())

    def _roll_back(self, good: Snapshot) -> None:
        """Go back to the last good state at half the learning rate."""
        rollbacks, scale, seconds = self.progress.rollbacks + 1, self.progress.rate_scale / 2, self.progress.seconds
        if rollbacks > MOST_ROLLBACKS:
            raise TrainingError(
                f"the loss exploded {rollbacks} times although the learning rate was halved each time; "
                f"start again with a learning rate below {self.config.learning_rate * scale:.1g}"
            )
        restore(self, good)  # its batches are drawn by the number of roll-backs too: other sounds than led here
        self.progress.rollbacks, self.progress.rate_scale, self.progress.seconds = rollbacks, scale, seconds
        logger.warning("The loss exploded; back to step %d at half the learning rate", self.progress.step)

    def _show(self, bar: Any) -> None:
        """Bring the progress bar up to date."""
        p = self.progress
        bar.n = min(bar.total, round(p.seconds) if self.budget.minutes else p.step)
        bar.set_postfix_str(self._standing(), refresh=False)
        bar.update(0)

    def _standing(self) -> str:
        """Say where the run stands."""
        p = self.progress
        error = f", held-out error {p.validation:.1f} dB" if isfinite(p.validation) else ""
        return f"step {p.step}, loss {p.loss_mean:.0f}{error}"


def reconstruction_error(model: Autoencoder, x: NDArray[np.float32], top_db: float, device: torch.device) -> float:
    """Mean absolute error in dB of decoded features [n, n_bands, n_frames] where either is audible."""
    model.eval()
    errors, count = 0.0, 0
    with torch.no_grad():
        for start in range(0, len(x), 64):
            real = torch.from_numpy(x[start : start + 64]).to(device)
            mean: Tensor = model.decode(model.encode(real))[0]
            audible = (real > AUDIBLE) | (mean > AUDIBLE)
            errors += float((real - mean).abs()[audible].sum()) * top_db
            count += int(audible.sum())
    return errors / max(count, 1)


AUDIBLE = 0.25
"""Features above this are heard: 60 dB below the loudest band of the sound, at 80 dB in all."""
