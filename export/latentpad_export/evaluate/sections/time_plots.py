"""Plots of the section on texture and time."""

import numpy as np
from matplotlib.ticker import NullFormatter

from latentpad_export.evaluate.metrics.descriptors import Descriptors
from latentpad_export.evaluate.report.figures import BASELINE, OURS, REAL, new_figure, to_png
from latentpad_export.evaluate.subjects.subject import Subject

UNITS = {"texture": "dB", "attack": "s", "pre_echo": "dB", "decay": "s", "duration": "s", "centroid": "Hz"}
LOGARITHMIC = {"attack", "decay", "duration", "centroid"}


def draw_descriptors(subjects: tuple[Subject, ...]) -> bytes:
    """Draw the distribution of each descriptor: real sounds, then each bundle."""
    sets = [("real", REAL, subjects[0].on.real)]
    sets += [(subject.name, OURS if i == 0 else BASELINE, subject.on.generated) for i, subject in enumerate(subjects)]
    figure = new_figure(10, 6)
    for i, (axes, name) in enumerate(zip(figure.subplots(2, 3).flat, Descriptors._fields, strict=True)):
        values = [sounds.column(name)[np.isfinite(sounds.column(name))] for _, _, sounds in sets]
        values = [np.maximum(v, 1e-3) if name in LOGARITHMIC else v for v in values]
        boxes = axes.boxplot(values, orientation="horizontal", showfliers=False, patch_artist=True, widths=0.6)
        for patch, (_, colour, _) in zip(boxes["boxes"], sets, strict=True):
            patch.set_facecolor(colour)
        axes.set_yticks(range(1, len(sets) + 1), [label if i % 3 == 0 else "" for label, _, _ in sets])
        axes.set_title(f"{name.replace('_', ' ')} ({UNITS[name]})", loc="left", fontsize=10)
        axes.spines[["top", "right"]].set_visible(False)
        axes.invert_yaxis()
        if name in LOGARITHMIC:
            axes.set_xscale("log")
            axes.xaxis.set_major_formatter("{x:g}")  # powers of ten would need math text, which to_png switches off
            axes.xaxis.set_minor_formatter(NullFormatter())
    return to_png(figure)
