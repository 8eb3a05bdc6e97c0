"""Random numbers for sound design: drawn as ratios rather than differences."""

import numpy as np


def between(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw log-uniformly from ``low`` to ``high``, both positive: every octave is equally likely."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def around(rng: np.random.Generator, cents: float) -> float:
    """Draw a ratio near 1, log-normal with the given standard deviation in cents."""
    return float(2.0 ** (rng.normal(0.0, cents) / 1200.0))


def chance(rng: np.random.Generator, probability: float) -> bool:
    """Return True with the given probability."""
    return bool(rng.random() < probability)
