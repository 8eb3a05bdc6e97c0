"""Latent grids: what a decoder makes of 10 x 10 points of a map (thesis, figures 7.9 to 7.11 and appendix B)."""

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.synth.synth import Synth
from latentpad_export.evaluate.report.figures import GREY, hide_axes, label_colours, new_figure, to_png
from latentpad_export.research.models.held_out import Spectrograms
from latentpad_export.research.models.players import decode_means

SIDE = 10
GAP = 3
"""Pixels between spectrograms; twice as many between columns."""

DOTS = 6_000
"""Area of all sounds of a map together, in square points; each has 3 to 24."""

SECONDS = 1.0
"""Shown of each sound, as in the thesis."""


def grid_points() -> NDArray[np.float64]:
    """Return the points [100, 2] of the grid, row by row from below, over all of the map."""
    steps = (np.arange(SIDE) + 0.5) / SIDE
    return np.array([(x, y) for y in steps for x in steps])


def decode_grid(bundle: Bundle) -> Spectrograms:
    """Decode the points of the grid; the means alone, without audio."""
    inverse_map = Synth(bundle).inverse_map
    latents = np.stack([inverse_map.place(*point).latent for point in grid_points().tolist()])
    return decode_means(bundle, latents)


def draw_grid(bundle: Bundle, grid: Spectrograms, title: str) -> bytes:
    """Draw a map with the points of the grid, and the spectrograms that the decoder makes of them, as a PNG."""
    representation = bundle.representation
    n_frames = min(grid.shape[2], round(SECONDS * representation.sample_rate / representation.hop_length))
    height, width = representation.n_bands + GAP, n_frames + 2 * GAP
    mosaic = np.full((SIDE * height, SIDE * width), np.nan, dtype=np.float32)
    for number, tile in enumerate(grid):
        row, column = divmod(number, SIDE)
        bottom, left = row * height, column * width
        mosaic[bottom : bottom + height - GAP, left : left + n_frames] = tile[:, :n_frames] / np.float32(255)
    figure = new_figure(13, 6.6)
    figure.suptitle(title)
    left_axes, right_axes = figure.subplots(1, 2)
    for axes in (left_axes, right_axes):
        hide_axes(axes)
    colours = label_colours(bundle.labels)
    own = [colours[bundle.labels[i]] if i >= 0 else GREY for i in bundle.map.labels]
    size = np.clip(DOTS / len(own), 3, 24)
    left_axes.scatter(*bundle.map.points.T, c=own, s=size, linewidths=0)
    left_axes.scatter(*grid_points().T, c="black", marker="x", s=14, linewidths=0.8)
    left_axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    for label, colour in colours.items():
        left_axes.scatter([], [], color=colour, s=14, label=label)
    if colours:
        left_axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=5, fontsize=7, frameon=False)
    right_axes.imshow(mosaic, origin="lower", aspect="auto", cmap="magma", vmin=0, vmax=1, interpolation="nearest")
    return to_png(figure)
