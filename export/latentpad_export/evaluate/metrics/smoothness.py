"""Smoothness of the pad: how much the sound changes when the pointer moves a little.

A stroke is a straight line of small steps. The decoder's mean spectrograms are compared; the texture that the server
adds would only be noise here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad.synth.decoder import Decoder
from latentpad.synth.inverse_map import InverseMap
from latentpad_export.evaluate.metrics import estimate
from latentpad_export.evaluate.metrics.bootstrap import mean, median_of_pairs, quantile

STEP = 1 / 192
"""Step as a share of the pad's side: about one pixel of a pad of two hundred."""

N_STROKES = 8
N_STEPS = 96
N_SOUNDS = 40
"""Sounds of the map that are compared with each other, for the typical distance between two."""

AUDIBLE_DB = 60.0
"""A sound is audible down to this far below its loudest band."""

STILL_DB = 0.1
"""Smaller steps count as still: far from any sound the pad hardly changes, and strokes there lower the median."""

MIN_DB = 1e-3
"""Smaller differences are rounding errors; nothing is divided by them."""


class Playable(Protocol):
    """A map whose points can be decoded, such as a `latentpad.synth.synth.Synth`."""

    inverse_map: InverseMap
    decoder: Decoder
    representation: Representation


@dataclass(frozen=True)
class Smoothness:
    """Strokes across a map and the change of the sound along them."""

    strokes: NDArray[np.float64]
    """[n_strokes, n_steps + 1, 2] in [0, 1]²."""

    steps: NDArray[np.float64]
    """[n_strokes, n_steps] decibels between consecutive points."""

    typical: float
    """Median of the decibels between two random sounds of the map."""

    def figures(self) -> dict[str, Any]:
        """Return the figures, in decibels and relative to the typical distance between two sounds of the map."""
        units = np.repeat(np.arange(len(self.steps)), self.steps.shape[1])  # a stroke's steps are not independent
        middle, high = (quantile(self.steps.reshape(-1), share, units) for share in (0.5, 0.95))
        worst = float(self.steps.max())
        stroke, step = np.unravel_index(self.steps.argmax(), self.steps.shape)
        point = self.strokes[stroke, step : step + 2].mean(axis=0)
        return {
            "n_strokes": len(self.strokes),
            "step_of_pad": float(np.linalg.norm(self.strokes[0, 1] - self.strokes[0, 0])),
            "usual_db": self.typical,
            "median_step_db": middle,
            "p95_step_db": high,
            "worst_jump_db": worst,
            "worst_jump_at": point.tolist(),
            "still_share": mean((self.steps < STILL_DB).reshape(-1), units),
            "worst_over_median": ratio(worst, None if middle is None else float(middle)),
            "median_step_of_usual": ratio(middle, self.typical),
            "p95_step_of_usual": ratio(high, self.typical),
            "worst_jump_of_usual": ratio(worst, float(self.typical)),
        }


def ratio(value: float | None, over: float | None) -> float | None:
    """Divide decibels by decibels; None if the divisor is close to 0."""
    return estimate.ratio(value, over, least=MIN_DB)


def audible_db(a: NDArray[np.float32], b: NDArray[np.float32], top_db: float) -> float:
    """Return the mean distance of two features over the bands and frames in which either is audible.

    Parameters
    ----------
    a, b : np.ndarray [shape=(n_bands, n_frames), float32]
        In [0, 1].
    top_db : float
        Decibels from feature value 0 to 1.

    Returns
    -------
    float in decibels; 0 if both are silent
    """
    audible = np.maximum(a, b) > 1 - AUDIBLE_DB / top_db
    return top_db * float(np.abs(a - b)[audible].mean(dtype=np.float64)) if audible.any() else 0.0


def draw_strokes(rng: np.random.Generator, n_strokes: int = N_STROKES, n_steps: int = N_STEPS) -> NDArray[np.float64]:
    """Draw random straight lines that stay on the pad; ``n_steps * STEP`` is at most 1."""
    angle = rng.uniform(0, 2 * np.pi, n_strokes)
    path = n_steps * STEP * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    start = rng.uniform(np.maximum(0, -path), np.minimum(1, 1 - path))
    return np.clip(start[:, None] + np.linspace(0, 1, n_steps + 1)[None, :, None] * path[:, None], 0, 1)


def measure_smoothness(
    played: Playable, seed: int, n_strokes: int = N_STROKES, n_steps: int = N_STEPS, typical: float | None = None
) -> Smoothness:
    """Measure the steps along random strokes, which are the same on every map for the same seed.

    Parameters
    ----------
    played : Playable
    seed : int
    n_strokes, n_steps : int
    typical : float, optional
        Median distance between two sounds of the map, if it is known.
    """
    rng = np.random.default_rng(seed)
    strokes = draw_strokes(rng, n_strokes, n_steps)
    steps = [_steps(played, stroke) for stroke in strokes]
    return Smoothness(strokes, np.array(steps), _typical_distance(played, rng) if typical is None else typical)


def _steps(played: Playable, stroke: NDArray[np.float64]) -> list[float]:
    """Return the decibels of each step along a stroke."""
    steps, previous = [], None
    for x, y in stroke:
        current = played.decoder(played.inverse_map.place(x, y).latent).mean
        if previous is not None:
            steps.append(audible_db(previous, current, played.representation.top_db))
        previous = current
    return steps


def _typical_distance(played: Playable, rng: np.random.Generator) -> float:
    """Return the median distance between pairs of some sounds of the map."""
    latents = played.inverse_map.latents
    chosen = rng.permutation(len(latents))[:N_SOUNDS]
    return typical_distance([played.decoder(latents[i]).mean for i in chosen], played.representation.top_db)


def typical_distance(sounds: Sequence[NDArray[np.float32]], top_db: float) -> float:
    """Return the median distance between pairs of decoded sounds [n_bands, n_frames]."""
    distances = [audible_db(a, b, top_db) for a, b in combinations(sounds, 2)]
    return median_of_pairs(distances, len(sounds)) or 0.0
