"""The places that requests come from."""

from collections.abc import Sequence

import numpy as np

from latentpad.request import Blend, Request, Sibling
from latentpad.synth.blending import blend_places
from latentpad.synth.inverse_map import InverseMap
from latentpad.synth.place import Place


def source_place(inverse_map: InverseMap, request: Request, rng: np.random.Generator) -> Place:
    """Return the place of a request's point or blend; with a variation, a random one around it."""
    source, steps = request.source, list[tuple[float, np.random.Generator]]()
    if isinstance(source, Sibling):
        steps = [(variation, np.random.default_rng(seed)) for seed, variation in source.steps]
        source = source.origin
    if request.controls.variation:
        steps.append((request.controls.variation, rng))
    if not isinstance(source, Blend):
        return _varied(inverse_map, (request.x, request.y), steps)
    places = [_varied(inverse_map, (x, y), steps) for x, y, _ in source.points]
    return blend_places(inverse_map, places, [weight for _, _, weight in source.points])


def _varied(
    inverse_map: InverseMap, point: tuple[float, float], steps: Sequence[tuple[float, np.random.Generator]]
) -> Place:
    """Return the place at a point, or the one to which the steps around it lead."""
    place = inverse_map.place(*point)
    for variation, rng in steps:
        place = inverse_map.vary(place, variation, rng)
    return place
