"""The learning rate of vocoders over a training: a short rise, then a cosine."""

import math

WARMUP_STEPS = 50

LAST = 0.05
"""Of the highest rate, at the end."""


def learning_rate(highest: float, step: int, share: float) -> float:
    """Return the rate of a step (from 0) at a completed share of the training."""
    rise = min(1.0, (step + 1) / WARMUP_STEPS)
    return highest * rise * (LAST + (1 - LAST) * 0.5 * (1 + math.cos(math.pi * min(1.0, share))))
