"""A bundle as it is played with its library's own detail, beside other ways of playing the same places."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache as memoised

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.synth.synth import Synth
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.metrics.smoothness import Smoothness
from latentpad_export.evaluate.subjects import spots as kinds
from latentpad_export.evaluate.subjects.measured import Measured, measure_reals, measure_spots
from latentpad_export.evaluate.subjects.originals import Originals
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds, balanced
from latentpad_export.evaluate.subjects.renderers import ThesisRenderer, make_renderer
from latentpad_export.evaluate.subjects.spots import SpotFinder, Spots
from latentpad_export.evaluate.subjects.walks import walk
from latentpad_export.evaluate.subjects.ways import CROSSFADE, DETAIL, MODEL, CrossfadeWay, SynthWay, ThesisWay, Way

WALKED = (DETAIL, MODEL, CROSSFADE)
"""Ways that are quick enough for walks."""

TRIVIAL = {(kinds.ON, CROSSFADE), (kinds.VARIED, CROSSFADE)}
"""Not measured: a crossfade of one sound is that sound, and of others it has no variation."""


@dataclass(frozen=True)
class DetailSubject:
    """The sounds of a bundle at some spots of its map, rendered in several ways."""

    bundle: Bundle
    originals: Originals
    synth: Synth

    ways: dict[str, Way]
    """By key; first the one that a user hears."""

    spots: dict[str, Spots]
    """By kind."""

    made: dict[tuple[str, str], Measured]
    """By kind and way."""

    reals: Measured
    """The real sounds of all spots."""

    rows: NDArray[np.int64]
    """[n] their rows of the map, rising."""

    walks: dict[str, Smoothness]
    """By way."""

    @property
    def name(self) -> str:
        """Name of the bundle."""
        return self.bundle.name

    @property
    def labels(self) -> NDArray[np.str_]:
        """[n] label of each sound of the map, empty if it has none."""
        labels: NDArray[np.str_] = np.array(["", *self.bundle.labels])[self.bundle.map.labels + 1]
        return labels

    def real(self, rows: NDArray[np.int64]) -> Measured:
        """Return the real sounds of some rows of the map, which are among `rows`."""
        return self.reals.take(np.searchsorted(self.rows, rows))


def choose_rows(
    bundles: tuple[Bundle, ...], reference: ReferenceSounds, originals: tuple[Originals, ...], n: int, seed: int
) -> list[NDArray[np.int64]]:
    """Choose the sounds of each map that are played: the same ones if there are any on all maps, balanced by label."""
    maps = [reference.on_map(bundle) for bundle in bundles]
    common = sorted(set.intersection(*(set(own) for own in maps if own))) if any(maps) else []
    drawn = [common[i] for i in _draw([reference.labels[i] for i in common], n, seed)]
    chosen = []
    for bundle, own, sounds in zip(bundles, maps, originals, strict=True):
        rows = np.array([own[i] for i in drawn if i in own], dtype=np.int64)
        if not len(rows):
            names = np.array(["", *bundle.labels])[bundle.map.labels[sounds.rows] + 1]
            rows = sounds.rows[_draw([str(name) for name in names], n, seed)]
        chosen.append(rows)
    return chosen


def _draw(labels: list[str], n: int, seed: int) -> NDArray[np.int64]:
    """Draw about n sounds, as many of each label where there are enough."""
    sizes = np.array([labels.count(label) for label in set(labels)])
    each = next((k for k in range(n, 0, -1) if np.minimum(sizes, k).sum() <= n), 1)
    return balanced(labels, each, np.random.default_rng(seed))


def prepare_detail(
    bundle: Bundle, originals: Originals, rows: NDArray[np.int64], cache: Cache, seed: int, n_strokes: int
) -> DetailSubject:
    """Play and measure spots of a map, or load the results from the cache.

    Parameters
    ----------
    bundle : Bundle
    originals : Originals
    rows : np.ndarray [shape=(n,), int]
        Sounds of the map; those that cannot be read are left out.
    cache : Cache
    seed : int
    n_strokes : int
        Walks across the map.
    """
    synth = Synth(bundle, originals.parent if originals.has_parents() else None)
    ways = _ways(bundle, originals, synth)
    found = {
        kind: _keep(own, originals, with_parents=DETAIL in ways)
        for kind, own in _find_spots(SpotFinder(bundle.map, synth.inverse_map), rows, seed).items()
    }
    prefix = bundle.digest[:12]
    nearest = [place.neighbors[0] for place in found[kinds.LEFT_OUT].places]
    used = np.unique(np.concatenate([nearest, *(np.concatenate([own.rows, own.others]) for own in found.values())]))
    used = used.astype(np.int64)
    reals = measure_reals(used.tolist(), originals.real, cache, prefix).of_units(originals.units[used])
    made = {
        (kind, key): measure_spots(way, kind, own, originals.real if kind == kinds.ON else None, cache, prefix)
        for kind, own in found.items()
        for key, way in ways.items()
        if (kind, key) not in TRIVIAL
    }
    walks = {
        key: walk(way, synth.inverse_map, reals, cache, f"{prefix}-walks-{key}", seed, n_strokes)
        for key, way in ways.items()
        if key in WALKED and len(used)
    }
    return DetailSubject(bundle, originals, synth, ways, found, made, reals, used, walks)


def walks_with_detail(subjects: tuple[DetailSubject, ...]) -> dict[str, Smoothness]:
    """Return the walks with detail by bundle, of those that have it."""
    return {subject.name: subject.walks[DETAIL] for subject in subjects if DETAIL in subject.walks}


def _ways(bundle: Bundle, originals: Originals, synth: Synth) -> dict[str, Way]:
    """Return the ways in which a bundle can be played."""
    renderer = make_renderer(bundle)
    if isinstance(renderer, ThesisRenderer):
        return {way.key: way for way in (ThesisWay(renderer),)}
    ways: list[Way] = [SynthWay(MODEL, synth, 0.0)]
    if originals.has_parents():
        crossfade = CrossfadeWay(originals.parent, bundle.representation.sample_rate)
        ways = [SynthWay(DETAIL, synth, 1.0), *ways, crossfade]
    return {way.key: way for way in ways}


def _find_spots(finder: SpotFinder, rows: NDArray[np.int64], seed: int) -> dict[str, Spots]:
    """Return spots of all kinds."""
    rng = np.random.default_rng(seed)
    return {
        kinds.ON: finder.on(rows),
        kinds.HALF_WAY: finder.half_way(rows),
        kinds.INSIDE: finder.inside(rows, rng),
        kinds.LEFT_OUT: finder.left_out(rows),
        kinds.VARIED: finder.varied(rows, rng),
    }


def _keep(spots: Spots, originals: Originals, with_parents: bool) -> Spots:
    """Return the spots whose real sounds can be read, and with parents, whose parents can be read, too."""
    real = _reader(originals.real)
    parent = _reader(originals.parent)
    kept = [
        i
        for i, place in enumerate(spots.places)
        if real(int(spots.rows[i]))
        and real(int(spots.others[i]))
        and (not with_parents or all(parent(int(row)) for row in place.neighbors))
    ]
    return spots.take(kept)


def _reader(read: Callable[[int], NDArray[np.float32] | None]) -> Callable[[int], bool]:
    """Return a function that finds out, once, whether a sound can be read."""
    return memoised(lambda row: read(row) is not None)
