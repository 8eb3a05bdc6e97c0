"""Kits as a player makes them, each sample measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.kits.recipes import RECIPES, find_recipe
from latentpad.player.kit_keeping import KEPT_NAME
from latentpad.player.player import Player
from latentpad.request import Rendered
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.descriptors import to_comparison_rate
from latentpad_export.evaluate.subjects.measured import (
    Measured,
    Measurement,
    measure_reals,
    measure_signal,
    stack_measurements,
    to_measured,
)
from latentpad_export.evaluate.subjects.originals import Originals
from latentpad_export.evaluate.subjects.requests import each, open_player

ORDERS = ("", *RECIPES)
"""Recipes; the empty one has sounds of any style."""


@dataclass(frozen=True)
class Kits:
    """The samples of several kits."""

    made: Measured
    """n samples."""

    reals: Measured
    """The real sounds that lead them."""

    kit: NDArray[np.int64]
    """[n] number of the kit of each; kit k has the recipe ``ORDERS[k % len(ORDERS)]``."""

    pad: NDArray[np.int64]
    """[n] number of its pad, from 0."""

    rows: NDArray[np.int64]
    """[n] the sound of the map that leads it: the one with most weight."""

    labels: NDArray[np.str_]
    """[n] label of that sound."""

    @property
    def recipes(self) -> NDArray[np.str_]:
        """[n] recipe of each sample's kit."""
        recipes: NDArray[np.str_] = np.array(ORDERS)[self.kit % len(ORDERS)]
        return recipes


def measure_kits(bundle: Bundle, originals: Originals, n: int, cache: Cache, seed: int) -> Kits:
    """Make `n` kits of each recipe, each with a seed of its own, or load the results from the cache."""
    prefix = f"{bundle.digest[:12]}-kits"

    def compute() -> Arrays:
        with TemporaryDirectory(prefix="latentpad-kits-") as folder:
            player = open_player(bundle, originals, Path(folder))
            orders = [(recipe, seed + i) for i in range(n) for recipe in ORDERS]

            def make(order: tuple[str, int]) -> list[Rendered]:
                recipe, own_seed = order
                return list(player.kit(recipe, own_seed, formats=(), name=f"{recipe} {own_seed}"))

            return _measure(player, each(make, orders, prefix))

    arrays = cache.arrays(prefix, compute)
    used, found = np.unique(arrays["rows"], return_inverse=True)
    reals = measure_reals(used.tolist(), originals.real, cache, prefix).of_units(originals.units[used]).take(found)
    labels = np.array([*bundle.labels, ""])[bundle.map.labels[arrays["rows"]]]
    return Kits(to_measured(arrays), reals, arrays["kit"], arrays["pad"], arrays["rows"], labels)


def _measure(player: Player, kits: Sequence[Sequence[Rendered]]) -> Arrays:
    """Measure the samples of kits."""
    samples = [(number, rendered) for number, kit in enumerate(kits) for rendered in kit]
    measured: list[Measurement] = each(lambda sample: _measurement(sample[1]), samples, "-kits, measured")
    leads = [player.renderer.synth.inverse_map.place(one.request.x, one.request.y).neighbors[0] for _, one in samples]
    pads = [int(match[1]) - 1 for _, one in samples if (match := KEPT_NAME.fullmatch(one.path.name))]
    return {
        **stack_measurements(measured),
        "kit": np.array([number for number, _ in samples], dtype=np.int64),
        "pad": np.array(pads, dtype=np.int64),
        "rows": np.array(leads, dtype=np.int64),
    }


def _measurement(rendered: Rendered) -> Measurement:
    """Measure a wav."""
    signal, rate = soundfile.read(rendered.path, dtype="float32")
    return measure_signal(to_comparison_rate(signal, rate))


def follows_kick(kits: Kits) -> NDArray[np.bool_]:
    """Return which samples [n] are tuned to the kick."""
    follows = [find_recipe(r)[p].follows_kick for r, p in zip(kits.recipes.tolist(), kits.pad.tolist(), strict=True)]
    return np.array(follows, dtype=bool)
