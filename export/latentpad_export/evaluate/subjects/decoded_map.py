"""A map as its model plays it: the pad's inverse of the map, then the decoder's mean, without rendering."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import Map
from latentpad.bundle.names import Names
from latentpad.bundle.representation import Representation
from latentpad.synth.decoder import Decoder
from latentpad.synth.inverse_map import InverseMap
from latentpad_export.data.triangles import triangulate
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.subjects.spots import SpotFinder


def as_map(points: NDArray[np.floating], latents: NDArray[np.floating]) -> Map:
    """Return a map with points [n, 2], latents [n, d] and the triangles that the pad's inverse needs only."""
    n = len(points)
    placed = np.asarray(points, dtype=np.float32)
    return Map(
        points=placed,
        latents=np.asarray(latents, dtype=np.float32),
        labels=np.full(n, -1, dtype=np.int32),
        names=Names.of([""] * n),
        seconds=np.zeros(n, dtype=np.float32),
        peaks=np.zeros(n, dtype=np.float32),
        triangles=triangulate(placed),
    )


class DecodedMap:
    """The places of a map and their decoded spectrograms.

    Parameters
    ----------
    layout : Map
    decoder : Decoder
    representation : Representation
        Of the decoder's means.
    decoded : dict, optional
        What sounds of the map are decoded to, by their rows; filled and shared by maps of the same sounds.
    """

    def __init__(
        self,
        layout: Map,
        decoder: Decoder,
        representation: Representation,
        decoded: dict[int, NDArray[np.float32]] | None = None,
    ) -> None:
        self.layout, self.decoder, self.representation = layout, decoder, representation
        self._decoded = {} if decoded is None else decoded
        self.inverse_map = InverseMap(layout)
        self._spots = SpotFinder(layout, self.inverse_map)

    def mean(self, latent: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the decoded spectrogram of a latent [n_bands, n_frames]."""
        return self.decoder(np.asarray(latent, dtype=np.float32)).mean

    def sound(self, row: int) -> NDArray[np.float32]:
        """Return the decoded spectrogram of a sound of the map, from its own latent."""
        if row not in self._decoded:
            self._decoded[row] = self.mean(self.layout.latents[row])
        return self._decoded[row]

    def latents_on(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the latents [k, d] that the pad's inverse gives at the points of sounds."""
        return np.stack([place.latent for place in self._spots.on(rows).places])

    def latents_left_out(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the same as if each sound were not on the map."""
        return np.stack([place.latent for place in self._spots.left_out(rows).places])

    def feature_at(self, x: float, y: float) -> NDArray[np.uint8]:
        """Return the feature of what is played at a point: `comparison_feature`."""
        mean = self.mean(self.inverse_map.place(x, y).latent)
        return comparison_feature(mean, self.representation.top_db)

    def draw_points(self, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Draw points [n, 2] inside the map's area, the triangles between its sounds, each place equally likely.

        On a map that is a line, they lie on it.
        """
        corners, areas = self._areas
        if not len(corners):
            low, high = self.layout.points.min(axis=0), self.layout.points.max(axis=0)
            return np.asarray(low + rng.random((n, 1)) * (high - low), dtype=np.float64)
        chosen = rng.choice(len(corners), n, p=areas / areas.sum())
        drawn: NDArray[np.float64] = np.einsum("kc,kcx->kx", rng.dirichlet((1, 1, 1), n), corners[chosen])
        return np.clip(drawn, 0, 1)

    @cached_property
    def _areas(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The corners [m, 3, 2] of the triangles, and their areas [m]."""
        corners = self.layout.points.astype(np.float64)[self._spots.triangles]
        along, across = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
        return corners, np.abs(along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]) / 2


def comparison_feature(mean: NDArray[np.float32], top_db: float) -> NDArray[np.uint8]:
    """Return a decoded spectrogram [n_bands, n_frames] as sounds are compared: at most 64 bands, 80 dB, 255 = 1.

    By these, nearly the same points have a near twin as by the features of the rendered sounds: on the default bundle,
    117 of 120.
    """
    in_range = np.clip(1 + (mean - 1) * (top_db / COMPARISON.top_db), 0, 1)
    n_bands = len(in_range)
    starts = np.unique(np.linspace(0, n_bands, COMPARISON.n_bands, endpoint=False).astype(np.int64))
    counts = np.diff([*starts, n_bands])
    averaged = np.add.reduceat(in_range, starts, axis=0) / counts[:, None]
    return np.round(255 * averaged).astype(np.uint8)
