"""What a bundle plays: sounds on, around and between points of its map, siblings, outside its clusters, anywhere."""

import zlib
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from latentpad.synth.inverse_map import InverseMap
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.descriptors import EAR, Descriptors, Heard, hear
from latentpad_export.evaluate.subjects.renderers import Voice

SIBLINGS = "siblings"
"""Kind of points that are played with a variation of 1."""

OUTSIDE_CONFIDENCE = 0.5
"""Points with less confidence lie outside the clusters."""

MOST_TRIES = 20_000


class Spots(NamedTuple):
    """Points of the pad, and what is expected there."""

    xy: NDArray[np.float32]
    """[n, 2]."""

    origin: NDArray[np.int64]
    """[n] sound of the map that a point belongs to, -1 = none."""

    other: NDArray[np.int64]
    """[n] the second one where a point lies between two, else the same."""


@dataclass(frozen=True)
class Heards:
    """Many sounds as the ear hears them."""

    features: NDArray[np.uint8]
    """[n, n_bands, n_frames]; zero where there is no sound."""

    descriptors: NDArray[np.float64]
    """[n, 6] the fields of `Descriptors`; NaN where there is no sound."""

    sounding: NDArray[np.bool_]
    """[n] whether there is a sound at all."""

    def column(self, name: str) -> NDArray[np.float64]:
        """Give one descriptor of all sounds [n]."""
        column: NDArray[np.float64] = self.descriptors[:, Descriptors._fields.index(name)]
        return column


def choose_spots(
    pad: InverseMap, members: NDArray[np.int64], counts: "Counts", rng: np.random.Generator
) -> dict[str, Spots]:
    """Choose points of the pad.

    Parameters
    ----------
    pad : InverseMap
    members : np.ndarray [shape=(m,), int]
        Sounds of the map to play on, around and between; of known labels.
    counts : Counts
    rng : np.random.Generator
    """
    points = pad.points
    around = rng.choice(members, counts.around, replace=len(members) < counts.around)
    jitter = rng.standard_normal((len(around), 2)) * pad.usual_bandwidth
    first = rng.choice(members, counts.between, replace=len(members) < counts.between)
    second = np.array([_neighbour(points, i, rng) for i in first], dtype=np.int64)
    varied = rng.choice(members, counts.siblings, replace=len(members) < counts.siblings)
    outside = _outside(pad, counts.outside, rng)
    anywhere = rng.random((counts.anywhere, 2))
    none = np.full(max(counts.anywhere, len(outside)), -1)
    return {
        "around": Spots(_on_pad(points[around] + jitter), around, around),
        "between": Spots(_on_pad((points[first] + points[second]) / 2), first, second),
        SIBLINGS: Spots(_on_pad(points[varied]), varied, varied),
        "outside": Spots(_on_pad(outside), *2 * [none[: len(outside)]]),
        "anywhere": Spots(_on_pad(anywhere), *2 * [none[: len(anywhere)]]),
    }


@dataclass(frozen=True)
class Counts:
    """Sounds of each kind that are played."""

    of_a_label: int = 16
    """On points of the map, for each label."""

    around: int = 480
    siblings: int = 96
    between: int = 120
    outside: int = 80
    anywhere: int = 120
    rebuilt: int = 300
    graded: int = 32
    """Of the rebuilt ones, those that fingerprint and ODG are taken of: each takes a program's whole run."""

    def scaled(self, factor: float) -> "Counts":
        """Give more or fewer of each."""
        return Counts(**{name: max(4, round(factor * value)) for name, value in vars(self).items()})


def _neighbour(points: NDArray[np.float32], i: int, rng: np.random.Generator) -> int:
    """Draw one of the 8 nearest points that lie elsewhere, or the point itself where all lie on it."""
    distances = np.hypot(*(points - points[i]).T)
    others = np.argsort(distances)
    others = others[distances[others] > 1e-6][:8]
    return int(rng.choice(others)) if len(others) else i


def _outside(pad: InverseMap, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw points of little confidence; fewer where the map leaves hardly any room."""
    found: list[NDArray[np.float64]] = []
    for xy in rng.random((MOST_TRIES, 2)):
        if len(found) == n:
            break
        if pad.place(*xy).confidence < OUTSIDE_CONFIDENCE:
            found.append(xy)
    return np.array(found).reshape(-1, 2)


def _on_pad(xy: NDArray[np.floating]) -> NDArray[np.float32]:
    """Keep points on the pad."""
    clipped: NDArray[np.float32] = np.clip(xy, 0.0, 1.0).astype(np.float32)
    return clipped


def play_spots(voice: Voice, spots: Spots, name: str, cache: Cache, variation: float = 0.0) -> Heards:
    """Play points, or take what an earlier run has heard."""
    pad, rng = voice.synth.inverse_map, np.random.default_rng(zlib.crc32(name.encode()))
    places = [pad.place(float(x), float(y)) for x, y in spots.xy]
    latents = [pad.vary(place, variation, rng) if variation else place.latent for place in places]
    return play_latents(voice, np.array(latents, dtype=np.float32), name, cache)


def play_latents(voice: Voice, latents: NDArray[np.float32], name: str, cache: Cache) -> Heards:
    """Play latents [n, latent_dim], each with a seed of its own."""

    def compute() -> Arrays:
        seeds = np.random.default_rng(zlib.crc32(name.encode())).integers(2**31, size=len(latents))
        with voice.sounds(latents, seeds.tolist()) as sounds:
            bar = tqdm(sounds, name, len(latents), unit="sound", disable=None)
            return gather([_heard(sound) for sound in bar])

    return as_heards(cache.arrays(f"{voice.bundle.digest[:12]}-{name}", compute))


def gather_heard(signals: "list[NDArray[np.float32] | None]") -> Arrays:
    """Hear signals at 44.1 kHz; None is silence."""
    return gather([_heard(signal) for signal in signals])


def _heard(signal: NDArray[np.float32] | None) -> Heard | None:
    """Hear one of them."""
    return None if signal is None or not signal[: EAR.n_samples].any() else hear(signal)


def gather(heards: list[Heard | None]) -> Arrays:
    """Put many sounds into arrays."""
    n = len(heards)
    features = np.zeros((n, EAR.n_bands, EAR.n_frames), dtype=np.uint8)
    descriptors = np.full((n, len(Descriptors._fields)), np.nan)
    for i, heard in enumerate(heards):
        if heard is not None:
            features[i], descriptors[i] = np.round(heard.feature * 255), heard.descriptors
    sounding = np.array([heard is not None for heard in heards], dtype=bool)
    return {"features": features, "descriptors": descriptors, "sounding": sounding}


def as_heards(arrays: Arrays) -> Heards:
    """Name the arrays of a cache."""
    return Heards(arrays["features"], arrays["descriptors"], arrays["sounding"])
