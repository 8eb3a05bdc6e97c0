"""Pictures of maps, coloured by label."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad_export.evaluate.report.figures import GREY, bare, label_colours, new_figure, to_png
from latentpad_export.evaluate.subjects.embeddings import Embedding

N_COLOURS = 14
"""Labels that get a colour; with more, nobody could tell them apart."""

LEAST_SHARE = 0.01
"""Of all labelled sounds, below which a label gets no colour."""

N_COLUMNS = 5
OTHERS, NONE = "other labels", "no label"
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Palette:
    """The colours of the most frequent labels, the same for all maps of an evaluation."""

    colours: dict[str, Colour]

    def colour(self, name: str) -> Colour:
        """Give the colour of a label; grey for one that has none."""
        return self.colours.get(name, GREY)


def palette_of(bundles: tuple[Bundle, ...]) -> Palette:
    """Give colours to the labels that are most frequent on all maps together."""
    counts = Counter(name for bundle in bundles for name in label_names(bundle) if name)
    frequent = [name for name, n in counts.most_common(N_COLOURS) if n >= LEAST_SHARE * counts.total()]
    return Palette(label_colours(tuple(sorted(frequent))))


def label_names(bundle: Bundle) -> tuple[str, ...]:
    """Name the label of each sound on a map; "" where it has none."""
    return tuple(bundle.labels[i] if i >= 0 else "" for i in bundle.map.labels)


def draw_embeddings(embeddings: list[Embedding], names: tuple[str, ...], palette: Palette) -> bytes:
    """Draw one small map for each embedding, and a legend in the last place.

    Parameters
    ----------
    embeddings : list of Embedding
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
    places = figure.subplots(n_rows, N_COLUMNS, squeeze=False).ravel()
    for axes, embedding in zip(places, embeddings, strict=False):
        _scatter(axes, embedding.points, names, palette, size=14_000 / (len(names) + 2_000))
        axes.set_title(embedding.setting.title.replace(" ", "\n", 1), fontsize=9)
    for axes in places[len(embeddings) :]:
        bare(axes)
    places[-1].legend(handles=_legend(names, palette), loc="center", frameon=False, ncols=2, fontsize=8)
    return to_png(figure)


def draw_shipped(points: NDArray[np.float32], names: tuple[str, ...], palette: Palette) -> bytes:
    """Draw the map that a bundle ships; arguments and result as in `draw_embeddings`."""
    figure = new_figure(9.0, 7.0)
    axes = figure.subplots()
    _scatter(axes, points, names, palette, size=60_000 / (len(names) + 3_000))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.legend(handles=_legend(names, palette), loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return to_png(figure)


def _scatter(axes: Axes, points: NDArray[np.floating], names: tuple[str, ...], palette: Palette, size: float) -> None:
    """Draw points, grey ones below; the coloured ones mixed, so that no label hides another."""
    grey = np.array([name not in palette.colours for name in names])
    mixed = np.random.default_rng(0).permutation(len(names))
    order = np.concatenate([mixed[grey[mixed]], mixed[~grey[mixed]]])
    xs, ys = points[order].T
    axes.scatter(xs, ys, s=size, c=[palette.colour(names[i]) for i in order], linewidths=0)
    axes.set_aspect("equal")
    bare(axes)


def _legend(names: tuple[str, ...], palette: Palette) -> list[Line2D]:
    """Name the colours that occur."""
    there = set(names)
    entries = {name: colour for name, colour in palette.colours.items() if name in there}
    if there - set(palette.colours) - {""}:
        entries[OTHERS] = GREY
    elif "" in there:
        entries[NONE] = GREY
    return [
        Line2D([], [], linestyle="", marker="o", color=colour, markeredgewidth=0, label=name.replace("_", " "))
        for name, colour in entries.items()
    ]
