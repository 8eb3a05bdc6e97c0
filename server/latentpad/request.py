"""What one render is asked for, and what came of it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Control:
    """A number that shapes the sound of a point; the bounds hold wherever it comes from."""

    key: str
    default: float
    low: float
    high: float
    meaning: str


CONTROLS = (
    Control("variation", 0.0, 0, 1, "how far siblings stray: the seed then chooses among sounds like the ones around"),
    Control("length", 1.0, 0.25, 4, "times as long, at the same pitch and with the same attack"),
    Control("pitch", 0.0, -24, 24, "semitones up, as long as before"),
    Control("decay", 1.0, 0, 1, "share of its own decay that the sound keeps; less is drier"),
    Control("tone", 0.0, -12, 12, "dB brighter above 1 kHz and darker below, most from four octaves on"),
)


@dataclass(frozen=True)
class Request:
    """A point of the map, the seed of everything that is random about its sound, and the sound's shape."""

    x: float
    """Position from left to right, in [0, 1]."""

    y: float
    """Position from bottom to top, in [0, 1]."""

    seed: int = 0
    """Chooses the texture: the same point and seed give the same bytes. 0 to 2**31 - 1."""

    variation: float = 0.0
    length: float = 1.0
    pitch: float = 0.0
    decay: float = 1.0
    tone: float = 0.0


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
