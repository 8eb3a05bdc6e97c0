"""The learning rate and the weight of the divergence over a run."""

from math import cos, pi

from latentpad_export.presets import TrainingConfig
from latentpad_export.training.progress import WARMUP_STEPS


def learning_rate(config: TrainingConfig, step: int, share: float) -> float:
    """Return the learning rate of a step: it rises over the first, then stays constant or falls along a cosine.

    Parameters
    ----------
    config : TrainingConfig
    step : int
        From 0.
    share : float in [0, 1]
        Completed fraction of the run.
    """
    risen = min(1.0, max(share, 1e-3) / config.rate_warmup) if config.rate_warmup else 1.0
    rate = config.learning_rate * min(risen, (step + 1) / WARMUP_STEPS)
    if config.schedule == "cosine":
        rate *= 0.02 + 0.98 * 0.5 * (1 + cos(pi * share))
    return rate


def divergence_weight(config: TrainingConfig, share: float) -> float:
    """Return beta at a completed fraction of the run, in [0, 1]: it rises over the warm-up."""
    return config.beta * (min(1.0, share / config.beta_warmup) if config.beta_warmup else 1.0)
