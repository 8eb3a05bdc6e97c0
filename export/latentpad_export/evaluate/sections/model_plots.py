"""Plots of the section on the model."""

from latentpad_export.evaluate.metrics.distributions import Bins
from latentpad_export.evaluate.report.figures import BASELINE, OURS, REAL, new_figure, to_png


def draw_bins(bins: dict[str, Bins]) -> bytes:
    """Draw the share of each set in each bin, with that of the reference (thesis, figure 7.4)."""
    figure = new_figure(10, 1.9 * len(bins))
    grid = figure.subplots(len(bins), 1, squeeze=False, sharex=True)[:, 0]
    colours = [REAL, OURS, OURS, BASELINE, BASELINE]
    for i, (axes, (name, found)) in enumerate(zip(grid, bins.items(), strict=True)):
        order = found.reference.argsort()[::-1]
        axes.bar(range(found.k), found.generated[order], color=colours[min(i, len(colours) - 1)])
        axes.step(range(found.k), found.reference[order], where="mid", color="black", linewidth=1)
        axes.set_title(f"{name}: {found.n_different} of {found.k} differ", loc="left", fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_yticks([])
    grid[-1].set_xlabel("bin; line: real sounds of the training split")
    return to_png(figure)
