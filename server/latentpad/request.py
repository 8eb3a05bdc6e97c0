"""Requests and their results: point, seed and controls in, a finished sample out."""

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from latentpad.sources import MAX_STEPS, Sibling, Source, Step


class Control(NamedTuple):
    """Name, bounds and meaning of a number that shapes a sound."""

    key: str
    default: int | float
    low: int | float
    high: int | float
    meaning: str

    @property
    def is_integer(self) -> bool:
        """Whether only integers are allowed."""
        return isinstance(self.default, int)


class ScaleControl(NamedTuple):
    """Name and meaning of a control that is a scale: `latentpad.checks.read_scale`."""

    key: str
    default: str
    meaning: str


def _control(default: float, low: float, high: float, meaning: str) -> Any:
    return field(default=default, metadata={"low": low, "high": high, "meaning": meaning})


@dataclass(frozen=True)
class Controls:
    """Controls of a sound; a new one takes one more line here and its use in ``latentpad.synth``."""

    variation: float = _control(
        0.0, 0, 1, "how much the seed changes the sound; above 0, every seed is a different variation"
    )
    length: float = _control(1.0, 0.25, 4, "duration as a multiple; pitch and attack are unchanged")
    pitch: float = _control(0.0, -24, 24, "transposition in semitones; the duration is unchanged")
    decay: float = _control(1.0, 0, 1, "how much of the natural decay is kept; lower is shorter and drier")
    tone: float = _control(0.0, -12, 12, "spectral tilt around 1 kHz, in dB at ±4 octaves; positive is brighter")
    detail: float = _control(1.0, 0, 1, "share of the library's own detail; 0 is the model alone")
    dynamics: float = _control(
        0.0, 0, 1, "share of the library's own level differences; at 0, samples are about equally loud"
    )
    attack: float = _control(0.0, -1, 1, "onset of the sound; above 0 sharper, below softer")
    tail: float = _control(0.0, 0, 1, "gate, which cuts the tail; at 1, 6 dB below the peak, at 0 not at all")
    drive: float = _control(0.0, 0, 1, "saturation")
    reverse: int = _control(0, 0, 1, "1 plays the sound backwards")
    stereo: float = _control(0.0, 0, 1, "width; above 0, samples have two channels")
    tune: str = "off"


CONTROLS: tuple[Control, ...] = tuple(
    Control(row.name, row.default, **row.metadata)  # type: ignore[arg-type]
    for row in fields(Controls)
    if row.metadata
)
"""All controls that are numbers, in the order of commands and messages."""

TUNE = ScaleControl("tune", "off", "scale to whose nearest note a sound with a pitch is moved, such as A minor")
"""The last control."""

SEED = Control("seed", 0, 0, 2**31 - 1, "selects the texture: the same point, seed and settings give the same bytes")

MAX_BATCH = 256
"""Most samples of a batch."""


@dataclass(frozen=True)
class Request:
    """A point of the map and how its sound is rendered."""

    x: float
    """Position from left to right, in [0, 1]."""

    y: float
    """Position from bottom to top, in [0, 1]."""

    seed: int = SEED.default  # type: ignore[assignment]
    """Seed of everything random about the sound: 0 to 2**31 - 1."""

    controls: Controls = Controls()

    source: Source | None = None
    """What the sound comes from, if it is not the point alone; it is shown at the point all the same."""

    @property
    def settings(self) -> dict[str, int | float | str]:
        """Seed and controls by key."""
        return {SEED.key: self.seed, **vars(self.controls)}

    def relative(self, seed: int, variation: float) -> "Request":
        """Return a request for a relative of this one's sound; after MAX_STEPS, the last step is replaced."""
        source, controls = self.source, replace(self.controls, variation=variation)
        if self.controls.variation:
            steps, origin = (source.steps, source.origin) if isinstance(source, Sibling) else ((), source)
            source = Sibling((*steps[: MAX_STEPS - 1], Step(self.seed, self.controls.variation)), origin)
        return replace(self, seed=seed, controls=controls, source=source)


class Neighbour(NamedTuple):
    """A sound of the library near a point."""

    name: str
    """Its path relative to the library's folder."""

    kind: str
    """Its label, empty if it has none."""

    x: float
    y: float

    distance: float
    """How far it is from the point; the map's sides have length 1."""


class Located(NamedTuple):
    """Where a sound of one's own lives on the map."""

    x: float
    y: float

    kind: str
    """The label of most of the sounds that it is most like, empty if they have none."""

    certainty: float
    """How sure the place is, in [0, 1]: lower where the sounds that it is most like are apart on the map, or unlike it.
    """

    distance: float
    """How unlike it is to the sound that it is most like: 0 is the same, 1 as much as sounds of the map usually are."""

    nearest: tuple[str, ...]
    """Names of the sounds of the library that it is most like, the most like first."""


@dataclass(frozen=True)
class Rendered:
    """A finished sample under its final name."""

    request: Request

    path: Path
    """The wav, absolute."""

    sample_rate: int
    """Sample rate in Hz."""

    n_samples: int
    """Length in samples."""

    confidence: float
    """How sure the sound is, in [0, 1]: 1 on a sound of the library, lower between sounds that differ, and where detail
    is missing; 0.5 at most if the model alone makes it."""

    milliseconds: float
    """Time from the start of the render to the finished file."""

    pitch_hz: float = 0.0
    """Pitch in hertz, 0 if the sample has none or none is known."""

    parents: tuple[str, ...] = ()
    """Names of the library's sounds whose detail is in the sample, those with most weight first."""
