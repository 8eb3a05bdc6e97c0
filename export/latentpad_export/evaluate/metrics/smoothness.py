"""How far the sound moves when the finger moves a little: the continuity of the pad.

A stroke is a straight line of small steps. What is compared is the decoder's mean spectrogram; the texture that the
server adds would be noise here.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from latentpad.synth.synth import Synth
from latentpad_export.evaluate.report.figures import GREY, OURS, bare, new_figure, to_png

STEP = 1 / 192
"""Of the pad's side: a finger's smallest step on a pad of two hundred pixels."""

N_STROKES = 8
N_STEPS = 96
N_SOUNDS = 40
"""Sounds of the map of which each is compared with each, for what is usual between two."""

AUDIBLE = 0.25
"""Of a feature: three quarters of the representation's decibels below the loudest band."""

STILL_DB = 0.1
"""A step below counts as none: far from any sound the pad hardly changes, and strokes there flatter the median."""

LEAST_DB = 1e-3
"""Differences below are rounding; nothing is divided by them."""


@dataclass(frozen=True)
class Travel:
    """Strokes across a map and how the sound moves along them."""

    strokes: NDArray[np.float64]
    """[n_strokes, n_steps + 1, 2] in [0, 1]²."""

    steps: NDArray[np.float64]
    """[n_strokes, n_steps] decibels between neighbours."""

    usual: float
    """Median of the decibels between two sounds of the map, drawn by chance."""

    def figures(self) -> dict[str, Any]:
        """Give the measures, in decibels and as a share of what lies between two sounds of the map."""
        median, high, worst = (float(np.quantile(self.steps, share)) for share in (0.5, 0.95, 1.0))
        stroke, step = np.unravel_index(self.steps.argmax(), self.steps.shape)
        place = self.strokes[stroke, step : step + 2].mean(axis=0)
        return {
            "step_of_pad": float(np.linalg.norm(self.strokes[0, 1] - self.strokes[0, 0])),
            "usual_db": self.usual,
            "median_step_db": median,
            "p95_step_db": high,
            "worst_jump_db": worst,
            "worst_jump_at": place.tolist(),
            "still_share": float(np.mean(self.steps < STILL_DB)),
            "worst_over_median": ratio(worst, median),
            "median_step_of_usual": ratio(median, self.usual),
            "p95_step_of_usual": ratio(high, self.usual),
            "worst_jump_of_usual": ratio(worst, self.usual),
        }


def ratio(value: float, over: float) -> float | None:
    """Divide decibels by decibels; None by next to nothing."""
    return value / over if over > LEAST_DB else None


def audible_db(a: NDArray[np.float32], b: NDArray[np.float32], top_db: float) -> float:
    """Give the mean distance of two features over the bands and frames in which either is audible.

    Parameters
    ----------
    a, b : np.ndarray [shape=(n_bands, n_frames), float32]
        In [0, 1].
    top_db : float
        Decibels between 0 and 1.

    Returns
    -------
    float in decibels; 0 where both are silent
    """
    audible = np.maximum(a, b) > AUDIBLE
    return top_db * float(np.abs(a - b)[audible].mean(dtype=np.float64)) if audible.any() else 0.0


def draw_strokes(rng: np.random.Generator, n_strokes: int = N_STROKES, n_steps: int = N_STEPS) -> NDArray[np.float64]:
    """Draw straight lines in any direction that stay on the pad; ``n_steps * STEP`` is at most 1."""
    angle = rng.uniform(0, 2 * np.pi, n_strokes)
    way = n_steps * STEP * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    start = rng.uniform(np.maximum(0, -way), np.minimum(1, 1 - way))
    return np.clip(start[:, None] + np.linspace(0, 1, n_steps + 1)[None, :, None] * way[:, None], 0, 1)


def measure_travel(synth: Synth, seed: int, n_strokes: int = N_STROKES, n_steps: int = N_STEPS) -> Travel:
    """Move along seeded strokes; the same seed gives every map the same ones."""
    rng = np.random.default_rng(seed)
    strokes = draw_strokes(rng, n_strokes, n_steps)
    steps = [_along(synth, stroke) for stroke in strokes]
    return Travel(strokes, np.array(steps), _usual(synth, rng))


def _along(synth: Synth, stroke: NDArray[np.float64]) -> list[float]:
    """Give the decibels of each step of a stroke."""
    steps, before = [], None
    for x, y in stroke:
        now = synth.decoder(synth.inverse_map.place(x, y).latent).mean
        if before is not None:
            steps.append(audible_db(before, now, synth.representation.top_db))
        before = now
    return steps


def _usual(synth: Synth, rng: np.random.Generator) -> float:
    """Compare some sounds of the map, each with each."""
    latents = synth.inverse_map.latents
    chosen = rng.permutation(len(latents))[:N_SOUNDS]
    sounds = [synth.decoder(latents[i]).mean for i in chosen]
    apart = [audible_db(a, b, synth.representation.top_db) for i, a in enumerate(sounds) for b in sounds[i + 1 :]]
    return float(np.median(apart)) if apart else 0.0


def draw_travel(travels: dict[str, tuple[Travel, NDArray[np.float32]]]) -> bytes:
    """Draw a row for each map: its points with the strokes on it, and the size of the steps along them.

    Parameters
    ----------
    travels : dict
        Of a title to its travel and the map's points ``[n, 2]``.

    Returns
    -------
    bytes
        A PNG.
    """
    figure = new_figure(11.0, 3.8 * len(travels))
    highest = max(max(travel.steps.max(), travel.usual) for travel, _ in travels.values())
    rows = figure.subplots(len(travels), 2, squeeze=False, width_ratios=(1, 2))
    for (title, (travel, points)), (left, right) in zip(travels.items(), rows, strict=True):
        _draw_map(left, travel, points, highest)
        left.set_title(title)
        _draw_steps(right, travel)
        right.set_ylim(0, 1.05 * max(highest, LEAST_DB))
    return to_png(figure)


def _draw_map(axes: Axes, travel: Travel, points: NDArray[np.float32], highest: float) -> None:
    """Draw the strokes on the map, the bigger the step the darker."""
    axes.scatter(points[:, 0], points[:, 1], s=2, color=GREY, linewidths=0)
    xs, ys = ((travel.strokes[:, 1:] + travel.strokes[:, :-1]) / 2).reshape(-1, 2).T
    axes.scatter(xs, ys, s=7, c=travel.steps.ravel(), cmap="viridis_r", vmin=0, vmax=highest)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_aspect("equal")
    bare(axes)


def _draw_steps(axes: Axes, travel: Travel) -> None:
    """Draw the steps of each stroke, one line a stroke."""
    way = np.arange(1, travel.steps.shape[1] + 1) * STEP
    axes.plot(way, travel.steps.T, color=OURS, linewidth=0.9, alpha=0.6)
    axes.axhline(float(np.median(travel.steps)), color="black", linewidth=1.2, label="median step")
    axes.axhline(travel.usual, color="black", linestyle="--", linewidth=1.2, label="between two sounds of the map")
    axes.set_xlabel("way of the finger, in sides of the pad")
    axes.set_ylabel(f"dB for each 1/{round(1 / STEP)} of the pad")
    axes.set_xlim(0, float(way[-1]))
    axes.legend(loc="upper right", frameon=False)
