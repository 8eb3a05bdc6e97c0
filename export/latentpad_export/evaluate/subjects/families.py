"""Families of a bundle's sounds as a user makes them: blends, paths, kits, and samples of kinds."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.subjects.blends import Blends, measure_blends
from latentpad_export.evaluate.subjects.kind_walks import KindWalks, measure_kinds
from latentpad_export.evaluate.subjects.kits import Kits, measure_kits
from latentpad_export.evaluate.subjects.originals import Originals
from latentpad_export.evaluate.subjects.paths import Steps, measure_paths
from latentpad_export.evaluate.subjects.requests import open_player

PER_PATH, PER_KIT = 5, 32
"""Of so many sounds that are played, there is one path of each length, and one kit of each recipe."""


@dataclass(frozen=True)
class FamilySubject:
    """The families of one bundle."""

    name: str
    """Of the bundle."""

    blends: Blends

    paths: dict[str, Steps]
    """By length."""

    kits: Kits
    kinds: KindWalks

    library_kits: NDArray[np.str_]
    """[n] kit of the library that each sound of the map is from; empty if it is not known."""


def prepare_families(bundle: Bundle, originals: Originals, n: int, cache: Cache, seed: int) -> FamilySubject:
    """Play and measure families of a bundle, or load the results from the cache.

    Parameters
    ----------
    bundle : Bundle
    originals : Originals
        The real sounds of its map.
    n : int
        Blends of each kind; there are fewer paths and kits, as they take longer.
    cache : Cache
    seed : int
    """
    with TemporaryDirectory(prefix="latentpad-families-") as folder:
        player = open_player(bundle, originals, Path(folder))
        blends = measure_blends(player, originals, n, cache, seed)
        paths = measure_paths(player, ceil(n / PER_PATH), cache, seed)
        kinds = measure_kinds(player, originals, cache, seed)
    kits = measure_kits(bundle, originals, ceil(n / PER_KIT), cache, seed)
    return FamilySubject(bundle.name, blends, paths, kits, kinds, originals.kits)
