"""Points of a map that are found for the player: at random, by kind, or near another. A kind is a label of the map."""

import difflib
import threading
from collections import deque
from functools import cached_property

import numpy as np

from latentpad.bundle.bundle import Bundle
from latentpad.errors import RangeError, UnknownKindError
from latentpad.folded import folded
from latentpad.request import SEED, Neighbour
from latentpad.synth.inverse_map import InverseMap
from latentpad.synth.regions import Region, Regions

N_CANDIDATES, N_RECENT = 8, 16
"""Of so many random points, the one farthest from the last ones is taken (Mitchell's best candidate, SIGGRAPH 1991)."""

MAX_TEXT = 500
"""Characters of a name or a kind: both have to fit into one datagram."""

MAX_QUOTED = 40


class Explorer:
    """Finds points of one map, in any number of threads at once.

    Parameters
    ----------
    bundle : Bundle
    inverse_map : InverseMap
        That of the bundle.
    rng : np.random.Generator, optional
        Source of the random points (default: the system's).
    """

    def __init__(self, bundle: Bundle, inverse_map: InverseMap, rng: np.random.Generator | None = None) -> None:
        self._layout, self._labels, self._inverse_map = bundle.map, bundle.labels, inverse_map
        self._rng, self._lock = rng or np.random.default_rng(), threading.Lock()
        self._recent: deque[tuple[float, float]] = deque(maxlen=N_RECENT)
        self._of_label: dict[int, Region] = {}
        self._walks: dict[int, list[tuple[float, float]]] = {}

    def prepare(self) -> None:
        """Compute what the first random point would wait for."""
        with self._lock:
            _ = self._whole

    def random_point(self, kind: str = "") -> tuple[float, float]:
        """Return a random point x, y of the map or of a kind, not near the last ones (raises UnknownKindError)."""
        label = self._label(kind) if kind else None
        with self._lock:
            points = self._region(label).draw(N_CANDIDATES, self._rng)
            gaps = [min((np.hypot(x - u, y - v) for u, v in self._recent), default=0.0) for x, y in points]
            x, y = points[int(np.argmax(gaps))].tolist()
            self._recent.append((x, y))
            return x, y

    def seed(self) -> int:
        """Return a random seed."""
        with self._lock:
            return int(self._rng.integers(int(SEED.high) + 1))

    def kind_point(self, kind: str, index: int = 0) -> tuple[float, float]:
        """Return a point x, y of a kind: 0 is the most typical, each next one unlike those before (UnknownKindError).

        After the last one, the first follows again.
        """
        label = self._label(kind)
        with self._lock:
            if label not in self._walks:
                self._walks[label] = [(x, y) for x, y in self.regions.walk(label).tolist()]
            walk = self._walks[label]
        return walk[index % len(walk)]

    def nearest(self, x: float, y: float, k: int = 1) -> list[Neighbour]:
        """Return the `k` sounds nearest to a point, or all if there are fewer, nearest first (raises RangeError)."""
        if not (0 <= x <= 1 and 0 <= y <= 1 and k >= 1):
            raise RangeError(f"sounds near {x:g}, {y:g}: coordinates must be 0 to 1, their number over 0, not {k}")
        found = zip(*self._inverse_map.nearest_sounds(x, y, k), strict=True)
        return [self._neighbour(int(index), float(distance)) for index, distance in found]

    @cached_property
    def regions(self) -> Regions:
        """Those of the map."""
        return Regions(self._layout, self._inverse_map.usual_bandwidth)

    @cached_property
    def _whole(self) -> Region:
        return self.regions.whole()

    @cached_property
    def _kinds(self) -> dict[str, int]:
        """The labels that sounds have, by name."""
        return {self._labels[label]: int(label) for label in np.unique(self._layout.labels) if label >= 0}

    def _region(self, label: int | None) -> Region:
        """Return the region of a label, None for that of the map."""
        if label is None:
            return self._whole
        if label not in self._of_label:
            self._of_label[label] = self.regions.of_label(label)
        return self._of_label[label]

    def _label(self, kind: str) -> int:
        """Return the label of a kind; case, accents and separators make no difference: `_folded`."""
        by_text = {_folded(name): name for name in self._kinds}
        name = kind if kind in self._kinds else by_text.get(_folded(kind))
        if name is not None:
            return self._kinds[name]
        if not self._kinds:
            raise UnknownKindError("the sounds of this map have no kinds (its library has no folders that name them)")
        close = difflib.get_close_matches(_folded(kind[:MAX_QUOTED]), by_text, n=1)
        guess = f"did you mean {by_text[close[0]][:MAX_QUOTED]!r}? " if close else ""
        raise UnknownKindError(
            f"unknown kind {kind[:MAX_QUOTED]!r}; {guess}"
            f"'latentpad info' and /latentpad/map list all {len(self._kinds)} kinds"
        )

    def _neighbour(self, index: int, distance: float) -> Neighbour:
        label, (x, y) = self._layout.labels[index], self._layout.points[index].tolist()
        kind = self._labels[label][:MAX_TEXT] if label >= 0 else ""
        return Neighbour(str(self._layout.names[index])[-MAX_TEXT:], kind, x, y, distance)


def _folded(kind: str) -> str:
    """Return a kind in the form in which kinds are compared."""
    return folded(kind).replace("_", " ").replace("-", " ")
