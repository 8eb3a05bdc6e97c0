"""Distances between any sound and those of a map, by latents and by what the decoder makes of them.

The distance is the one by which maps are laid out (`latentpad_export.layout`): latents and the outlines of their
decoded means in the loudest 80 dB, each at unit size. Sounds of the default bundle's map, read again and placed without
themselves, and without all of their kit; median and 90 % of their distance to their own point, in sides of the map:

| distance | without itself | without its kit |
| --- | --- | --- |
| latents | 0.017, 0.08 | 0.035, 0.20 |
| latents scaled to unit variance in each dimension | 0.018, 0.10 | 0.042, 0.28 |
| outlines | 0.019, 0.12 | 0.040, 0.24 |
| latents and outlines of all 100 dB | 0.015, 0.07 | 0.031, 0.17 |
| latents and outlines of 80 dB (used) | 0.015, 0.06 | 0.027, 0.15 |
| the same with the outlines of the sound itself, not as decoded | 0.016, 0.08 | 0.034, 0.18 |
| the same in the axes that tell map neighbours apart, learnt on other kits | 0.016, 0.07 | 0.033, 0.17 |
| anywhere | 0.52 | 0.52 |

Measured on an earlier map, with votes of the fourth power; docs/quality.md has the present figures.
The latents of the map in place of those of the encoder give the same, so that what remains is the layout's.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.synth.sound_axes import SoundAxes

BLOCK = 1_024
"""Sounds compared at once."""

N_PROBED = 64
"""Sounds by which the usual distance is measured."""


class KnownSounds:
    """The sounds of a map, to be compared with others; older bundles have latents only.

    Parameters
    ----------
    bundle : Bundle
    """

    def __init__(self, bundle: Bundle) -> None:
        self._latents, self._outlines = bundle.map.latents, bundle.map.outlines
        self._axes = SoundAxes(bundle)

    def __len__(self) -> int:
        """Return the number of sounds."""
        return len(self._latents)

    def distances(self, latent: NDArray[np.float32], outline: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how far a sound is from each of the map.

        Parameters
        ----------
        latent : np.ndarray [shape=(latent_dim,), float32]
        outline : np.ndarray [shape=(n_times, n_places), float32]
            Of what the decoder makes of it: `latentpad.bundle.outline`.

        Returns
        -------
        np.ndarray [shape=(n,), float32]
            1 is the usual distance of a sound of the map from the one most like it.
        """
        own = np.round(255 * np.clip(outline, 0, 1)).astype(np.uint8)
        found: NDArray[np.float32] = np.sqrt(self._squares(latent[None], own[None])[0]) / np.float32(self._usual)
        return found

    def compare(self, latents: NDArray[np.float32], outlines: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return how far each of k sounds is from each of the map.

        Parameters
        ----------
        latents : np.ndarray [shape=(k, latent_dim), float32]
        outlines : np.ndarray [shape=(k, n_times, n_places), uint8]

        Returns
        -------
        np.ndarray [shape=(k, n), float32]
            As for `distances`.
        """
        found = self._squares(latents, outlines)
        np.sqrt(found, out=found)
        found /= np.float32(self._usual)
        return found

    @cached_property
    def _usual(self) -> float:
        """The median distance from a sound to the one most like it, of those that have no twin."""
        probed = np.unique(np.linspace(0, len(self) - 1, min(N_PROBED, len(self))).astype(int))
        outlines = None if self._outlines is None else self._outlines[probed]
        own, nearest = self._axes(self._latents[probed], outlines), np.full(len(probed), np.inf, dtype=np.float32)
        for rows in self._blocks():
            squares = np.maximum(self._block_squares(own, rows), 0)
            inside = np.flatnonzero((probed >= rows.start) & (probed < rows.stop))
            squares[inside, probed[inside] - rows.start] = np.inf
            nearest = np.minimum(nearest, squares.min(axis=1))
        apart = nearest[(nearest > 1e-6) & (nearest < np.inf)]
        return float(np.sqrt(np.median(apart))) if len(apart) else 1.0

    def _squares(self, latents: NDArray[np.float32], outlines: NDArray[np.uint8] | None) -> NDArray[np.float32]:
        """Return the squared distances [k, n] from k sounds."""
        own = self._axes(latents, outlines)
        found = np.empty((len(latents), len(self)), dtype=np.float32)
        for rows in self._blocks():
            found[:, rows] = self._block_squares(own, rows)
        return np.maximum(found, 0, out=found)

    def _block_squares(self, own: NDArray[np.float32], rows: slice) -> NDArray[np.float32]:
        """Return the squared distances [k, m] from the axes [k, d] of k sounds to m of the map."""
        found = _products(own, self._rows(rows))
        found *= -2
        found += self._lengths[rows]
        found += np.einsum("ij,ij->i", own, own)[:, None]
        return found

    @cached_property
    def _lengths(self) -> NDArray[np.float32]:
        """The squared length of each sound's axes [n]."""
        parts = [np.einsum("ij,ij->i", axes, axes) for axes in map(self._rows, self._blocks())]
        return np.concatenate(parts)

    def _blocks(self) -> list[slice]:
        return [slice(start, start + BLOCK) for start in range(0, len(self), BLOCK)]

    def _rows(self, rows: slice) -> NDArray[np.float32]:
        """Return the axes of some sounds of the map."""
        return self._axes(self._latents[rows], None if self._outlines is None else self._outlines[rows])


def _products(rows: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the inner products [k, n] of rows [k, d] and others [n, d].

    A matrix product runs on all cores: for many rows it pays off, for one it takes longer where a DAW uses them.
    """
    products: NDArray[np.float32]
    products = np.einsum("j,ij->i", rows[0], others)[None] if len(rows) == 1 else rows @ others.T
    return products
