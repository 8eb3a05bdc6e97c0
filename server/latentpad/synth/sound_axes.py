"""Axes in which equal distances sound about equally large: latents, and the outlines of what the decoder makes of them.

Both are scaled by their spread in the map of the bundle; outlines are compared in their loudest 80 dB. How this was
chosen is in `latentpad.synth.known_sounds`.
"""

import math

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle

RANGE_DB = 80.0
"""Range in which outlines are compared."""

OUTLINE_WEIGHT = 1.4
"""Of the distance by outlines, relative to that by latents."""

MAX_LATENTS = 65_536
"""Latents whose spread is measured, of larger maps."""

N_MEASURED = 1_024
"""Outlines whose spread is measured."""


class SoundAxes:
    """Axes of a bundle; those of older bundles are of latents only.

    Parameters
    ----------
    bundle : Bundle
    """

    def __init__(self, bundle: Bundle) -> None:
        latents = bundle.map.latents
        self._latent_size = _size(latents[:: max(1, len(latents) // MAX_LATENTS)])
        self._floor = np.uint8(round(255 * max(0.0, 1 - RANGE_DB / bundle.representation.top_db)))
        outlines = bundle.map.outlines
        self._outline_size: np.float32 | None = None
        if outlines is not None:
            measured = outlines[:: max(1, len(outlines) // N_MEASURED)]
            self._outline_size = _size(self._heard(measured)) / OUTLINE_WEIGHT

    def __call__(self, latents: NDArray[np.float32], outlines: NDArray[np.uint8] | None) -> NDArray[np.float32]:
        """Return numbers whose distances are those of sounds.

        Parameters
        ----------
        latents : np.ndarray [shape=(n, latent_dim), float32]
        outlines : np.ndarray [shape=(n, n_times, n_places), uint8], optional
            Of what the decoder makes of them: `latentpad.bundle.outline`.

        Returns
        -------
        np.ndarray [shape=(n, d), float32]
        """
        scaled = latents / self._latent_size
        if self._outline_size is None or outlines is None:
            return scaled
        return np.hstack([scaled, self._heard(outlines) / self._outline_size])

    def _heard(self, outlines: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return what is heard of outlines [n, n_times, n_places], flat: [n, n_times * n_places]."""
        return (
            (np.maximum(outlines, self._floor) - self._floor)
            .reshape(len(outlines), math.prod(outlines.shape[1:]))
            .astype(np.float32)
        )


def _size(rows: NDArray[np.float32]) -> np.float32:
    """Return the root of the mean squared distance of rows [n, d] from their mean; 1 if they are equal."""
    size = float(np.sqrt(rows.var(axis=0, dtype=np.float64).sum()))
    return np.float32(size if size > 1e-6 else 1.0)
