"""Measurements of one map: an embedding of latents, or the map of a bundle."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.synth.synth import Synth
from latentpad_export.evaluate.metrics.neighbourhoods import (
    continuity,
    kernel_round_trip,
    knn_accuracy,
    knn_ceiling,
    mean_squared_error,
    relative_error,
    trustworthiness,
)
from latentpad_export.evaluate.metrics.smoothness import Smoothness, audible_db, measure_smoothness, ratio
from latentpad_export.evaluate.subjects.embeddings import Embedding

N_INVERTED = 20
"""Points inverted by umap-learn, which takes about a tenth of a second per point."""

N_DECODED = 100
"""Sounds that are decoded with and without their own point on the map."""

N_RANKED = 2_500
"""Sounds of a bundle's map whose neighbours are ranked; memory grows with the square."""


@dataclass(frozen=True)
class Sounds:
    """Sounds of a map."""

    latents: NDArray[np.float32]
    """[n, d]."""

    labels: NDArray[np.int32]
    """[n] -1 = none."""

    kits: NDArray[np.str_]
    """[n] "" = none, or unknown."""

    def take(self, chosen: NDArray[np.integer]) -> "Sounds":
        """Return some of the sounds."""
        return Sounds(self.latents[chosen], self.labels[chosen], self.kits[chosen])


def sounds_of(bundle: Bundle, kits: dict[str, str]) -> Sounds:
    """Return the sounds of a bundle's map with their kits."""
    sound_kits = np.array([kits.get(str(name), "") for name in bundle.map.names], dtype=np.str_)
    return Sounds(bundle.map.latents, bundle.map.labels, sound_kits)


def draw_some(n: int, at_most: int, seed: int) -> NDArray[np.int64]:
    """Draw `at_most` of n indices, sorted; all of them if there are no more."""
    return np.sort(np.random.default_rng(seed).permutation(n)[:at_most])


def measure_latents(sounds: Sounds) -> dict[str, Any]:
    """Measure the latents themselves, for the bounds that a map's label accuracy lies between."""
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
        "trustworthiness": trustworthiness(sounds.latents, points),
        "continuity": continuity(sounds.latents, points),
        "knn_accuracy": knn_accuracy(points, sounds.labels, sounds.kits),
    }


def measure_errors(latents: NDArray[np.float32], back: NDArray[np.floating], of: NDArray[np.float32]) -> dict[str, Any]:
    """Measure an inverse; `of` are all latents, of which `latents` may be some."""
    middle = of.mean(axis=0, dtype=np.float64)
    error = mean_squared_error(latents, back)
    return {
        "n": len(latents),
        "mse": error if np.isfinite(error) else None,
        "relative": relative_error(latents, back, middle) if np.isfinite(error) else None,
    }


def measure_kernel(points: NDArray[np.floating], latents: NDArray[np.float32]) -> dict[str, Any]:
    """Measure the pad's inverse map at the point of each sound, with and without this sound."""
    on_sound, without = (kernel_round_trip(points, latents, leave_out=leave_out) for leave_out in (False, True))
    return {
        "kernel": measure_errors(latents, on_sound, latents),
        "left_out": measure_errors(latents, without, latents),
    }


def measure_embedding(embedding: Embedding, sounds: Sounds, seed: int) -> dict[str, Any]:
    """Measure one of the thesis's embeddings; umap-learn's inverse is slow, so it gets a few points in one call."""
    inverse, points, latents = None, embedding.points, sounds.latents
    if embedding.inverse is not None:
        n = N_INVERTED if embedding.setting.method == "UMAP" else len(points)
        chosen = draw_some(len(points), n, seed)
        inverse = measure_errors(latents[chosen], embedding.inverse(points[chosen]), latents)
    return {
        "setting": embedding.setting.title,
        **measure_points(points, sounds),
        "inverse": inverse,
        **measure_kernel(points, latents),
    }


def measure_shipped(bundle: Bundle, sounds: Sounds, seed: int) -> tuple[dict[str, Any], Smoothness]:
    """Measure a bundle's map: its points, its inverse, and the decoded spectrograms."""
    points = bundle.map.points
    ranked = draw_some(len(points), N_RANKED, seed)
    synth = Synth(bundle)
    smoothness = measure_smoothness(synth, seed)
    without = kernel_round_trip(points, bundle.map.latents, leave_out=True)
    figures = {
        "n_sounds": len(points),
        "n_ranked": len(ranked),
        **measure_points(points[ranked], sounds.take(ranked)),
        "knn_accuracy": knn_accuracy(points, sounds.labels, sounds.kits),
        "latents": measure_latents(sounds),
        **measure_kernel(points, bundle.map.latents),
        "heard": _measure_decoded(synth, without, smoothness.typical, seed),
        "travel": smoothness.figures(),
    }
    return figures, smoothness


def _measure_decoded(synth: Synth, without: NDArray[np.float32], typical: float, seed: int) -> dict[str, Any]:
    """Compare sounds decoded from their latents with those at their points, with and without the sound on the map."""
    top_db, chosen = synth.representation.top_db, draw_some(len(without), N_DECODED, seed)
    on_sound, left_out = [], []
    for i in chosen:
        sound = synth.decoder(synth.inverse_map.latents[i]).mean
        x, y = synth.inverse_map.points[i]
        on_sound.append(
            audible_db(sound, synth.decoder(synth.inverse_map.place(float(x), float(y)).latent).mean, top_db)
        )
        left_out.append(audible_db(sound, synth.decoder(without[i]).mean, top_db))
    return {
        "n": len(chosen),
        "kernel_db": float(np.mean(on_sound)),
        "left_out_db": float(np.mean(left_out)),
        "left_out_median_db": float(np.median(left_out)),
        "left_out_of_usual": ratio(float(np.median(left_out)), typical),
    }
