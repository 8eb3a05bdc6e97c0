"""The figures of one bundle of an evaluation by their paths, in which {} stands for the bundle's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from latentpad_export.evaluate.comparison.evaluation import Evaluation

Path = tuple[str, ...]

BY_BUNDLE: dict[Path, tuple[str, ...]] = {
    ("detail", "bundles"): ("{}",),
    ("model", "bundles"): ("{}",),
    ("model", "distributions"): ("{}, generated", "{}, rebuilt"),
    ("model", "by_label"): ("{}",),
    ("time", "bundles"): ("{}",),
    ("time", "tones"): ("{}",),
    ("pad", "bundles"): ("{}",),
    ("pad", "with_detail"): ("{}",),
    ("pad", "by_label"): ("{}",),
    ("families", "bundles"): ("{}",),
    ("map", "shipped"): ("{}",),
}
"""Where the keys are names of bundles, and in what form."""

NOT_RESULTS = {("map", "seed")}
"""Numbers among the figures that are settings."""

SETTING = "setting"
"""Key that items of lists go by."""


@dataclass(frozen=True)
class Figure:
    """A figure, and its 95 % interval if it has one."""

    value: float
    interval: tuple[float, float] | None


def figures_of(evaluation: Evaluation, bundle: str) -> dict[Path, Figure]:
    """Return the figures of a bundle, and those of the library, by path."""
    others = tuple(name for name in evaluation.bundles if name != bundle)
    tree, intervals = (evaluation.document.get(key, {}) for key in ("figures", "intervals"))
    return dict(_walk(tree, intervals, (), bundle, others))


def _walk(tree: Any, intervals: Any, at: Path, name: str, others: tuple[str, ...]) -> Iterator[tuple[Path, Figure]]:
    """Yield the figures of a part of the tree."""
    if isinstance(tree, dict):
        known = intervals if isinstance(intervals, dict) else {}
        for key, item in tree.items():
            if (own := _template(key, at, name, others)) is not None:
                yield from _walk(item, known.get(key), (*at, own), name, others)
    elif isinstance(tree, list):
        beside = intervals if isinstance(intervals, list) else [None] * len(tree)
        for item, own in zip(tree, beside, strict=False):
            if isinstance(item, dict) and isinstance(item.get(SETTING), str):
                yield from _walk(item, own, (*at, item[SETTING]), name, others)
    elif isinstance(tree, int | float) and not isinstance(tree, bool) and at not in NOT_RESULTS:
        interval = (intervals[0], intervals[1]) if isinstance(intervals, list) and len(intervals) == 2 else None
        yield at, Figure(tree, interval)


def _template(key: str, at: Path, name: str, others: tuple[str, ...]) -> str | None:
    """Return a key with {} for the bundle's name; None if it is another bundle's."""
    for template in BY_BUNDLE.get(at, ()):
        if key == template.replace("{}", name):
            return template
    named = (template.replace("{}", other) for template in BY_BUNDLE.get(at, ()) for other in others)
    return None if key in named else key
