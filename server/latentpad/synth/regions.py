"""Regions of a map, from which points are drawn: all that it knows, or where the sounds of one label are.

A region is a set of triangles between sounds. The map is spaced out so that the sound changes equally fast everywhere;
points that are even over the area are thus even over what there is to hear. Triangles much longer than usual are left
out, since they span what the map does not know: 57 of the default bundle's 5,332 triangles, with an eighth of the area
and a median confidence of 0.56, in place of 0.71. A sound that is in no triangle of a region is in it by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import Map
from latentpad.synth.farthest_first import farthest_first
from latentpad.synth.typicality import typicality

LONGEST = 6.0
"""Triangles whose longest edge is more than this many times the median are left out."""

AROUND = 2 * np.pi * np.arange(3) / 3
"""Directions of the corners of the triangle around a sound."""

LEAD = np.array([0.6, 0.2, 0.2])
"""Shares of a place that one sound leads; like the means at random points of a triangle, sorted (0.61, 0.28, 0.11)."""

LEADS = 0.5, 0.8
"""Range of the share of a sound that leads a random place."""

MAX_WALK, MAX_CANDIDATES = 128, 1024
"""Points of a walk, and sounds of a label among which they are chosen."""

MIXED = -2
"""In place of a label: sounds of several, or of none and of one."""

TWINS = 0.1
"""Places are near twins if their latents are closer than this share of the largest distance from the most typical."""


@dataclass(frozen=True)
class Region:
    """Triangles with weights."""

    points: NDArray[np.float64]
    """[n, 2] points of the map."""

    triangles: NDArray[np.int32]
    """[m, 3] triangles between them."""

    alone: NDArray[np.float64]
    """[k, 3, 2] triangles around sounds by themselves; of equal points, where these are the place itself."""

    cumulative: NDArray[np.float64]
    """[m + k] sums of the weights, in (0, 1]."""

    def draw(self, n: int, rng: np.random.Generator) -> NDArray[np.float32]:
        """Return `n` random points [n, 2], each triangle in proportion to its weight, even within it."""
        found = np.searchsorted(self.cumulative, rng.random(n), side="right")
        shares = rng.dirichlet(np.ones(3), n)
        corners, between = np.empty((n, 3, 2)), found < len(self.triangles)
        corners[between] = self.points[self.triangles[found[between]]]
        corners[~between] = self.alone[found[~between] - len(self.triangles)]
        points: NDArray[np.float64] = (shares[:, :, None] * corners).sum(axis=1)
        return points.astype(np.float32)


class Regions:
    """Finds the regions of one map.

    Parameters
    ----------
    layout : Map
    radius : float
        How far from a sound by itself the points of the whole map's region may be.
    """

    def __init__(self, layout: Map, radius: float) -> None:
        self._labels, self._latents = layout.labels, layout.latents
        self._points, self._radius = layout.points.astype(np.float64), radius
        self._sounding = np.ones(len(layout.points), bool)
        if layout.outlines is not None:
            self._sounding = layout.outlines.reshape(len(layout.points), -1).max(axis=1) > 0
        self._triangles = self._known(layout.triangles)

    def whole(self) -> Region:
        """Return the region of all sounds; where all are silent, of these."""
        alone = self._without(self._sounds(np.ones(len(self._points), dtype=bool)), self._triangles)
        ways = self._radius * np.stack([np.cos(AROUND), np.sin(AROUND)], axis=1)
        return self._region(self._triangles, np.clip(self._points[alone, None] + ways, 0, 1))

    def of_label(self, label: int) -> Region:
        """Return the region of a label, whose every point is between sounds with the label only."""
        triangles = self._pure(label)
        alone = self._without(self._sounds(self._labels == label), triangles)
        return self._region(triangles, np.repeat(self._points[alone, None], 3, axis=1))

    def walk(self, label: int) -> NDArray[np.float32]:
        """Return points [n, 2] of a label, from the most typical on each as unlike those before it as can be.

        Each is led by another sound of the label; the others of its triangle have smaller shares. No two of them are
        near twins. The less typical half of the sounds comes after the other one, as those that resemble the sounds of
        other labels do not show the variety of this one. Last come sounds without neighbours of their label.
        """
        sounds = self._sounds(self._labels == label)
        sounds = sounds[np.linspace(0, len(sounds) - 1, min(len(sounds), MAX_CANDIDATES)).astype(int)]
        triangles = self._pure(label)
        typical = typicality(self._latents, self._labels, sounds)
        groups = (typical < np.median(typical)) + 2 * ~np.isin(sounds, triangles)
        corners = self._led(sounds[np.argsort(groups, kind="stable")], triangles)
        ends = np.cumsum(np.bincount(groups, minlength=3))[:2].tolist()
        order = farthest_first(_led_mean(self._latents[corners]).astype(np.float32), MAX_WALK, TWINS, ends)
        return _led_mean(self._points[corners[order]]).astype(np.float32)

    def is_lone(self, sounds: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which sounds [n] are in no triangle of their label."""
        return ~self._in_pure[sounds]

    def led_point(self, sound: int, rng: np.random.Generator, without: Sequence[int] = ()) -> tuple[float, float]:
        """Return a random place x, y that a sound leads, between it and other sounds of its label, but none of some.

        Its own point, where there is no such place.
        """
        pure = self._pure(int(self._labels[sound]))
        own = pure[(pure == sound).any(axis=1)]
        own = own[~np.isin(own, [other for other in without if other != sound]).any(axis=1)]
        if not len(own):
            x, y = self._points[sound].tolist()
            return x, y
        triangle = own[rng.integers(len(own))]
        share = rng.uniform(*LEADS)
        others = (1 - share) * rng.dirichlet(np.ones(2))
        corners = [sound, *triangle[triangle != sound][:2]]
        x, y = (np.array([share, *others]) @ self._points[corners]).tolist()
        return x, y

    @cached_property
    def _in_pure(self) -> NDArray[np.bool_]:
        """[n] which sounds are in triangles of one label."""
        found = np.zeros(len(self._points), dtype=bool)
        found[self._triangles[self._label_of_triangles > MIXED]] = True
        return found

    @cached_property
    def _label_of_triangles(self) -> NDArray[np.int32]:
        """[m] label of all sounds of each triangle, MIXED where they differ."""
        one, two, three = self._labels[self._triangles].T
        return np.where((one == two) & (two == three), one, MIXED).astype(np.int32)

    def _known(self, triangles: NDArray[np.int32] | None) -> NDArray[np.int32]:
        """Return the triangles [m, 3] that are not too long and have no silent corner."""
        if triangles is None or not len(triangles):
            return np.zeros((0, 3), dtype=np.int32)
        (ax, ay), (bx, by), (cx, cy) = (self._points[corners].T for corners in triangles.T)
        edges = (ax - bx) ** 2 + (ay - by) ** 2, (bx - cx) ** 2 + (by - cy) ** 2, (cx - ax) ** 2 + (cy - ay) ** 2
        lengths = np.sqrt(np.maximum(np.maximum(*edges[:2]), edges[2]))
        one, two, three = (self._sounding[corners] for corners in triangles.T)
        known: NDArray[np.bool_] = (lengths <= LONGEST * np.median(lengths)) & one & two & three
        return triangles[known]

    def _pure(self, label: int) -> NDArray[np.int32]:
        """Return the triangles between sounds of a label."""
        pure: NDArray[np.bool_] = self._label_of_triangles == label
        return self._triangles[pure]

    def _without(self, sounds: NDArray[np.int64], triangles: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return those sounds that are in none of some triangles."""
        inside = np.zeros(len(self._points), dtype=bool)
        inside[triangles] = True
        return sounds[~inside[sounds]]

    def _sounds(self, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return those of the wanted sounds that are not silent, or all if all are."""
        sounding = np.flatnonzero(wanted & self._sounding)
        return sounding if len(sounding) else np.flatnonzero(wanted)

    def _region(self, triangles: NDArray[np.int32], alone: NDArray[np.float64]) -> Region:
        """Return the region of triangles, and of sounds by themselves with the mean of their weights."""
        a, b, c = (self._points[corners].T for corners in triangles.T)
        areas = ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2
        weights = np.append(areas, np.full(len(alone), areas.mean() if len(areas) else 1.0))
        cumulative = weights.cumsum()
        return Region(self._points, triangles, alone, cumulative / cumulative[-1])

    def _led(self, sounds: NDArray[np.int64], triangles: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return for each sound [n] a triangle [n, 3] that begins with it, the most alike; thrice itself if none."""
        turned = np.concatenate([np.roll(triangles, turn, axis=1) for turn in range(3)]).astype(np.int64)
        turned = turned[np.isin(turned[:, 0], sounds)]
        spread = sum(np.square(self._latents[turned[:, i]] - self._latents[turned[:, 0]]).sum(axis=1) for i in (1, 2))
        turned = turned[np.lexsort((spread, turned[:, 0]))]
        leads, first = np.unique(turned[:, 0], return_index=True)
        corners = np.repeat(sounds[:, None], 3, axis=1)
        has = np.isin(sounds, leads)
        corners[has] = turned[first[np.searchsorted(leads, sounds[has])]]
        return corners


def _led_mean(rows: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the mean [n, d] of the first of three rows [n, 3, d] with two others."""
    return np.tensordot(rows, LEAD, axes=(1, 0))
