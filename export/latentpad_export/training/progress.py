"""Progress of a training run, and the running statistics used to detect a diverging loss."""

from dataclasses import dataclass
from math import inf, isfinite, nan

WARMUP_STEPS = 200
"""Steps over which the learning rate rises; until then the statistics are not reliable."""

CLIP_NORM_FACTOR = 4.0
"""A gradient is clipped to this many times the running mean of its norm."""

MAX_DEVIATIONS = 20.0
"""A loss has diverged when it is this many mean deviations above its running mean."""


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
    gradient_norm: float = 0.0
    validation: float = nan
    """Reconstruction error of the validation split in dB, as last measured."""

    def accept_loss(self, value: float) -> bool:
        """Add a loss to the running mean, or return False if it has diverged."""
        if not isfinite(value):
            return False
        if self.step < WARMUP_STEPS:
            decay = self.step / (self.step + 1)
        else:
            decay = 0.99
            if value > self.loss_mean + MAX_DEVIATIONS * self.loss_deviation:
                return False
        self.loss_deviation = decay * self.loss_deviation + (1 - decay) * abs(value - self.loss_mean)
        self.loss_mean = decay * self.loss_mean + (1 - decay) * value
        return True

    @property
    def max_gradient_norm(self) -> float:
        """Norm to which gradients are clipped."""
        return CLIP_NORM_FACTOR * self.gradient_norm if self.step >= WARMUP_STEPS else inf

    def record_gradient(self, norm: float) -> None:
        """Add the norm of a gradient to the running mean."""
        decay = min(0.99, self.step / (self.step + 1))
        self.gradient_norm = decay * self.gradient_norm + (1 - decay) * min(norm, self.max_gradient_norm)
