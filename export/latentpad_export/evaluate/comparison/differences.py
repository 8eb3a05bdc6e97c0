"""Differences between the figures of two evaluations, and whether they exceed their noise.

The interval of a difference is put together from those of both figures (MOVER): towards each other, half-widths are
added in quadrature, as for independent samples. Where both evaluations are on the same sounds, this is too cautious.

References
----------
Zou and Donner, "Construction of confidence limits about effect measures: A general approach", Statistics in Medicine
27, 2008.
"""

from dataclasses import dataclass
from math import hypot

from latentpad_export.evaluate.comparison.evaluation import Evaluation
from latentpad_export.evaluate.comparison.figures import Figure, Path, figures_of
from latentpad_export.evaluate.comparison.titles import NOT_SHOWN, better_by, title_of

BETTER, WORSE, UP, DOWN, UNKNOWN, SAME = "better", "worse", "up", "down", "noise unknown", ""
"""Verdicts on B, seen from A: the last two where a figure has no interval, and where the difference may be noise."""


@dataclass(frozen=True)
class Difference:
    """A figure in both evaluations."""

    path: Path
    title: str
    in_short: bool
    """Whether it is among those of "In short"."""

    a: Figure
    b: Figure
    noise: float | None
    """Half-width of the interval of the difference, on the side of 0; None if a figure has no interval."""

    verdict: str

    @property
    def value(self) -> float:
        """B - A."""
        return self.b.value - self.a.value

    @property
    def is_beyond_noise(self) -> bool:
        """Whether the figures differ by more than their noise."""
        return self.noise is not None and abs(self.value) > self.noise


def compare(a: Evaluation, b: Evaluation, bundle_a: str, bundle_b: str) -> tuple[Difference, ...]:
    """Compare the figures that both evaluations have of their bundles, those of "In short" first."""
    one, two = figures_of(a, bundle_a), figures_of(b, bundle_b)
    found = [
        _difference(path, one[path], two[path], one, two)
        for path in one
        if path in two and not (title_of(path) is None and path[:4] == NOT_SHOWN)
    ]
    return tuple(sorted(found, key=lambda difference: not difference.in_short))


def _difference(path: Path, a: Figure, b: Figure, one: dict[Path, Figure], two: dict[Path, Figure]) -> Difference:
    """Compare one figure."""
    title, noise, value = title_of(path), noise_of(a, b), b.value - a.value
    if noise is None:
        verdict = UNKNOWN if value else SAME
    elif abs(value) <= noise:
        verdict = SAME
    else:
        gain = better_by(path, one, two)
        verdict = (UP if value > 0 else DOWN) if not gain else BETTER if gain > 0 else WORSE
    return Difference(path, title or plain_title(path), title is not None, a, b, noise, verdict)


def noise_of(a: Figure, b: Figure) -> float | None:
    """Return by how much two figures must differ to differ at 95 %; None if one of them has no interval."""
    if a.interval is None or b.interval is None:
        return None
    low, high = (a, b) if a.value <= b.value else (b, a)
    if low.interval is None or high.interval is None:
        return None
    return hypot(low.interval[1] - low.value, high.value - high.interval[0])


def plain_title(path: Path) -> str:
    """Return the path of a figure in the JSON, without what all of them have."""
    return "/".join(key for key in path if key not in ("{}", "bundles"))
