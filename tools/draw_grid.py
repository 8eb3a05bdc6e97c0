"""Draw the map of a bundle and a grid of spectrograms over it: the picture in the guides.

python tools/draw_grid.py BUNDLE docs/grid.png
"""

import argparse
from pathlib import Path

import matplotlib
import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import load_bundle
from latentpad.errors import SilenceError
from latentpad.player.parents import ParentSounds
from latentpad.request import Request
from latentpad.synth.griffin_lim import hann
from latentpad.synth.synth import Synth

matplotlib.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

N = 10
N_FFT, HOP_LENGTH = 1024, 256
SECONDS = 0.6
RANGE_DB = 80.0
ROWS = 96
"""Rows of a spectrogram, logarithmic in frequency from 40 Hz to half the sample rate."""


def log_spectrogram(signal: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """Return a spectrogram [ROWS, n_frames] in decibels below its peak, low frequencies first."""
    n_samples = round(SECONDS * sample_rate)
    padded = np.zeros(n_samples + N_FFT, dtype=np.float32)
    cut = signal[:n_samples]
    padded[N_FFT // 2 : N_FFT // 2 + len(cut)] = cut
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[::HOP_LENGTH]
    power = np.square(np.abs(np.fft.rfft(frames * hann(N_FFT), axis=1))).T
    centres = np.geomspace(40.0, sample_rate / 2, ROWS) / sample_rate * N_FFT
    low = np.clip(np.floor(centres).astype(int), 0, len(power) - 1)
    decibels: NDArray[np.float64] = 10 * np.log10(np.maximum(power[low], power.max() * 1e-12) / power.max())
    return decibels.astype(np.float32)


def main() -> None:
    """Render N x N points and draw each at its place on the map."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    bundle = load_bundle(arguments.bundle)
    synth = Synth(bundle, ParentSounds(bundle))
    rate = bundle.representation.sample_rate
    figure, (left, right) = plt.subplots(1, 2, figsize=(19, 9.4), layout="constrained")
    draw_map(left, bundle.map.points, bundle.map.labels, bundle.labels)
    for row in range(N):
        for column in range(N):
            x, y = (column + 0.5) / N, (row + 0.5) / N
            try:
                image = log_spectrogram(synth.render(Request(x, y)), rate)
            except SilenceError:
                continue
            extent = (column / N + 0.002, (column + 1) / N - 0.002, row / N + 0.002, (row + 1) / N - 0.002)
            right.imshow(image, origin="lower", aspect="auto", extent=extent, vmin=-RANGE_DB, vmax=0, cmap="magma")
    right.set(xlim=(0, 1), ylim=(0, 1), title=f"what the map plays: {SECONDS:g} s, 40 Hz to {rate / 2000:g} kHz")
    figure.savefig(arguments.output, dpi=75)


def draw_map(axes: Axes, points: NDArray[np.float32], labels: NDArray[np.int32], names: tuple[str, ...]) -> None:
    """Draw the points in the colours of their labels, and name the labels with many sounds."""
    counts = np.bincount(labels[labels >= 0], minlength=len(names))
    common = [label for label in np.argsort(-counts)[:14] if counts[label] > 0.01 * len(points)]
    rare = ~np.isin(labels, common)
    axes.scatter(points[rare, 0], points[rare, 1], s=3, color="0.75")
    for i, label in enumerate(common):
        members = points[labels == label]
        colour = plt.get_cmap("tab20")(i)
        axes.scatter(members[:, 0], members[:, 1], s=4, color=colour)
        x, y = np.median(members, axis=0)
        axes.text(x, y, names[label], fontsize=12, weight="bold", ha="center")
    axes.set(xlim=(0, 1), ylim=(0, 1), title=f"{len(points)} sounds on the map")


if __name__ == "__main__":
    main()
