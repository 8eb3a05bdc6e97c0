"""Where a training run stands, and by it whether a loss or a gradient stands out."""

from dataclasses import dataclass
from math import inf, isfinite, nan

WARMUP_STEPS = 200
"""Steps over which the learning rate rises; before their end nothing is known of what is usual."""

CLIP_NORM_FACTOR = 4.0
"""A gradient longer than this many times its running mean is shortened to it."""

EXPLODES = 20.0
"""A loss this many mean deviations above its running mean has exploded."""


@dataclass
class Progress:
    """Everything that a resumed run has to know besides the weights."""

    step: int = 0
    seconds: float = 0.0
    rate_scale: float = 1.0
    """Halved at every roll-back."""
    rollbacks: int = 0
    loss_mean: float = 0.0
    loss_deviation: float = 0.0
    gradient_norm: float = 0.0
    validation: float = nan
    """Reconstruction error of the validation split in dB, last measured."""

    def accept_loss(self, value: float) -> bool:
        """Take a loss into the running mean, or refuse it (False) where it does not fit the ones before."""
        if not isfinite(value):
            return False
        if self.step < WARMUP_STEPS:
            decay = self.step / (self.step + 1)
        else:
            decay = 0.99
            if value > self.loss_mean + EXPLODES * self.loss_deviation:
                return False
        self.loss_deviation = decay * self.loss_deviation + (1 - decay) * abs(value - self.loss_mean)
        self.loss_mean = decay * self.loss_mean + (1 - decay) * value
        return True

    @property
    def longest_gradient(self) -> float:
        """Norm to which a longer gradient is shortened."""
        return CLIP_NORM_FACTOR * self.gradient_norm if self.step >= WARMUP_STEPS else inf

    def take_gradient(self, norm: float) -> None:
        """Take the norm of a gradient into the running mean."""
        decay = min(0.99, self.step / (self.step + 1))
        self.gradient_norm = decay * self.gradient_norm + (1 - decay) * min(norm, self.longest_gradient)
