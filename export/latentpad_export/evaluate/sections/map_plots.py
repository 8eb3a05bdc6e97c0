"""Plots of maps coloured by label, and of strokes across them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad_export.evaluate.metrics.smoothness import MIN_DB, STEP, Smoothness
from latentpad_export.evaluate.report.figures import GREY, OURS, hide_axes, label_colours, new_figure, to_png
from latentpad_export.evaluate.sections.map_embeddings import Laid

N_COLOURS = 14
"""Labels that get a colour; more could not be told apart."""

MIN_SHARE = 0.01
"""Share of all labelled sounds below which a label gets no colour."""

N_COLUMNS = 5

TITLE_WIDTH = 30
"""Characters of a line above a small map."""

OTHERS, NONE = "other labels", "no label"
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Palette:
    """The colours of the most frequent labels, the same for all maps of an evaluation."""

    colours: dict[str, Colour]

    def colour(self, name: str) -> Colour:
        """Return the colour of a label; grey if it has none."""
        return self.colours.get(name, GREY)


def palette_of(bundles: tuple[Bundle, ...]) -> Palette:
    """Assign colours to the labels that are most frequent on all maps together."""
    counts = Counter(name for bundle in bundles for name in label_names(bundle) if name)
    frequent = [name for name, n in counts.most_common(N_COLOURS) if n >= MIN_SHARE * counts.total()]
    return Palette(label_colours(tuple(sorted(frequent))))


def label_names(bundle: Bundle) -> tuple[str, ...]:
    """Return the label of each sound on a map; "" if it has none."""
    return tuple(bundle.labels[i] if i >= 0 else "" for i in bundle.map.labels)


def draw_embeddings(embeddings: Sequence[Laid], names: tuple[str, ...], palette: Palette) -> bytes:
    """Draw one small map per embedding, with a legend in the last cell.

    Parameters
    ----------
    embeddings : sequence of Laid
    names : tuple of str
        Label of each sound.
    palette : Palette

    Returns
    -------
    bytes
        A PNG.
    """
    n_rows = -(-(len(embeddings) + 1) // N_COLUMNS)
    figure = new_figure(13.0, 2.75 * n_rows)
    grid = figure.subplots(n_rows, N_COLUMNS, squeeze=False).ravel()
    for axes, embedding in zip(grid, embeddings, strict=False):
        _scatter(axes, embedding.points, names, palette, size=14_000 / (len(names) + 2_000))
        axes.set_title(f"{embedding.setting.method}\n{fill(embedding.setting.settings, TITLE_WIDTH)}", fontsize=9)
    for axes in grid[len(embeddings) :]:
        hide_axes(axes)
    grid[-1].legend(handles=_legend(names, palette), loc="center", frameon=False, ncols=2, fontsize=8)
    return to_png(figure)


def draw_shipped(points: NDArray[np.float32], names: tuple[str, ...], palette: Palette) -> bytes:
    """Draw the map of a bundle; arguments and result as in `draw_embeddings`."""
    figure = new_figure(9.0, 7.0)
    axes = figure.subplots()
    _scatter(axes, points, names, palette, size=60_000 / (len(names) + 3_000))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.legend(handles=_legend(names, palette), loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return to_png(figure)


def _scatter(axes: Axes, points: NDArray[np.floating], names: tuple[str, ...], palette: Palette, size: float) -> None:
    """Draw points, grey ones first; coloured ones in random order, so that no label hides another."""
    grey = np.array([name not in palette.colours for name in names])
    shuffled = np.random.default_rng(0).permutation(len(names))
    order = np.concatenate([shuffled[grey[shuffled]], shuffled[~grey[shuffled]]])
    xs, ys = points[order].T
    axes.scatter(xs, ys, s=size, c=[palette.colour(names[i]) for i in order], linewidths=0)
    axes.set_aspect("equal")
    hide_axes(axes)


def _legend(names: tuple[str, ...], palette: Palette) -> list[Line2D]:
    """Return a legend entry for each colour that occurs."""
    present = set(names)
    entries = {name: colour for name, colour in palette.colours.items() if name in present}
    if present - set(palette.colours) - {""}:
        entries[OTHERS] = GREY
    elif "" in present:
        entries[NONE] = GREY
    return [
        Line2D([], [], linestyle="", marker="o", color=colour, markeredgewidth=0, label=name.replace("_", " "))
        for name, colour in entries.items()
    ]


def draw_smoothness(maps: dict[str, tuple[Smoothness, NDArray[np.float32]]]) -> bytes:
    """Draw one row per map: its points with the strokes on it, and the size of the steps along them.

    Parameters
    ----------
    maps : dict
        From a title to the smoothness and the map's points ``[n, 2]``.

    Returns
    -------
    bytes
        A PNG.
    """
    figure = new_figure(11.0, 3.8 * len(maps))
    highest = max(max(smoothness.steps.max(), smoothness.typical) for smoothness, _ in maps.values())
    rows = figure.subplots(len(maps), 2, squeeze=False, width_ratios=(1, 2))
    for (title, (smoothness, points)), (left, right) in zip(maps.items(), rows, strict=True):
        _draw_strokes(left, smoothness, points, highest)
        left.set_title(title)
        _draw_steps(right, smoothness)
        right.set_ylim(0, 1.05 * max(highest, MIN_DB))
    return to_png(figure)


def _draw_strokes(axes: Axes, smoothness: Smoothness, points: NDArray[np.float32], highest: float) -> None:
    """Draw the strokes on the map: the larger the step, the darker."""
    axes.scatter(points[:, 0], points[:, 1], s=2, color=GREY, linewidths=0)
    xs, ys = ((smoothness.strokes[:, 1:] + smoothness.strokes[:, :-1]) / 2).reshape(-1, 2).T
    axes.scatter(xs, ys, s=7, c=smoothness.steps.ravel(), cmap="viridis_r", vmin=0, vmax=highest)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_aspect("equal")
    hide_axes(axes)


def _draw_steps(axes: Axes, smoothness: Smoothness) -> None:
    """Draw the steps as one line per stroke."""
    distance = np.arange(1, smoothness.steps.shape[1] + 1) * STEP
    axes.plot(distance, smoothness.steps.T, color=OURS, linewidth=0.9, alpha=0.6)
    axes.axhline(float(np.median(smoothness.steps)), color="black", linewidth=1.2, label="median step")
    axes.axhline(
        smoothness.typical, color="black", linestyle="--", linewidth=1.2, label="between two sounds of the map"
    )
    axes.set_xlabel("distance along the stroke, in widths of the pad")
    axes.set_ylabel(f"dB per 1/{round(1 / STEP)} of the pad")
    axes.set_xlim(0, float(distance[-1]))
    axes.legend(loc="upper right", frameon=False)
