"""Paths across a map: how far each of their steps is heard to go, and that of equal steps on the map.

Steps are measured as the division of a path itself does (`latentpad.synth.heard`), and in two ways that it does not
know: by the features that sounds are compared by everywhere in an evaluation, with texture averaged out, and by their
specific loudness, which is no level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from latentpad.player.player import Player
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.player.ways import Point, Way
from latentpad.request import Request
from latentpad.synth.heard import Hearing, difference
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.descriptors import COMPARISON, describe, smoothed, spectral_distance
from latentpad_export.evaluate.metrics.specific_loudness import loudness_difference
from latentpad_export.evaluate.subjects.requests import each, play

N_SAMPLES = 8
"""Samples of a path."""

LENGTHS = {"short": 0.06, "long": 0.6}
"""Sides of the map: within a neighbourhood of the default bundle, and across the map."""

DIVISIONS = ("heard", "even")
"""As `Player.path` divides a line, and into parts that are equally long on the map."""

MEASURES = ("heard", "features", "loudness")
"""How a step is measured: see above."""

Steps = NDArray[np.float64]
"""[n_lines, n_divisions, n_measures, N_SAMPLES - 1] in dB, those of loudness in [0, 1]; NaN at silent samples."""


@dataclass(frozen=True)
class _Line:
    """A line between two points."""

    ends: tuple[Point, Point]
    seed: int


def measure_paths(player: Player, n: int, cache: Cache, seed: int) -> dict[str, Steps]:
    """Play `n` random lines of each length, or load the results from the cache; returns their steps by length."""
    rng, prefix = np.random.default_rng(seed), f"{player.bundle.digest[:12]}-paths"

    def load(name: str, lines: Sequence[_Line]) -> Steps:
        def compute() -> Arrays:
            return {"steps": np.array(each(lambda line: _steps(player.renderer, line), lines, f"{prefix}-{name}"))}

        return cache.arrays(f"{prefix}-{name}", compute)["steps"]

    drawn = {name: [_Line(_draw(player, of, rng), i) for i in range(n)] for name, of in LENGTHS.items()}
    return {name: load(name, lines) for name, lines in drawn.items()}


def _draw(player: Player, length: float, rng: np.random.Generator) -> tuple[Point, Point]:
    """Draw a line from a point among sounds in a random direction, both ends on the map."""
    region = player.explorer.regions.whole()
    while True:
        start, angle = region.draw(1, rng)[0].astype(np.float64), rng.uniform(0, 2 * np.pi)
        end = start + length * np.array([np.cos(angle), np.sin(angle)])
        if (np.abs(end - 0.5) <= 0.5).all():
            return (float(start[0]), float(start[1])), (float(end[0]), float(end[1]))


def _steps(renderer: SoundRenderer, line: _Line) -> Steps:
    """Return the steps of one line [n_divisions, n_measures, N_SAMPLES - 1]."""
    way = Way(renderer, line.ends, Request(0.5, 0.5, line.seed))
    length = float(np.hypot(*np.subtract(*line.ends)))
    return np.array([_steps_at(renderer, way, p) for p in (divided(way), np.linspace(0, length, N_SAMPLES).tolist())])


def divided(way: Way) -> list[float]:
    """Return the positions of the samples of a path."""
    steps = way.divide(N_SAMPLES)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            positions: list[float] = stop.value
            return positions


def _steps_at(renderer: SoundRenderer, way: Way, positions: Sequence[float]) -> Steps:
    """Return the steps between positions by all measures [n_measures, N_SAMPLES - 1]."""
    hear = Hearing(COMPARISON.sample_rate)
    sounds = list[tuple[NDArray[np.float32], ...] | None]()
    for position in positions:
        signal = play(renderer, way.request(position))
        if signal is None or not signal[: COMPARISON.n_samples].any():
            sounds.append(None)
        else:
            feature = describe(signal).feature
            sounds.append((hear(signal), smoothed(feature), feature))
    steps = np.full((len(MEASURES), len(positions) - 1), np.nan)
    for i, (one, other) in enumerate(pairwise(sounds)):
        if one is not None and other is not None:
            measures = zip((difference, spectral_distance, loudness_difference), one, other, strict=True)
            steps[:, i] = [measure(a, b) for measure, a, b in measures]
    return steps
