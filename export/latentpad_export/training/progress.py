"""Progress of a training run, and the running statistics used to detect a diverging loss."""

from dataclasses import dataclass
from math import inf, isfinite, nan

WARMUP_STEPS = 200
"""Steps over which the learning rate rises; until then the statistics weigh all steps alike."""

CLIP_NORM_FACTOR = 4.0
"""A gradient is clipped to this many times the running mean of its norm."""

MAX_DEVIATIONS = 20.0
"""A loss has diverged when it is this many mean deviations above its running mean, the present or the lowest one."""

FIRST_STEPS, FIRST_MAX_DEVIATIONS = 8, 100.0
"""Steps in which the deviation is not reliable, and what counts as divergence in them."""


@dataclass
class Progress:
    """Everything that a resumed run needs besides the weights."""

    step: int = 0
    seconds: float = 0.0
    rate_scale: float = 1.0
    """Factor of the learning rate, halved at each roll-back."""
    rollbacks: int = 0
    loss_mean: float = 0.0
    loss_deviation: float = 0.0
    loss_limit: float = inf
    """A loss above this has diverged: it follows from the lowest running mean, so that a slow divergence is noticed."""
    gradient_norm: float = 0.0
    validation: float = nan
    """Reconstruction error of the validation split in dB, as last measured."""
    validated_step: int = -1
    """When it was measured; -1 before the first time."""
    best_validation: float = inf
    best_step: int = 0

    def accept_loss(self, value: float, step: int) -> bool:
        """Add the loss of a step, from 0, to the running mean, or return False if it has diverged."""
        if not isfinite(value):
            return False
        most = FIRST_MAX_DEVIATIONS if step < FIRST_STEPS else MAX_DEVIATIONS
        if step > 0 and value > min(self.loss_limit, self.loss_mean + most * self.loss_deviation):
            return False
        decay = step / (step + 1) if step < WARMUP_STEPS else 0.99
        self.loss_deviation = decay * self.loss_deviation + (1 - decay) * abs(value - self.loss_mean)
        self.loss_mean = decay * self.loss_mean + (1 - decay) * value
        if step >= FIRST_STEPS:
            self.loss_limit = min(self.loss_limit, self.loss_mean + MAX_DEVIATIONS * self.loss_deviation)
        return True

    def record_validation(self, error: float) -> bool:
        """Record the error of the validation split at the present step; return whether it is the lowest so far."""
        self.validation, self.validated_step = error, self.step
        if not error < self.best_validation:
            return False
        self.best_validation, self.best_step = error, self.step
        return True

    def status(self) -> str:
        """Return step, loss and held-out error for people."""
        error = f", held-out error {self.validation:.1f} dB" if isfinite(self.validation) else ""
        return f"step {self.step}, loss {self.loss_mean:.0f}{error}"
