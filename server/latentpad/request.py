"""A render: the point, seed and controls that are asked for, and the finished sample."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple


class Control(NamedTuple):
    """A number that shapes a sound; its bounds hold for every client."""

    key: str
    default: int | float
    low: int | float
    high: int | float
    meaning: str

    @property
    def is_integer(self) -> bool:
        """Whether only integers are allowed."""
        return isinstance(self.default, int)


def _control(default: float, low: float, high: float, meaning: str) -> Any:
    return field(default=default, metadata={"low": low, "high": high, "meaning": meaning})


@dataclass(frozen=True)
class Controls:
    """How the sound of a point is shaped; a new control is one more line here, and its use in ``latentpad.synth``."""

    variation: float = _control(
        0.0, 0, 1, "how far siblings stray: the seed then chooses among sounds like the ones around"
    )
    length: float = _control(1.0, 0.25, 4, "times as long, at the same pitch and with the same attack")
    pitch: float = _control(0.0, -24, 24, "semitones up, as long as before")
    decay: float = _control(1.0, 0, 1, "share of its own decay that the sound keeps; less is drier")
    tone: float = _control(0.0, -12, 12, "dB brighter above 1 kHz and darker below, most from four octaves on")


CONTROLS: tuple[Control, ...] = tuple(
    Control(one.name, one.default, **one.metadata)  # type: ignore[arg-type]
    for one in fields(Controls)
)
"""Every control, in the order in which commands and messages list them."""

SEED = Control("seed", 0, 0, 2**31 - 1, "chooses the texture: the same point and seed give the same bytes")


@dataclass(frozen=True)
class Request:
    """A point of the map, and how its sound is made."""

    x: float
    """Position from left to right, in [0, 1]."""

    y: float
    """Position from bottom to top, in [0, 1]."""

    seed: int = SEED.default  # type: ignore[assignment]
    """Seed of everything random about the sound: 0 to 2**31 - 1."""

    controls: Controls = Controls()

    @property
    def settings(self) -> dict[str, int | float]:
        """The seed and every control, by key."""
        return {SEED.key: self.seed, **vars(self.controls)}


@dataclass(frozen=True)
class Rendered:
    """A finished sample under its final name."""

    request: Request

    path: Path
    """The wav, absolute."""

    sample_rate: int
    """Samples per second."""

    n_samples: int
    """Length in samples."""

    confidence: float
    """How well the library covers this point of the map, in [0, 1]."""

    milliseconds: float
    """Time from the start of the render to the finished file."""
