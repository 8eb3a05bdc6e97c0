"""What is measured of one map: of an embedding of latents, or of the map that a bundle ships."""

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
from latentpad_export.evaluate.metrics.smoothness import Travel, audible_db, measure_travel, ratio
from latentpad_export.evaluate.subjects.embeddings import Embedding

N_INVERTED = 20
"""Points that umap-learn takes back; it needs about a tenth of a second for each."""

N_DECODED = 100
"""Sounds that are decoded with and without being on the map."""

N_RANKED = 2_500
"""Sounds of a shipped map whose neighbours are ranked; the ranks take memory by their square."""


@dataclass(frozen=True)
class Sounds:
    """Sounds of a library, as far as a map knows them."""

    latents: NDArray[np.float32]
    """[n, d]."""

    labels: NDArray[np.int32]
    """[n] -1 = none."""

    kits: NDArray[np.str_]
    """[n] "" = none, or not known."""

    def take(self, chosen: NDArray[np.integer]) -> "Sounds":
        """Take some of them."""
        return Sounds(self.latents[chosen], self.labels[chosen], self.kits[chosen])


def sounds_of(bundle: Bundle, kits: dict[str, str]) -> Sounds:
    """Look up the kits of a bundle's sounds."""
    found = np.array([kits.get(str(name), "") for name in bundle.map.names], dtype=np.str_)
    return Sounds(bundle.map.latents, bundle.map.labels, found)


def draw_some(n: int, at_most: int, seed: int) -> NDArray[np.int64]:
    """Draw sounds, in their order; all of them where there are no more."""
    return np.sort(np.random.default_rng(seed).permutation(n)[:at_most])


def measure_latents(sounds: Sounds) -> dict[str, Any]:
    """Measure what no map can be better than, and what any can."""
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
    """Measure which neighbourhoods points keep."""
    return {
        "trustworthiness": trustworthiness(sounds.latents, points),
        "continuity": continuity(sounds.latents, points),
        "knn_accuracy": knn_accuracy(points, sounds.labels, sounds.kits),
    }


def measure_errors(latents: NDArray[np.float32], back: NDArray[np.floating], of: NDArray[np.float32]) -> dict[str, Any]:
    """Measure a way back; `of` are all latents, where only some were taken back."""
    middle = of.mean(axis=0, dtype=np.float64)
    error = mean_squared_error(latents, back)
    return {
        "n": len(latents),
        "mse": error if np.isfinite(error) else None,
        "relative": relative_error(latents, back, middle) if np.isfinite(error) else None,
    }


def measure_kernel(points: NDArray[np.floating], latents: NDArray[np.float32]) -> dict[str, Any]:
    """Measure the pad's way back, on each sound and with this sound left out."""
    there, without = (kernel_round_trip(points, latents, leave_out=leave_out) for leave_out in (False, True))
    return {
        "kernel": measure_errors(latents, there, latents),
        "left_out": measure_errors(latents, without, latents),
    }


def measure_embedding(embedding: Embedding, sounds: Sounds, seed: int) -> dict[str, Any]:
    """Measure one of the thesis's ways; umap-learn's inverse on a few points, in one call, as it is slow."""
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


def measure_shipped(bundle: Bundle, sounds: Sounds, seed: int) -> tuple[dict[str, Any], Travel]:
    """Measure the map that a bundle ships: as points, as a way back, and as what is heard."""
    points = bundle.map.points
    ranked = draw_some(len(points), N_RANKED, seed)
    synth = Synth(bundle)
    travel = measure_travel(synth, seed)
    without = kernel_round_trip(points, bundle.map.latents, leave_out=True)
    figures = {
        "n_sounds": len(points),
        "n_ranked": len(ranked),
        **measure_points(points[ranked], sounds.take(ranked)),
        "knn_accuracy": knn_accuracy(points, sounds.labels, sounds.kits),
        "latents": measure_latents(sounds),
        **measure_kernel(points, bundle.map.latents),
        "heard": _hear(synth, without, travel.usual, seed),
        "travel": travel.figures(),
    }
    return figures, travel


def _hear(synth: Synth, without: NDArray[np.float32], usual: float, seed: int) -> dict[str, Any]:
    """Decode some sounds from their latents, from their points, and from their points with themselves left out."""
    top_db, chosen = synth.representation.top_db, draw_some(len(without), N_DECODED, seed)
    there, gone = [], []
    for i in chosen:
        sound = synth.decoder(synth.inverse_map.latents[i]).mean
        x, y = synth.inverse_map.points[i]
        there.append(audible_db(sound, synth.decoder(synth.inverse_map.place(float(x), float(y)).latent).mean, top_db))
        gone.append(audible_db(sound, synth.decoder(without[i]).mean, top_db))
    return {
        "n": len(chosen),
        "kernel_db": float(np.mean(there)),
        "left_out_db": float(np.mean(gone)),
        "left_out_median_db": float(np.median(gone)),
        "left_out_of_usual": ratio(float(np.median(gone)), usual),
    }
