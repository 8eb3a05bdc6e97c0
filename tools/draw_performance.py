"""Draw the results of a benchmark run: the stages of a render, and how its cost grows.

latentpad bench --json > bench.json && python tools/draw_performance.py bench.json docs/performance.png
"""

import argparse
import json
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt

BLUE, ORANGE = "#0072b2", "#e69f00"
AXES = {
    "seconds of sound": "seconds of sound at 44.1 kHz",
    "sample rate": "sample rate of two seconds of sound, kHz",
    "sounds on the map": "sounds on the map",
}
TITLES = {
    "seconds of sound": "Phase reconstruction, by length",
    "sample rate": "Phase reconstruction, by sample rate",
    "sounds on the map": "Inverse map, by size of the library",
}


def draw(results: dict[str, Any], path: Path) -> None:
    """Draw the stages as bars, and each growth as a curve."""
    figure, axes = plt.subplots(2, 2, figsize=(10, 6.4), layout="constrained")
    stages = {name: times for name, times in results["stages"].items() if not name.startswith("(")}
    names = list(stages)[::-1]
    bars = axes[0, 0]
    bars.barh(names, [stages[name]["p99"] for name in names], color=ORANGE, label="99th percentile")
    bars.barh(names, [stages[name]["p50"] for name in names], color=BLUE, height=0.5, label="median")
    bars.set_title("From point to file", loc="left")
    bars.set_xlabel("milliseconds")
    bars.legend(frameon=False)
    for axis, (name, points) in zip(axes.flat[1:], sorted(results["growth"].items()), strict=True):
        sizes, milliseconds = zip(*points, strict=True)
        axis.loglog(sizes, milliseconds, "o-", color=BLUE)
        for size, value in points:
            axis.annotate(f"{value:.2g} ms", (size, value), textcoords="offset points", xytext=(6, -12), fontsize=8)
        axis.set_title(TITLES[name], loc="left")
        axis.set_xlabel(AXES[name])
        axis.set_ylim(min(milliseconds) / 3, max(milliseconds) * 3)
        axis.set_xlim(min(sizes) / 1.3, max(sizes) * 1.7)
        axis.set_xticks(sizes, [f"{size / 1000:g}" if name == "sample rate" else f"{size:,g}" for size in sizes])
        axis.set_yticks([])
        axis.minorticks_off()
        axis.spines["left"].set_visible(False)
    for axis in axes.flat:
        axis.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110)


def main() -> None:
    """Read the command line and draw."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("json", type=Path)
    parser.add_argument("picture", type=Path)
    arguments = parser.parse_args()
    draw(json.loads(arguments.json.read_text(encoding="utf-8")), arguments.picture)


if __name__ == "__main__":
    main()
