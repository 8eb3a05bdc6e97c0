"""Sounds placed on a map that exists, among those most like them: the way of `latentpad.synth.locator`, for many."""

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.synth.known_sounds import KnownSounds
from latentpad.synth.locator import N_VOTES, middle_of_votes
from latentpad_export.layout.density import even_out

BLOCK = 256
"""Sounds that are compared with the map at once."""

NUDGE = 0.25
"""Standard deviation of what keeps sounds apart that would share a place, relative to the usual distance of points."""

EVENNESS = 0.3
"""How far the sounds of a first map are moved to an even distribution, so that all of them can be hit."""


def place_among(
    bundle: Bundle, latents: NDArray[np.float32], outlines: NDArray[np.uint8], seed: int
) -> NDArray[np.float32]:
    """Place sounds among those of a bundle's map.

    Parameters
    ----------
    bundle : Bundle
    latents : np.ndarray [shape=(n, latent_dim), float32]
        By the bundle's encoder.
    outlines : np.ndarray [shape=(n, n_times, n_places), uint8]
        Of what its decoder makes of them.
    seed : int
        The same seed gives the same points.

    Returns
    -------
    np.ndarray [shape=(n, 2), float32]
        In [0, 1]².
    """
    known, points = KnownSounds(bundle), bundle.map.points.astype(np.float64)
    k = min(N_VOTES, len(points))
    placed = np.empty((len(latents), 2))
    for start in range(0, len(latents), BLOCK):
        rows = slice(start, start + BLOCK)
        distances = known.compare(latents[rows], outlines[rows])
        nearest = np.argpartition(distances, k - 1, axis=1)[:, :k]
        for index, members in enumerate(nearest):
            placed[start + index] = middle_of_votes(points[members], distances[index, members])
    usual = 1 / np.sqrt(len(points) + len(placed))
    placed += NUDGE * usual * np.random.default_rng(seed).standard_normal(placed.shape)
    return np.clip(placed, 0, 1).astype(np.float32)


def spread_out(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return points [n, 2] moved a part of the way to an even distribution."""
    return even_out(points, EVENNESS).astype(np.float32)
