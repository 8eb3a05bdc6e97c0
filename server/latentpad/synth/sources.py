"""The places that requests come from."""

import numpy as np

from latentpad.request import Blend, Request
from latentpad.synth.blending import blend_places
from latentpad.synth.inverse_map import InverseMap
from latentpad.synth.place import Place


def source_place(inverse_map: InverseMap, request: Request, rng: np.random.Generator) -> Place:
    """Return the place of a request's point or blend; with a variation, a random one around it."""

    def place(x: float, y: float) -> Place:
        found, variation = inverse_map.place(x, y), request.controls.variation
        return inverse_map.vary(found, variation, rng) if variation else found

    if not isinstance(request.source, Blend):
        return place(request.x, request.y)
    points = request.source.points
    places = [place(x, y) for x, y, _ in points]
    return blend_places(inverse_map, places, [weight for _, _, weight in points])
