"""Blends of two sounds of a map, of different kinds, as a player renders them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.player.player import Player
from latentpad.request import Request
from latentpad.sources import Blend
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.subjects.measured import Measured, measure_reals
from latentpad_export.evaluate.subjects.originals import Originals
from latentpad_export.evaluate.subjects.requests import measure_requests

ALONE, MEAN, BEYOND, DIFFERENCE = "alone", "mean", "beyond", "difference"
WEIGHTS = {ALONE: (1.0, 0.0), MEAN: (1.0, 1.0), BEYOND: (1.5, -0.5), DIFFERENCE: (1.0, -1.0)}
"""Weights of the two points; the first alone, to compare with."""


@dataclass(frozen=True)
class Blends:
    """Blends of the same pairs."""

    pairs: NDArray[np.int64]
    """[n, 2] sounds of the map."""

    made: dict[str, Measured]
    """By the names of `WEIGHTS`."""

    first: Measured
    """The real sounds of the first points."""

    second: Measured


def measure_blends(player: Player, originals: Originals, n: int, cache: Cache, seed: int) -> Blends:
    """Play blends of pairs on the points of sounds, or load the results from the cache."""
    layout, prefix = player.bundle.map, f"{player.bundle.digest[:12]}-blends"
    rows = originals.rows if len(originals.rows) else np.arange(len(layout.points))
    pairs = draw_pairs(rows, layout.labels[rows], n, np.random.default_rng(seed))
    made = {}
    for name, weights in WEIGHTS.items():
        requests = []
        for i, pair in enumerate(pairs):
            points = ((*layout.points[row].tolist(), weight) for row, weight in zip(pair, weights, strict=True))
            blend = Blend.of(points)
            requests.append(Request(*blend.middle, seed=i, source=blend))
        made[name] = measure_requests(player.renderer, requests, cache, f"{prefix}-{name}")
    used, found = np.unique(pairs, return_inverse=True)
    reals = measure_reals(used.tolist(), originals.real, cache, prefix).of_units(originals.units[used])
    first, second = (reals.take(own) for own in found.reshape(-1, 2).T)
    return Blends(pairs, made, first, second)


def draw_pairs(
    rows: NDArray[np.int64], labels: NDArray[np.integer], n: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Draw pairs of sounds with different labels, as far as there are any; no sound twice before all were drawn.

    Parameters
    ----------
    rows : np.ndarray [shape=(m,), int]
        Sounds.
    labels : np.ndarray [shape=(m,), int]
        Their labels, -1 = none.
    n : int
        Pairs.
    rng : np.random.Generator

    Returns
    -------
    np.ndarray [shape=(n, 2), int64]
    """
    pairs, waiting = list[tuple[int, int]](), list[int]()
    while len(pairs) < n:
        waiting = waiting if len(waiting) > 1 else rng.permutation(len(rows)).tolist()
        first = waiting.pop()
        second = next((i for i in reversed(waiting) if labels[i] != labels[first]), waiting[-1] if waiting else first)
        if second in waiting:
            waiting.remove(second)
        pairs.append((int(rows[first]), int(rows[second])))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)
