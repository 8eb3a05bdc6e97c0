"""The inverse of the map: a point to a latent, by the sounds around it.

The latent of a point is the weighted mean of the latents of its parents, the sounds at the corners of the triangle that
it lies in (`latentpad.synth.triangulation`). The sounds are mixed by sharper weights, so that one prevails: at random
points, drums are told from real by a random forest 0.55 instead of 0.62 (0.5 = never). The latent is not: one in 1,000
steps of 1/192 on a map of 2,686 sounds would change the decoded mean by 18 dB instead of 10.6.

Between its parents, half of the latent comes from the 8 nearest sounds, by the inverse of their distances (a Shepard
interpolation whose weights vanish at the 9th). It moves the latent of a sound that is left out closer to the sound's
own: decoded, 323 of them have 0.846 times the error of the average of their 8 neighbours' spectrograms, by the triangle
alone 0.876; with weights that are plainly inverse 0.852, with 16 sounds 0.851, and with the parents' neighbours in the
triangulation 0.865. Towards a parent, their share of the latent falls to nothing, and so it does between clusters, from
where all of them are about as far away: which are the nearest changes at once there.

Older bundles have no triangles. There, the latent is the mean of the latents of the 8 nearest sounds, weighted by a
Gaussian whose bandwidth is the geometric mean of the distances to the 1st and the 5th: zero on a sound, whose own
latent is then rendered, and wide between sounds.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import Map
from latentpad.synth.kernels.nearest import nearest, nearest_in_blocks
from latentpad.synth.place import Place
from latentpad.synth.point_blocks import make_blocks
from latentpad.synth.triangulation import Triangulation
from latentpad.synth.tuning import log_pitches

N_NEIGHBORS = 8
BANDWIDTH_NEIGHBOR = 5

MIN_BANDWIDTH = 1e-6
"""Far below the resolution of a pad; avoids a division by zero where sounds share a point."""

N_AROUND, N_SIBLINGS = 64, 16
"""Sounds around a place that are searched for siblings, and how many with its label are used."""

N_PROBED = 256
"""Points at which the density of the map is measured."""

MIN_IN_BLOCKS = 16_384
"""Sounds from which on the nearest ones are found by blocks."""

MIN_SHARE = 0.02
"""Parents with up to this share are not heard, so that a click near a sound's point plays that sound alone."""

SHARPNESS = 2.0
"""Exponent of the shares of the others."""

USUAL_CONFIDENCE = 0.75
"""Confidence where the parents differ as much as they usually do in the middle of a triangle."""

LEAST_SPREAD = 1e-6
"""Latents with less variance are equal; those that a model is trained for have a variance of about 1."""

MOST_AROUND = 0.5
"""Share of the latent that comes from the nearest sounds, between the parents."""

MIDDLE_SHARE = 2 / 3
"""Share of the largest parent above which less of the latent comes from the nearest sounds."""

USUAL_DISTANCE = 0.5
"""Of the nearest sound, relative to the 9th, above which less of the latent comes from them."""

FULL_CONFIDENCE = 2.0
"""Without parents, neighbours may be this many times as far away as usual before the confidence falls below 1."""


Found = tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32], NDArray[np.float64]]
"""Sounds of a place, their shares and weights, and the point."""


class InverseMap:
    """Finds the latents of points on the map of a bundle."""

    def __init__(self, layout: Map) -> None:
        self.points, self.latents, self.labels = layout.points, layout.latents, layout.labels
        self.octaves = log_pitches(layout.pitches, layout.pitch_certainties, len(layout.points))
        """[n] binary logarithm of each sound's pitch in hertz; NaN = no certain pitch."""
        self._xs, self._ys = np.ascontiguousarray(layout.points.T)
        self._blocks = make_blocks(layout.points) if len(layout.points) >= MIN_IN_BLOCKS else None
        self._triangulation = None if layout.triangles is None else Triangulation(layout.points, layout.triangles)
        probed = self.points[np.linspace(0, len(self.points) - 1, min(N_PROBED, len(self.points))).astype(int)]
        widths = [self._bandwidth(self.nearest_sounds(x, y)[1]) for x, y in probed]
        self.usual_bandwidth = max(float(np.median(widths)), 1e-6)
        self._usual_spread = self._find_usual_spread(layout.triangles)

    @property
    def has_parents(self) -> bool:
        """Whether places come from parents, rather than from the 8 nearest sounds."""
        return self._triangulation is not None

    def place(self, x: float, y: float) -> Place:
        """Return the latent at a point, and the sounds it comes from.

        Parameters
        ----------
        x, y : float in [0, 1]
        """
        by = self._by_distance if self._triangulation is None else self._by_triangle
        indices, shares, weights, point = by(x, y)
        latents = self.latents[indices]
        latent = shares @ latents
        if self._triangulation is None:
            confidence = min(1.0, FULL_CONFIDENCE / max(self.sparseness(x, y), 1e-9))
        else:
            confidence = self.confidence(latent, latents, shares)
            latent = self._with_nearest(latent, float(shares.max()), point)
        return Place(latent, confidence, indices, weights, shares, point)

    def place_of(self, index: int) -> Place:
        """Return the place of a sound of the map, also where another one has the same point."""
        one = np.ones(1, dtype=np.float32)
        return Place(self.latents[index], 1.0, np.array([index]), one, one, self.points[index].astype(np.float64))

    def confidence(
        self, latent: NDArray[np.float32], latents: NDArray[np.float32], shares: NDArray[np.float32]
    ) -> float:
        """Return how sure a latent is that comes from `latents` [k, latent_dim] by their shares [k]: (0, 1]."""
        spread = float(shares @ np.square(latents - latent).sum(axis=1))
        return 1 / (1 + (1 / USUAL_CONFIDENCE - 1) * spread / self._usual_spread)

    def is_sound(self, place: Place) -> bool:
        """Return whether a place is that of a single sound, unvaried."""
        return len(place.neighbors) == 1 and np.array_equal(place.latent, place.latents(self.latents)[0])

    def sparseness(self, x: float, y: float) -> float:
        """Return how far away the sounds around a point are, relative to the median of the map."""
        return self._bandwidth(self.nearest_sounds(x, y)[1]) / self.usual_bandwidth

    def vary(self, place: Place, amount: float, rng: np.random.Generator) -> Place:
        """Return a random place around a place, in the directions in which the sounds around it differ.

        Its latent moves, and where the bundle has parents, so does the point that they are the parents of.

        Parameters
        ----------
        place : Place
        amount : float in [0, 1]
            At 1, siblings are as far from the place as the sounds around it are from their mean.
        rng : np.random.Generator
        """
        siblings = self._siblings(place)
        along = rng.standard_normal(len(siblings), dtype=np.float32) / np.sqrt(max(1, len(siblings) - 1))
        spread, ways = (rows[siblings] - rows[siblings].mean(axis=0) for rows in (self.latents, self.points))
        latent = (place.latent + amount * (along @ spread)).astype(np.float32)
        if not self.has_parents:
            return replace(place, latent=latent)
        x, y = np.clip(place.point + amount * (along @ ways), 0, 1)
        return replace(self.place(float(x), float(y)), latent=latent)

    def _by_triangle(self, x: float, y: float) -> Found:
        """Return the parents of a point, the heaviest first, and the point between them."""
        assert self._triangulation is not None
        indices, shares = self._triangulation.parents(x, y, int(self.nearest_sounds(x, y, 1)[0][0]))
        point = shares @ self.points[indices]
        shares = (heard := np.maximum(shares - MIN_SHARE, 0)) / heard.sum()
        weights = (sharp := shares**SHARPNESS) / sharp.sum()
        order = np.argsort(-weights, kind="stable")[: np.count_nonzero(weights)]
        return indices[order], shares[order].astype(np.float32), weights[order].astype(np.float32), point

    def _with_nearest(
        self, latent: NDArray[np.float32], largest_share: float, point: NDArray[np.float64]
    ) -> NDArray[np.float32]:
        """Return the latent of a point between its parents, moved towards those of the nearest sounds."""
        around = MOST_AROUND * min(1.0, (1 - largest_share) / (1 - MIDDLE_SHARE))
        if not around or len(self.points) <= N_NEIGHBORS:
            return latent
        indices, distances = self.nearest_sounds(float(point[0]), float(point[1]), N_NEIGHBORS + 1)
        inverse = 1 / np.maximum(distances, MIN_BANDWIDTH)
        closeness = inverse[:-1] - inverse[-1]
        if not closeness.any():
            return latent
        around *= min(1.0, (1 - inverse[-1] / inverse[0]) / (1 - USUAL_DISTANCE))
        weights = (closeness / closeness.sum()).astype(np.float32)
        moved: NDArray[np.float32] = latent + np.float32(around) * (weights @ self.latents[indices[:-1]] - latent)
        return moved

    def _by_distance(self, x: float, y: float) -> Found:
        """Return the nearest sounds, and the point."""
        indices, distances = self.nearest_sounds(x, y)
        bandwidth = max(np.sqrt(distances[0] * self._bandwidth(distances)), MIN_BANDWIDTH)
        weights = np.exp(-0.5 * np.square(distances / bandwidth))
        weights = (weights / weights.sum()).astype(np.float32)
        return indices, weights, weights, np.array([x, y])

    def _find_usual_spread(self, triangles: NDArray[np.int32] | None) -> float:
        """Return the median variance of the latents of sounds that are neighbours on the map."""
        if triangles is not None and len(triangles):
            groups = triangles[:: max(1, len(triangles) // N_PROBED)]
        else:
            probed = range(0, len(self.points), max(1, len(self.points) // N_PROBED))
            groups = np.array([self.nearest_sounds(*self.points[i])[0][:BANDWIDTH_NEIGHBOR] for i in probed])
        variances = self.latents[groups].var(axis=1, dtype=np.float64).sum(axis=1)
        return max(float(np.median(variances)), LEAST_SPREAD)

    def _siblings(self, place: Place) -> NDArray[np.int64]:
        """Return the sounds around a place that have its dominant label, or any label if these are too few."""
        x, y = place.weights @ self.points[place.neighbors]
        around, _ = self.nearest_sounds(float(x), float(y), N_AROUND)
        labels = self.labels[place.neighbors]
        label = max(set(labels.tolist()), key=lambda one: float(place.weights[labels == one].sum()))
        same = around[self.labels[around] == label][:N_SIBLINGS]
        return same if len(same) >= N_NEIGHBORS else around[:N_SIBLINGS]

    def nearest_sounds(self, x: float, y: float, k: int = N_NEIGHBORS) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the indices of the nearest points and their distances, nearest first."""
        k = min(k, len(self._xs))
        indices, squares = np.zeros(k, dtype=np.int64), np.empty(k, dtype=np.float32)
        xy = self._xs, self._ys, np.float32(x), np.float32(y)
        if self._blocks is None:
            nearest(indices, squares, *xy)
        else:
            nearest_in_blocks(indices, squares, *self._blocks, *xy)
        return indices, np.sqrt(squares, dtype=np.float64)

    def _bandwidth(self, distances: NDArray[np.float64]) -> float:
        """Return the distance to the 5th neighbour, or to the last if there are fewer."""
        return float(distances[min(BANDWIDTH_NEIGHBOR, len(distances)) - 1])
