"""Spots of a map that are played: on sounds, half-way, inside triangles, where a sound was taken off, varied.

Each spot has the number of a real sound that it is compared with, its counterpart.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from latentpad.bundle.map import Map
from latentpad.synth.inverse_map import InverseMap
from latentpad.synth.place import Place
from latentpad_export.data.triangles import triangulate

ON, HALF_WAY, INSIDE, LEFT_OUT, VARIED = "on", "half_way", "inside", "left_out", "varied"
"""Kinds of spots."""

VARIATION = 0.5

N_NEAREST = 16
"""Sounds around one that is in no triangle, and on a map without triangles."""


@dataclass(frozen=True)
class Spots:
    """Places of one kind."""

    places: tuple[Place, ...]

    rows: NDArray[np.int64]
    """[n] sound of the map that each is compared with."""

    others: NDArray[np.int64]
    """[n] second sound where a place lies between two, else the same."""

    def take(self, which: list[int]) -> "Spots":
        """Return some of the spots."""
        return Spots(tuple(self.places[i] for i in which), self.rows[which], self.others[which])


class SpotFinder:
    """Finds spots on one map.

    Parameters
    ----------
    layout : Map
    inverse_map : InverseMap
        That of the same map.
    """

    def __init__(self, layout: Map, inverse_map: InverseMap) -> None:
        self._map, self._inverse_map = layout, inverse_map
        self.triangles = triangulate(layout.points) if layout.triangles is None else layout.triangles
        self._tree = cKDTree(layout.points)

    def on(self, rows: NDArray[np.int64]) -> Spots:
        """Return the points of sounds."""
        return Spots(tuple(self._place(*self._map.points[row]) for row in rows), rows, rows)

    def half_way(self, rows: NDArray[np.int64]) -> Spots:
        """Return the points half-way between sounds and their nearest neighbour; each sound is first once, at most.

        Of two that are the nearest to each other, one comes first; the other has its second nearest.
        """
        pairs: dict[tuple[int, int], tuple[int, int]] = {}
        for row in map(int, rows):
            for other in self._neighbours(row)[:2]:
                pair = (min(row, other), max(row, other))
                if pair not in pairs:
                    pairs[pair] = row, other
                    break
        first, second = np.array(list(pairs.values()), dtype=np.int64).reshape(-1, 2).T
        middles = (self._map.points[first] + self._map.points[second]) / 2
        return Spots(tuple(self._place(*xy) for xy in middles), first, second)

    def inside(self, rows: NDArray[np.int64], rng: np.random.Generator) -> Spots:
        """Return a random point in a random one of the triangles around each sound; none for sounds in no triangle."""
        places, found = [], []
        for row in map(int, rows):
            around = self.triangles[(self.triangles == row).any(axis=1)]
            if len(around):
                corners = around[rng.integers(len(around))]
                places.append(self._place(*(rng.dirichlet((1, 1, 1)) @ self._map.points[corners])))
                found.append(row)
        rows = np.array(found, dtype=np.int64)
        return Spots(tuple(places), rows, rows)

    def left_out(self, rows: NDArray[np.int64]) -> Spots:
        """Return the points of sounds as they are when these are taken off the map, one at a time."""
        return Spots(tuple(self._without(int(row)) for row in rows), rows, rows)

    def varied(self, rows: NDArray[np.int64], rng: np.random.Generator) -> Spots:
        """Return a variation of each sound's point."""
        places = (self._place(*self._map.points[row]) for row in rows)
        return Spots(tuple(self._inverse_map.vary(place, VARIATION, rng) for place in places), rows, rows)

    def _place(self, x: float, y: float) -> Place:
        """Return the place of a point."""
        return self._inverse_map.place(float(np.clip(x, 0, 1)), float(np.clip(y, 0, 1)))

    def _around(self, row: int) -> NDArray[np.int64]:
        """Return the sounds that share an edge with one, or if there are none, the nearest ones."""
        around = self.triangles[(self.triangles == row).any(axis=1)]
        return np.setdiff1d(around, [row]).astype(np.int64) if len(around) else self._nearest(row)

    def _nearest(self, row: int) -> NDArray[np.int64]:
        """Return the sounds nearest to one."""
        n = min(N_NEAREST + 1, len(self._map.points))
        return np.setdiff1d(self._tree.query(self._map.points[row], [*range(1, n + 1)])[1], [row]).astype(np.int64)

    def _neighbours(self, row: int) -> list[int]:
        """Return the sounds that share an edge with one, the nearest first; none at the same point."""
        around = self._around(row)
        distances = np.hypot(*(self._map.points[around] - self._map.points[row]).T)
        order = np.argsort(distances, kind="stable")
        return [int(around[i]) for i in order if distances[i] > 0]

    def _without(self, row: int) -> Place:
        """Return the place of a sound's point on the map without the sound.

        A Delaunay triangulation changes only between the neighbours of a point that is removed, so that a map of these
        is enough, with the nearest sounds, which the latent comes from as well.
        """
        around = self._nearest(row)
        if self._map.triangles is not None:
            around = np.union1d(around, self._around(row))
        if not len(around):
            return self._place(*self._map.points[row])
        m = self._map
        few = replace(m, points=m.points[around], latents=m.latents[around], labels=m.labels[around])
        if m.pitches is not None and m.pitch_certainties is not None:
            few = replace(few, pitches=m.pitches[around], pitch_certainties=m.pitch_certainties[around])
        if m.triangles is not None:
            few = replace(few, triangles=triangulate(few.points))
        x, y = (float(v) for v in m.points[row])
        place = InverseMap(few).place(x, y)
        return replace(place, neighbors=around[place.neighbors])
