"""Details of the sounds on a map: pitch, sketch, attack, periodicity, and how much of each was cut off."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Details:
    """Details of n sounds."""

    pitches: NDArray[np.float32]
    """[n] hertz, 0 = no pitch."""

    pitch_certainties: NDArray[np.float32]
    """[n] in [0, 1]."""

    sketches: NDArray[np.uint8]
    """[n, 16]."""

    attacks: NDArray[np.uint8]
    """[n, 32]."""

    partials: NDArray[np.uint8]
    """[n, 2, 8]."""

    seconds: NDArray[np.float32]
    """[n] length of each, after trimming and cutting."""

    whole_seconds: NDArray[np.float32]
    """[n] length of each with what was cut off."""

    cut_db: NDArray[np.float32]
    """[n] level at the cut in decibels relative to the peak; -inf where nothing was cut off."""
