"""Plots of the section on the pad: a grid of points (thesis, figure 7.9), points outside the clusters (figure 8.1)."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.descriptors import COMPARISON, describe
from latentpad_export.evaluate.report.figures import hide_axes, new_figure, to_png
from latentpad_export.evaluate.subjects.renderers import Renderer
from latentpad_export.evaluate.subjects.subject import Subject

SIDE = 10
GAP = 3
"""Pixels between spectrograms; twice as many between columns."""

SHOWN_FRAMES = 172
"""One second, as in the thesis's figures: most sounds are over by then."""


def draw_grid(renderer: Renderer) -> bytes:
    """Draw the spectrograms of 10 x 10 points of the pad at their positions; grey for silence."""
    mosaic = np.full((SIDE * (COMPARISON.n_bands + GAP), SIDE * (SHOWN_FRAMES + 2 * GAP)), np.nan, dtype=np.float32)
    cells = [(row, column) for row in range(SIDE) for column in range(SIDE)]
    places = [renderer.synth.inverse_map.place((column + 0.5) / SIDE, (row + 0.5) / SIDE) for row, column in cells]
    latents, cues = np.stack([place.latent for place in places]), list(map(renderer.synth.cues, places))
    with renderer.render_all(latents, [0] * len(places), cues) as sounds:
        for (row, column), signal in zip(cells, sounds, strict=True):
            if signal is not None:
                bottom, left = row * (COMPARISON.n_bands + GAP), column * (SHOWN_FRAMES + 2 * GAP)
                tile = describe(signal).feature[:, :SHOWN_FRAMES]
                mosaic[bottom : bottom + COMPARISON.n_bands, left : left + SHOWN_FRAMES] = tile
    figure = new_figure(9, 9)
    axes = figure.subplots()
    hide_axes(axes)
    axes.imshow(mosaic, origin="lower", aspect="auto", cmap="magma", vmin=0, vmax=1)
    axes.set_facecolor("0.8")
    return to_png(figure)


def draw_outside(subject: Subject) -> bytes:
    """Draw spectrograms outside the clusters, with their confidence."""
    sounds, points = subject.generated["outside"], subject.points["outside"]
    n = min(12, len(points.xy))
    figure = new_figure(10, 3.6)
    for i, axes in enumerate(figure.subplots(2, 6).flat):
        hide_axes(axes)
        if i >= n:
            continue
        x, y = (float(v) for v in points.xy[i])
        draw_spectrogram(axes, sounds.features[i] / np.float32(255) if sounds.sounding[i] else None)
        place = subject.renderer.synth.inverse_map.place(x, y)
        axes.set_title(f"{x:.2f}, {y:.2f}: {place.confidence:.2f}", fontsize=8)
    return to_png(figure)


def draw_spectrogram(axes: Axes, feature: NDArray[np.float32] | None) -> None:
    """Draw a spectrogram; grey for silence."""
    hide_axes(axes)
    if feature is None:
        axes.set_facecolor("0.8")
        return
    axes.imshow(feature[:, :SHOWN_FRAMES], origin="lower", aspect="auto", cmap="magma", vmin=0, vmax=1)
