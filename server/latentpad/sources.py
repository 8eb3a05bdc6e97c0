"""Sources of sounds besides a single point of the map."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from latentpad.errors import RangeError


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
