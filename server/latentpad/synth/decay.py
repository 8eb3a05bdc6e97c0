"""The decay of a place: how quickly its parents die away, so that their ends do not come and go abruptly.

The decay time of a place is between those of its parents, by their shares. Parents that last more than twice as long
are damped, which leaves their beginning as it is: where a short sound prevails, a long one is heard, but less of its
tail. Exponential decays become faster exponential decays.

Measured on 219 drums, rendered: the worst of 2,304 steps of 1/192 of the pad changes the sound by 15 dB, without
damping by 23 dB. Half-way between 550 pairs of drums, told from real by a random forest (0.5 = never): 0.62 with and
without damping; 0.64 if all longer parents are damped.
"""

import numpy as np
from numpy.typing import NDArray

REMAINING_DB = -30.0
"""Energy that remains after the decay time, relative to that of the whole sound."""

DAMPED = 0.5
"""Share of the damping with which the decay time would be that of the place."""

SPARED = 2.0
"""Sounds that last up to this many times the wanted decay time are not damped."""

SHORTEST = 0.005
"""Seconds."""


def mean_decay(seconds: NDArray[np.float64], shares: NDArray[np.float64]) -> float:
    """Return the decay time of a place in seconds, from those of its parents [k] and their shares [k].

    It is the mean of their square roots, squared: between the arithmetic and the geometric mean.
    """
    return float(np.average(np.sqrt(np.maximum(seconds, SHORTEST)), weights=shares) ** 2)


def damping(seconds: float, wanted: float) -> float:
    """Return the decibels per second by which a sound is damped, so that its decay comes closer to that wanted."""
    return -DAMPED * REMAINING_DB * max(0.0, 1 / wanted - SPARED / max(seconds, SHORTEST))
