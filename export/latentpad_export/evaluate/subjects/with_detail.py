"""The points of the pad as they are played with the library's own detail."""

import zlib
from collections.abc import Mapping

import numpy as np

from latentpad.bundle.bundle import Bundle
from latentpad.synth.parents import Sounds
from latentpad.synth.synth import Synth
from latentpad_export.evaluate.bars import bar
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.subjects.generated import (
    SIBLINGS,
    Descriptions,
    PadPoints,
    describe_or_none,
    stack_descriptions,
    to_descriptions,
)
from latentpad_export.evaluate.subjects.ways import DETAIL, SynthWay


def render_with_detail(
    bundle: Bundle, sounds: Sounds, points: Mapping[str, PadPoints], cache: Cache
) -> dict[str, Descriptions]:
    """Render and describe points of the pad by kind, siblings with a variation of 1, or load them from the cache."""
    synth = Synth(bundle, sounds)
    way = SynthWay(DETAIL, synth, 1.0)

    def render(kind: str, own: PadPoints) -> Arrays:
        rng = np.random.default_rng(zlib.crc32(kind.encode()))
        places = [synth.inverse_map.place(float(x), float(y)) for x, y in own.xy]
        if kind == SIBLINGS:
            places = [synth.inverse_map.vary(place, 1.0, rng) for place in places]
        seeds = rng.integers(2**31, size=len(places)).tolist()
        with way.play(places, seeds, lambda _, signal: describe_or_none(signal)) as found:
            return stack_descriptions(list(bar(found, f"{kind}, detail", len(places))))

    def load(kind: str, own: PadPoints) -> Descriptions:
        name = f"{bundle.digest[:12]}-pad-{kind}-{DETAIL}"
        return to_descriptions(cache.arrays(name, lambda: render(kind, own)))

    return {kind: load(kind, own) for kind, own in points.items()}
