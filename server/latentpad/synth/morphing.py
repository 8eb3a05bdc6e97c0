"""The way from a sound of the user's own to a place of the map.

On it, the own sound is a parent like those of the place: with a share of latent, pitch and decay that falls from 1 to
0, and weighted as two sounds are along an edge of the map. At its ends are the sound itself, untouched, and the place.

A variation moves the place as it does anywhere, and the own sound towards relatives of where it lives.
"""

from dataclasses import replace

import numpy as np

from latentpad.synth.inverse_map import SHARPNESS, InverseMap
from latentpad.synth.own_parent import OWN, OwnParent
from latentpad.synth.place import Place

RELATIVES = 0.5
"""Share that relatives have in the own sound at a variation of 1: then half of it remains."""


def own_place(own: OwnParent) -> Place:
    """Return the place of a sound of the user's own."""
    one = np.ones(1, dtype=np.float32)
    return Place(own.latent, 1.0, np.array([OWN]), one, one, np.array(own.point), own)


def vary_own(inverse_map: InverseMap, place: Place, amount: float, rng: np.random.Generator) -> Place:
    """Return a random place around that of a sound of the user's own, or around one that was found so."""
    assert place.own is not None
    x, y = place.point
    start = inverse_map.place(float(x), float(y))
    moved = inverse_map.vary(start, amount, rng)
    latent = (place.latent + moved.latent - start.latent).astype(np.float32)
    return replace(morph(inverse_map, place, moved, RELATIVES * amount), latent=latent, point=moved.point)


def morph(inverse_map: InverseMap, own: Place, target: Place, amount: float) -> Place:
    """Return the place between one with a sound of the user's own and another one.

    Parameters
    ----------
    inverse_map : InverseMap
    own, target : Place
    amount : float in [0, 1]
        How far from the first to the second.
    """
    if amount in (0.0, 1.0):
        return target if amount else own
    latent = ((1 - amount) * own.latent + amount * target.latent).astype(np.float32)
    loud = np.array([1 - amount, amount]) ** SHARPNESS
    loud /= loud.sum()
    shares: dict[int, float] = {}
    weights: dict[int, float] = {}
    for place, share, weight in zip((own, target), (1 - amount, amount), loud.tolist(), strict=True):
        for index, *part in zip(place.neighbors.tolist(), place.shares.tolist(), place.weights.tolist(), strict=True):
            shares[index] = shares.get(index, 0.0) + share * part[0]
            weights[index] = weights.get(index, 0.0) + weight * part[1]
    order = sorted(weights, key=lambda index: -weights[index])
    kept, heard = (np.array([parts[index] for index in order], dtype=np.float32) for parts in (shares, weights))
    found = Place(latent, 1.0, np.array(order), heard, kept, (1 - amount) * own.point + amount * target.point, own.own)
    confidence = inverse_map.confidence(latent, found.latents(inverse_map.latents), kept)
    return replace(found, confidence=confidence)
