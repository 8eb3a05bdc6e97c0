"""The losses of a training over its steps, in few enough points to keep and to draw."""

from dataclasses import asdict, dataclass, field
from typing import Any

MAX_POINTS = 1_000
"""With more, each two neighbours are merged."""

INTERVAL = 20
"""Steps per point at first."""


@dataclass(frozen=True)
class Point:
    """Mean losses of some steps."""

    step: int
    """The last of them, from 1."""

    minutes: float
    """Training time until then."""

    n_steps: int
    losses: dict[str, float]


@dataclass
class LossCurve:
    """A curve that grows."""

    points: list[Point] = field(default_factory=list)
    interval: int = INTERVAL

    def add(self, point: Point) -> None:
        """Add a point at the end."""
        self.points.append(point)
        if len(self.points) > MAX_POINTS:
            self.points = [_merged(self.points[i : i + 2]) for i in range(0, len(self.points), 2)]
            self.interval *= 2

    def to_dict(self) -> dict[str, Any]:
        """Return the curve in types that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_dict(cls, found: dict[str, Any]) -> "LossCurve":
        """Return the curve that `to_dict` was called on; KeyError, TypeError or ValueError where it is none."""
        points = [
            Point(
                int(point["step"]),
                float(point["minutes"]),
                int(point["n_steps"]),
                {str(name): float(loss) for name, loss in point["losses"].items()},
            )
            for point in found["points"]
        ]
        return cls(points, int(found["interval"]))


def mean_losses(steps: list[dict[str, float]]) -> dict[str, float]:
    """Return the mean of each loss over the steps that have it."""
    names = dict.fromkeys(name for losses in steps for name in losses)
    found = {name: [losses[name] for losses in steps if name in losses] for name in names}
    return {name: sum(values) / len(values) for name, values in found.items()}


def _merged(points: list[Point]) -> Point:
    """Return one point for neighbours."""
    last = points[-1]
    return Point(
        last.step, last.minutes, sum(point.n_steps for point in points), mean_losses([point.losses for point in points])
    )
