"""Sounds that a bundle generates on, around and between points of its map, siblings, outside its clusters, anywhere."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.inverse_map import InverseMap
from latentpad.synth.place import Place
from latentpad_export.evaluate.bars import bar
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.bootstrap import Units
from latentpad_export.evaluate.metrics.descriptors import COMPARISON, Description, Descriptors, describe
from latentpad_export.evaluate.subjects.renderers import Renderer

SIBLINGS = "siblings"
"""Kind of points that are rendered with a variation of 1."""

OUTSIDE_SPARSENESS = 4.0
"""Points whose neighbours are this many times as far away as usual lie outside the clusters."""

MAX_TRIES = 20_000


class PadPoints(NamedTuple):
    """Points of the pad, and the sounds of the map that they belong to."""

    xy: NDArray[np.float32]
    """[n, 2]."""

    origin: NDArray[np.int64]
    """[n] index of the sound that a point belongs to, -1 = none."""

    other: NDArray[np.int64]
    """[n] index of the second sound where a point lies between two, else the same."""


@dataclass(frozen=True)
class Descriptions:
    """Features and descriptors of many sounds."""

    features: NDArray[np.uint8]
    """[n, n_bands, n_frames]; zero for silence."""

    descriptors: NDArray[np.float64]
    """[n, 6] the fields of `Descriptors`; NaN for silence."""

    sounding: NDArray[np.bool_]
    """[n] False for silence."""

    known_units: Units | None = None
    """[n] number of the independent unit, such as a kit, that each is from; None if each is one by itself."""

    @property
    def units(self) -> Units:
        """[n] number of the unit that each is from."""
        return np.arange(len(self.sounding)) if self.known_units is None else self.known_units

    def take(self, which: NDArray[np.integer] | NDArray[np.bool_]) -> "Descriptions":
        """Return some of the sounds, by index or mask."""
        return Descriptions(self.features[which], self.descriptors[which], self.sounding[which], self.units[which])

    def column(self, name: str) -> NDArray[np.float64]:
        """Return one descriptor of all sounds [n]."""
        column: NDArray[np.float64] = self.descriptors[:, Descriptors._fields.index(name)]
        return column


def choose_points(
    inverse_map: InverseMap, members: NDArray[np.int64], counts: "Counts", rng: np.random.Generator
) -> dict[str, PadPoints]:
    """Choose points of the pad.

    Parameters
    ----------
    inverse_map : InverseMap
    members : np.ndarray [shape=(m,), int]
        Sounds of the map to render around and between; those with known labels.
    counts : Counts
    rng : np.random.Generator
    """
    points = inverse_map.points
    around = rng.choice(members, counts.around, replace=len(members) < counts.around)
    jitter = rng.standard_normal((len(around), 2)) * inverse_map.usual_bandwidth
    first = rng.choice(members, counts.between, replace=len(members) < counts.between)
    second = np.array([_neighbour(points, i, rng) for i in first], dtype=np.int64)
    varied = rng.choice(members, counts.siblings, replace=len(members) < counts.siblings)
    outside = _outside(inverse_map, counts.outside, rng)
    anywhere = rng.random((counts.anywhere, 2))
    none = np.full(max(counts.anywhere, len(outside)), -1)
    return {
        "around": PadPoints(_on_pad(points[around] + jitter), around, around),
        "between": PadPoints(_on_pad((points[first] + points[second]) / 2), first, second),
        SIBLINGS: PadPoints(_on_pad(points[varied]), varied, varied),
        "outside": PadPoints(_on_pad(outside), *2 * [none[: len(outside)]]),
        "anywhere": PadPoints(_on_pad(anywhere), *2 * [none[: len(anywhere)]]),
    }


@dataclass(frozen=True)
class Counts:
    """Number of generated sounds of each kind."""

    of_a_label: int = 16
    """Per label, on points of the map."""

    around: int = 480
    siblings: int = 96
    between: int = 120
    outside: int = 80
    anywhere: int = 120
    reconstructed: int = 300
    graded: int = 32
    """Reconstructed sounds with fingerprint, ViSQOL and ODG, each of which takes a tenth of a second or more."""

    def scaled(self, factor: float) -> "Counts":
        """Return the counts times a factor, at least 4 of each."""
        return Counts(**{name: max(4, round(factor * value)) for name, value in vars(self).items()})


def _neighbour(points: NDArray[np.float32], i: int, rng: np.random.Generator) -> int:
    """Draw one of the 8 nearest other points, or the point itself if all points coincide."""
    distances = np.hypot(*(points - points[i]).T)
    others = np.argsort(distances)
    others = others[distances[others] > 1e-6][:8]
    return int(rng.choice(others)) if len(others) else i


def _outside(inverse_map: InverseMap, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw points far from all sounds; fewer if the map leaves little empty space."""
    found: list[NDArray[np.float64]] = []
    for xy in rng.random((MAX_TRIES, 2)):
        if len(found) == n:
            break
        if inverse_map.sparseness(*xy) > OUTSIDE_SPARSENESS:
            found.append(xy)
    return np.array(found).reshape(-1, 2)


def _on_pad(xy: NDArray[np.floating]) -> NDArray[np.float32]:
    """Clip points to the pad."""
    clipped: NDArray[np.float32] = np.clip(xy, 0.0, 1.0).astype(np.float32)
    return clipped


def render_points(
    renderer: Renderer, points: PadPoints, name: str, cache: Cache, variation: float = 0.0
) -> Descriptions:
    """Render and describe points, or load them from the cache."""
    inverse_map, rng = renderer.synth.inverse_map, np.random.default_rng(zlib.crc32(name.encode()))
    places = [inverse_map.place(float(x), float(y)) for x, y in points.xy]
    varied = [inverse_map.vary(place, variation, rng) if variation else place for place in places]
    return render_places(renderer, varied, name, cache)


def render_places(renderer: Renderer, places: Sequence[Place], name: str, cache: Cache) -> Descriptions:
    """Render places by the model alone and describe them, each with a seed of its own."""

    def compute() -> Arrays:
        seeds = np.random.default_rng(zlib.crc32(name.encode())).integers(2**31, size=len(places))
        latents = np.array([place.latent for place in places], dtype=np.float32)
        with renderer.render_all(latents, seeds.tolist(), [renderer.synth.cues(place) for place in places]) as sounds:
            shown = bar(sounds, name, len(places))
            return stack_descriptions([describe_or_none(sound) for sound in shown])

    return to_descriptions(cache.arrays(f"{renderer.bundle.digest[:12]}-{name}", compute))


def describe_all(signals: "list[NDArray[np.float32] | None]") -> Arrays:
    """Describe signals at 44.1 kHz; None is silence."""
    return stack_descriptions([describe_or_none(signal) for signal in signals])


def describe_or_none(signal: NDArray[np.float32] | None) -> Description | None:
    """Describe a signal; None for silence."""
    return None if signal is None or not signal[: COMPARISON.n_samples].any() else describe(signal)


def stack_descriptions(descriptions: list[Description | None]) -> Arrays:
    """Stack descriptions into the arrays of a `Descriptions`; None is silence."""
    n = len(descriptions)
    features = np.zeros((n, COMPARISON.n_bands, COMPARISON.n_frames), dtype=np.uint8)
    descriptors = np.full((n, len(Descriptors._fields)), np.nan)
    for i, description in enumerate(descriptions):
        if description is not None:
            features[i], descriptors[i] = np.round(description.feature * 255), description.descriptors
    sounding = np.array([description is not None for description in descriptions], dtype=bool)
    return {"features": features, "descriptors": descriptors, "sounding": sounding}


def to_descriptions(arrays: Arrays) -> Descriptions:
    """Return the arrays of a cache as `Descriptions`."""
    return Descriptions(arrays["features"], arrays["descriptors"], arrays["sounding"])
