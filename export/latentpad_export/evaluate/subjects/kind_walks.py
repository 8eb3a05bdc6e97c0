"""Samples of kinds, in the order in which a player shows their variety."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.player.player import Player
from latentpad.request import Request
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.subjects.measured import Measured, measure_reals
from latentpad_export.evaluate.subjects.originals import Originals
from latentpad_export.evaluate.subjects.requests import measure_requests

N_OF_A_KIND = 8
"""Samples of each kind, from index 0 on; fewer where a kind has fewer places."""


@dataclass(frozen=True)
class KindWalks:
    """The first samples of all kinds."""

    made: Measured
    """n samples."""

    reals: Measured
    """The real sounds that lead them."""

    kinds: NDArray[np.str_]
    """[n] kind of each."""

    drawn: Measured
    """Real sounds of the same kinds, drawn at random."""

    drawn_kinds: NDArray[np.str_]
    """Their kinds."""


def measure_kinds(player: Player, originals: Originals, cache: Cache, seed: int) -> KindWalks:
    """Play the first samples of each kind, or load the results from the cache."""
    layout, prefix = player.bundle.map, f"{player.bundle.digest[:12]}-kinds"
    names = [player.bundle.labels[label] for label in np.unique(layout.labels) if label >= 0]
    points = [(name, point) for name in names for point in _points(player, name)]
    requests = [Request(*point, seed=i) for i, (_, point) in enumerate(points)]
    made = measure_requests(player.renderer, requests, cache, prefix)
    inverse_map = player.renderer.synth.inverse_map
    leads = np.array([inverse_map.place(*point).neighbors[0] for _, point in points], dtype=np.int64)
    drawn = _draw(player, originals, names, seed)
    used, found = np.unique(np.concatenate([leads, drawn]), return_inverse=True)
    reals = measure_reals(used.tolist(), originals.real, cache, prefix).of_units(originals.units[used])
    drawn_kinds = np.array(["", *player.bundle.labels])[layout.labels[drawn] + 1]
    kinds = np.array([name for name, _ in points], dtype=np.str_)
    return KindWalks(made, reals.take(found[: len(leads)]), kinds, reals.take(found[len(leads) :]), drawn_kinds)


def _draw(player: Player, originals: Originals, kinds: Sequence[str], seed: int) -> NDArray[np.int64]:
    """Draw as many sounds of each kind as are played of it, or all that it has."""
    rows, rng = originals.rows, np.random.default_rng(seed)
    labels = player.bundle.map.labels[rows]
    of_kinds = [rows[labels == player.bundle.labels.index(kind)] for kind in kinds]
    drawn = [rng.permutation(own)[: len(_points(player, kind))] for kind, own in zip(kinds, of_kinds, strict=True)]
    return np.concatenate([np.zeros(0, dtype=np.int64), *drawn])


def _points(player: Player, kind: str) -> list[tuple[float, float]]:
    """Return the first points of a kind, before they repeat."""
    return list(dict.fromkeys(player.kind_point(kind, index) for index in range(N_OF_A_KIND)))
