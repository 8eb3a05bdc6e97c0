"""Measurements of one map: an embedding of latents, or the map of a bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad_export.evaluate.metrics.bootstrap import Units, mean, median, units_of
from latentpad_export.evaluate.metrics.neighbourhoods import (
    continuity,
    knn_accuracy,
    knn_ceiling,
    mean_squared_error,
    relative_error,
    trustworthiness,
)
from latentpad_export.evaluate.metrics.novelty import flat, near_duplicate_share
from latentpad_export.evaluate.metrics.smoothness import (
    N_SOUNDS as N_TYPICAL,
)
from latentpad_export.evaluate.metrics.smoothness import (
    N_STROKES,
    Smoothness,
    audible_db,
    measure_smoothness,
    ratio,
    typical_distance,
)
from latentpad_export.evaluate.subjects.decoded_map import DecodedMap, comparison_feature

N_INVERTED = 20
"""Points inverted by umap-learn, which takes about a tenth of a second per point."""

N_RANKED = 2_500
"""Sounds of a bundle's map that are measured by their neighbours; memory grows with the square."""


@dataclass(frozen=True)
class Effort:
    """How much of each map is decoded: most of the cost of measuring it."""

    n_strokes: int = N_STROKES
    n_points: int = 200
    """Random points, among which near twins are counted."""

    n_decoded: int = 100
    """Sounds that are compared with what their points play."""

    def scaled(self, factor: float) -> "Effort":
        """Return the numbers times a factor, but not too few for a figure."""
        return Effort(
            max(2, round(factor * self.n_strokes)),
            max(20, round(factor * self.n_points)),
            max(20, round(factor * self.n_decoded)),
        )


@dataclass(frozen=True)
class Sounds:
    """Sounds of a map."""

    latents: NDArray[np.float32]
    """[n, d]."""

    labels: NDArray[np.int32]
    """[n] -1 = none."""

    kits: NDArray[np.str_]
    """[n] "" = none, or unknown."""

    @property
    def units(self) -> Units:
        """[n] number of the kit of each; a sound without one is a unit by itself."""
        return units_of(self.kits)

    def take(self, chosen: NDArray[np.integer]) -> "Sounds":
        """Return some of the sounds."""
        return Sounds(self.latents[chosen], self.labels[chosen], self.kits[chosen])


def sounds_of(bundle: Bundle, kits: Mapping[str, str]) -> Sounds:
    """Return the sounds of a bundle's map with their kits."""
    sound_kits = np.array([kits.get(str(name), "") for name in bundle.map.names], dtype=np.str_)
    return Sounds(bundle.map.latents, bundle.map.labels, sound_kits)


def draw_some(n: int, at_most: int, seed: int) -> NDArray[np.int64]:
    """Draw `at_most` of n indices, sorted; all of them if there are no more."""
    return np.sort(np.random.default_rng(seed).permutation(n)[:at_most])


def measure_latents(sounds: Sounds) -> dict[str, Any]:
    """Measure the latents themselves: bounds of the label accuracy, and their range."""
    known = sounds.labels[sounds.labels >= 0]
    return {
        "knn_accuracy": knn_accuracy(sounds.latents, sounds.labels, sounds.kits),
        "knn_ceiling": knn_ceiling(sounds.labels, sounds.kits),
        "most_frequent_label": float(np.bincount(known).max() / len(known)) if len(known) else None,
        "mean": float(sounds.latents.mean(dtype=np.float64)),
        "min": float(sounds.latents.min()),
        "max": float(sounds.latents.max()),
    }


def measure_points(points: NDArray[np.floating], sounds: Sounds) -> dict[str, Any]:
    """Measure how well points preserve neighbourhoods."""
    return {
        "trustworthiness": trustworthiness(sounds.latents, points, units=sounds.units),
        "continuity": continuity(sounds.latents, points, units=sounds.units),
        "knn_accuracy": knn_accuracy(points, sounds.labels, sounds.kits),
    }


def measure_errors(
    latents: NDArray[np.float32], back: NDArray[np.floating], of: NDArray[np.float32], units: Units
) -> dict[str, Any]:
    """Measure an inverse; `of` are all latents, of which `latents`, of some units [n], may be some."""
    middle = of.mean(axis=0, dtype=np.float64)
    error = mean_squared_error(latents, back, units)
    return {
        "n": len(latents),
        "mse": error if np.isfinite(error) else None,
        "relative": relative_error(latents, back, middle, units) if np.isfinite(error) else None,
    }


def measure_played(
    played: DecodedMap, rows: NDArray[np.int64], units: Units, effort: Effort, seed: int
) -> tuple[dict[str, Any], Smoothness]:
    """Measure what the pad plays on a map: what comes back at the points of sounds, near twins, and walks.

    Parameters
    ----------
    played : DecodedMap
    rows : np.ndarray [shape=(k,)]
        Sounds whose latents are compared; some of them are decoded as well.
    units : np.ndarray [shape=(n,)]
        Number of the kit, or other unit, of each sound of the map.
    effort : Effort
    seed : int
        Of the points, the strokes and the choice of sounds, which are the same on every map of the same sounds.
    """
    latents = played.layout.latents
    on_sound, left_out = played.latents_on(rows), played.latents_left_out(rows)
    pairs = [played.sound(int(row)) for row in draw_some(len(latents), N_TYPICAL, seed)]
    typical = typical_distance(pairs, played.representation.top_db)
    smoothness = measure_smoothness(played, seed, effort.n_strokes, typical=typical)
    some = draw_some(len(rows), effort.n_decoded, seed)
    on_db = decoded_distances(played, rows[some], on_sound[some])
    left_out_db = decoded_distances(played, rows[some], left_out[some])
    own = units[rows[some]]
    median_db = median(left_out_db, own)
    figures = {
        "kernel": measure_errors(latents[rows], on_sound, latents, units[rows]),
        "left_out": measure_errors(latents[rows], left_out, latents, units[rows]),
        "heard": {
            "n": len(some),
            "kernel_db": mean(on_db, own),
            "left_out_db": mean(left_out_db, own),
            "left_out_median_db": median_db,
            "left_out_of_usual": ratio(median_db, smoothness.typical),
        },
        "twins": measure_twins(played, effort.n_points, seed),
        "travel": smoothness.figures(),
    }
    return figures, smoothness


def measure_twins(played: DecodedMap, n: int, seed: int) -> dict[str, Any]:
    """Return the share of random points of a map that play a near twin of another one."""
    points = played.draw_points(n, np.random.default_rng(seed))
    return {
        "n": n,
        "share": near_duplicate_share(flat(np.stack([played.feature_at(float(x), float(y)) for x, y in points]))),
    }


def measure_sound_twins(played: DecodedMap, n: int, seed: int) -> dict[str, Any]:
    """Return the share of some sounds that are near twins of another one, decoded from their own latents."""
    rows = draw_some(len(played.layout.latents), n, seed)
    features = [comparison_feature(played.sound(int(row)), played.representation.top_db) for row in rows]
    return {"n": len(rows), "share": near_duplicate_share(flat(np.stack(features)))}


def decoded_distances(played: DecodedMap, rows: NDArray[np.int64], back: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the decibels [k] between what sounds of the map and their recovered latents [k, d] are decoded to."""
    found = []
    for row, latent in zip(rows.tolist(), back, strict=True):
        same = np.array_equal(latent, played.layout.latents[row])
        sound = played.sound(row)
        found.append(audible_db(sound, sound if same else played.mean(latent), played.representation.top_db))
    return np.array(found, dtype=np.float64)


def measure_shipped(
    bundle: Bundle, played: DecodedMap, sounds: Sounds, effort: Effort, seed: int
) -> tuple[dict[str, Any], Smoothness]:
    """Measure all of a bundle's map: its points, its inverse, and the decoded spectrograms."""
    points = bundle.map.points
    ranked = draw_some(len(points), N_RANKED, seed)
    heard, smoothness = measure_played(played, ranked, sounds.units, effort, seed)
    figures = {
        "n_sounds": len(points),
        "n_ranked": len(ranked),
        **measure_points(points[ranked], sounds.take(ranked)),
        "knn_accuracy": knn_accuracy(points, sounds.labels, sounds.kits),
        "latents": measure_latents(sounds),
        **heard,
    }
    return figures, smoothness
