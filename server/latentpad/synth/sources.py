"""The places that requests come from."""

from collections.abc import Callable, Sequence

import numpy as np

from latentpad.errors import OwnSoundError
from latentpad.request import Request
from latentpad.sources import Blend, Morph, Sibling
from latentpad.synth.blending import blend_places
from latentpad.synth.inverse_map import InverseMap
from latentpad.synth.morphing import morph, own_place, vary_own
from latentpad.synth.own_parent import OwnParents
from latentpad.synth.place import Place

Steps = Sequence[tuple[float, np.random.Generator]]
"""Variations, and the generator of each."""

Vary = Callable[[InverseMap, Place, float, np.random.Generator], Place]


def source_place(
    inverse_map: InverseMap, request: Request, rng: np.random.Generator, own: OwnParents | None = None
) -> Place:
    """Return the place of a request's point, blend or morph; with a variation, a random one around it.

    Parameters
    ----------
    inverse_map : InverseMap
    request : Request
    rng : np.random.Generator
    own : callable, optional
        Returns the sound of a morph.

    Raises
    ------
    OwnSoundError
        The sound of a morph cannot be used, or there is nothing that returns it.
    """
    source, steps = request.source, list[tuple[float, np.random.Generator]]()
    if isinstance(source, Sibling):
        steps = [(variation, np.random.default_rng(seed)) for seed, variation in source.steps]
        source = source.origin
    if request.controls.variation:
        steps.append((request.controls.variation, rng))
    if isinstance(source, Blend):
        places = [_at(inverse_map, (x, y), steps) for x, y, _ in source.points]
        return blend_places(inverse_map, places, [weight for _, _, weight in source.points])
    target = _at(inverse_map, (request.x, request.y), steps)
    if not isinstance(source, Morph):
        return target
    if own is None:
        raise OwnSoundError(f"{source.path} cannot be morphed by a Synth that reads no files; use a Player")
    start = _varied(inverse_map, own_place(own(source)), steps, vary_own)
    return morph(inverse_map, start, target, source.amount)


def _at(inverse_map: InverseMap, point: tuple[float, float], steps: Steps) -> Place:
    """Return the place at a point, or the one to which the steps around it lead."""
    return _varied(inverse_map, inverse_map.place(*point), steps, InverseMap.vary)


def _varied(inverse_map: InverseMap, place: Place, steps: Steps, vary: Vary) -> Place:
    """Return the place to which the steps around another one lead."""
    for variation, rng in steps:
        place = vary(inverse_map, place, variation, rng)
    return place
