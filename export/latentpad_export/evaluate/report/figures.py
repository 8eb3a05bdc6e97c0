"""Plots in one style, without a window or a global figure."""

from io import BytesIO

from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

DPI = 100

PALETTES = ("tab20", "tab20b", "tab20c")
"""Colours of labels, 20 each; the later ones for libraries of many labels."""


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure, in inches, outside pyplot's global state."""
    return Figure(figsize=(width, height), layout="constrained")


def to_png(figure: Figure) -> bytes:
    """Render a figure as the bytes of a PNG."""
    for text in figure.findobj(Text):
        text.set_parse_math(False)  # a dollar sign in a name does not start a formula
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI)
    return buffer.getvalue()


def hide_axes(axes: Axes) -> None:
    """Remove ticks and frame, for maps and spectrograms."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def label_colours(labels: tuple[str, ...]) -> dict[str, tuple[float, float, float]]:
    """Return a colour for each label, the same for the same list of labels; up to 60 of them differ."""
    palette = [colour for name in PALETTES for colour in colormaps[name](range(20))]
    return {label: tuple(palette[i % len(palette)][:3]) for i, label in enumerate(labels)}


GREY = (0.75, 0.75, 0.75)
OURS, BASELINE, REAL = "#3b6ea5", "#d08a3c", "#5a5a5a"
"""Colours of the evaluated bundle, of baselines, and of real sounds."""
