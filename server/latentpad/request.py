"""Requests and their results: point, seed and controls in, a finished sample out."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from latentpad.errors import RangeError


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


class WeightedPoint(NamedTuple):
    """A point of a blend."""

    x: float
    y: float

    weight: float
    """Any finite number; negative takes away."""


MAX_WEIGHT = 16.0
"""Largest magnitude of a weight."""

MAX_BLENDED = 16
"""Most points of a blend."""


@dataclass(frozen=True)
class Blend:
    """Arithmetic with the sounds of 2 to 16 points: their mean, the way from one beyond another, or a difference."""

    points: tuple[WeightedPoint, ...]

    @classmethod
    def of(cls, points: Iterable[tuple[float, float, float]]) -> "Blend":
        """Return the blend of points x, y, weight.

        Raises
        ------
        RangeError
            There are too many or too few points, a number is out of range, or no weight is positive.
        """
        found = tuple(WeightedPoint(*map(float, point)) for point in points)
        if not 2 <= len(found) <= MAX_BLENDED:
            raise RangeError(f"a blend takes 2 to {MAX_BLENDED} points, not {len(found)}")
        for x, y, weight in found:
            if not (0 <= x <= 1 and 0 <= y <= 1 and -MAX_WEIGHT <= weight <= MAX_WEIGHT):
                raise RangeError(
                    f"a blend has the point {x:g}, {y:g} with weight {weight:g}; coordinates must be 0 to 1, weights "
                    f"-{MAX_WEIGHT:g} to {MAX_WEIGHT:g}"
                )
        if not any(weight > 0 for _, _, weight in found):
            raise RangeError("none of a blend's weights is above 0; at least one must be")
        return cls(found)

    @property
    def middle(self) -> tuple[float, float]:
        """Where it is shown on the map: the mean of its points with positive weights."""
        heard = [point for point in self.points if point.weight > 0]
        total = sum(point.weight for point in heard)
        x = sum(point.x * point.weight for point in heard) / total
        y = sum(point.y * point.weight for point in heard) / total
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)


@dataclass(frozen=True)
class Morph:
    """The way from a sound of one's own towards the point of a request."""

    path: str
    """The sound's file, absolute."""

    amount: float
    """How far, in [0, 1]: 0 is the file's sound, 1 that of the point."""

    digest: str = ""
    """sha256 of the file, by which it is recognised; empty: whatever the file holds."""


class Step(NamedTuple):
    """A step from a sound to a relative of it."""

    seed: int

    variation: float
    """In [0, 1]."""


MAX_BATCH = 256
"""Most samples of a batch."""

MAX_STEPS = 16
"""Most steps of a sibling."""


@dataclass(frozen=True)
class Sibling:
    """A relative of a relative of the sound at a point, of a blend or of a morph."""

    steps: tuple[Step, ...]
    """From the origin to the sound whose relative this is."""

    origin: Blend | Morph | None = None
    """None is the point of the request."""


Source = Blend | Morph | Sibling


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
