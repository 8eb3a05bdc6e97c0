"""Arithmetic with places: the latent of a blend, and the library's sounds that are heard in it.

Latents are added with their weights, as in the thesis's future work (and White, "Sampling Generative Networks", 2016).
The sounds of the places with positive weights are heard; how they are filtered follows from the latent, so that what
is taken away is missing. Where something is, they are filtered more (`latentpad.synth.layer_gains`).

Weights are divided by their sum where it is over 1 or where none is negative: 1 and 1 is the mean, as 0.5 and 0.5 is.
Otherwise, the rest to 1 is the mean of all sounds: 1 and -1 is what distinguishes a sound from another, added to that
mean. A latent that would be farther from that mean than any sound of the map is brought back to that distance.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.inverse_map import MIN_SHARE, SHARPNESS, InverseMap
from latentpad.synth.place import Place

FULLY_BEYOND = 0.5
"""Part that is taken away from which on a blend is no more between its sounds (`Place.beyond`)."""

MAX_SOUNDS = 16
"""Most sounds that are heard at once, those with most weight."""


def blend_places(inverse_map: InverseMap, places: Sequence[Place], weights: Sequence[float]) -> Place:
    """Return the place that several places add up to.

    Parameters
    ----------
    inverse_map : InverseMap
        That of the places.
    places : sequence of Place
    weights : sequence of float
        Of each place; at least one is positive.
    """
    factors = blend_factors(weights)
    middle = inverse_map.latents.mean(axis=0, dtype=np.float64)
    added = factors @ np.stack([place.latent for place in places]) + (1 - factors.sum()) * middle
    latent = _nearer(added, middle, inverse_map.latents).astype(np.float32)
    positive = np.maximum(factors, 0) / np.maximum(factors, 0).sum()
    sharp = positive**SHARPNESS / (positive**SHARPNESS).sum()
    shares = _gather(places, positive, [place.shares for place in places])
    heard = _gather(places, sharp, [place.weights for place in places])
    order = sorted(heard, key=lambda index: -heard[index])[:MAX_SOUNDS]
    order = [index for index in order if heard[index] >= MIN_SHARE * heard[order[0]]]
    kept = np.array([shares[index] for index in order])
    loud = np.array([heard[index] for index in order])
    kept, loud = ((values / values.sum()).astype(np.float32) for values in (kept, loud))
    confidence = inverse_map.confidence(latent, inverse_map.latents[order], kept)
    point = positive @ np.stack([place.point for place in places])
    beyond = min(1.0, float(-np.minimum(factors, 0).sum()) / FULLY_BEYOND)
    return Place(latent, confidence, np.array(order, dtype=np.int64), loud, kept, point, beyond=beyond)


def blend_factors(weights: Sequence[float]) -> NDArray[np.float64]:
    """Return the factors of the places of a blend, for weights of which at least one is positive.

    >>> blend_factors([1, 3]).tolist(), blend_factors([1, -1]).tolist()
    ([0.25, 0.75], [1.0, -1.0])
    """
    given = np.array(weights, dtype=np.float64)
    total = given.sum()
    factors: NDArray[np.float64] = given / (total if given.min() >= 0 else max(total, 1.0))
    return factors


def _gather(
    places: Sequence[Place], factors: NDArray[np.float64], parts: list[NDArray[np.float32]]
) -> dict[int, float]:
    """Add up the parts that each sound has in the places."""
    found: dict[int, float] = {}
    for place, factor, own in zip(places, factors.tolist(), parts, strict=True):
        for index, part in zip(place.neighbors.tolist(), own.tolist(), strict=True):
            if factor > 0:
                found[index] = found.get(index, 0.0) + factor * part
    return found


def _nearer(
    latent: NDArray[np.float64], middle: NDArray[np.float64], latents: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Return a latent, brought back where it is farther from the middle than any of the latents."""
    farthest = float(np.sqrt(np.square(latents - middle).sum(axis=1).max()))
    distance = float(np.sqrt(np.square(latent - middle).sum()))
    return latent if distance <= farthest else middle + (latent - middle) * (farthest / distance)
