"""What one render is asked for, and what came of it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Request:
    """A point of the map and the seed of everything that is random about its sound."""

    x: float
    """Position from left to right, in [0, 1]."""

    y: float
    """Position from bottom to top, in [0, 1]."""

    seed: int = 0
    """Chooses the texture: the same point and seed give the same bytes. 0 to 2**31 - 1."""


@dataclass(frozen=True)
class Rendered:
    """A finished sample, whole and under its final name."""

    request: Request
    """What was asked for."""

    path: Path
    """The wav, absolute."""

    sample_rate: int
    """Samples a second."""

    n_samples: int
    """Length in samples."""

    confidence: float
    """How well the library covers this point of the map, in [0, 1]."""

    milliseconds: float
    """Time from the start of the render to the finished file."""
