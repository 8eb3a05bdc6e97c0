"""Do points on top of a label sound like that label? Centroid, nearest real sounds, texture and length, per label.

    python tools/measure_labels.py BUNDLE LIBRARY [LIBRARY ...]

The libraries must be those of the bundle, in the same order, so that names match. For every label with more than 100
sounds on the map, points of its sounds are rendered and compared with the real sounds there. "agreement" is how often
most of the 5 nearest real sounds (log spectrogram in Bark bands, its own sound left out) have the label; beside it
stands the same for the real sounds themselves, which is as much as can be had.
"""

import argparse
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle import Bundle, load_bundle
from latentpad.request import Request
from latentpad.synth import Synth
from latentpad_export.features import log_magnitude
from latentpad_export.gathering import extract_features, gather

FEWEST = 100
N_RENDERED = 40
N_NEAREST = 5
POOL_FRAMES = 8

BARK_EDGES = (
    *(0, 100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720),
    *(2000, 2320, 2700, 3150, 3700, 4400, 5300, 6400, 7700, 9500, 12000, 15500),
)
"""Hertz; Zwicker, "Subdivision of the Audible Frequency Range into Critical Bands", 1961."""

AUDIBLE = 0.25


class Measured(NamedTuple):
    """Figures of one sound."""

    smooth: NDArray[np.float32]
    centroid: float
    """Hertz, of the power."""
    texture: float
    """Mean change of an audible band from frame to frame, as a share of the range."""
    seconds: float
    """Until the last frame within 60 dB."""


def measure(feature: NDArray[np.float32], bundle: Bundle) -> Measured:
    """Measure a feature [n_bands, n_frames]."""
    shape = bundle.representation
    hertz = bundle.analysis @ np.arange(shape.n_bins) * shape.sample_rate / shape.n_fft
    group = np.searchsorted(np.array(BARK_EDGES), hertz, side="right")
    frames = feature.shape[1] // POOL_FRAMES * POOL_FRAMES
    pooled = feature[:, :frames].reshape(len(feature), -1, POOL_FRAMES).mean(axis=2)
    smooth = np.stack([pooled[group == g].mean(axis=0) for g in np.unique(group)]).ravel()
    power = 10 ** ((feature - 1) * shape.top_db / 10) * (feature > 0)
    width = bundle.analysis.astype(bool).sum(axis=1)  # a band holds the mean power of its bins
    spectrum = power.sum(axis=1) * width
    centroid = float((hertz * spectrum).sum() / spectrum.sum())
    heard = (feature[:, 1:] > AUDIBLE) & (feature[:, :-1] > AUDIBLE)
    texture = float(np.abs(np.diff(feature, axis=1))[heard].mean()) if heard.any() else float("nan")
    last = np.flatnonzero((feature > AUDIBLE).any(axis=0))[-1] + 1
    return Measured(smooth, centroid, texture, float(last * shape.hop_length / shape.sample_rate))


def agreement(
    queries: NDArray[np.float32],
    own: NDArray[np.int64],
    label: int,
    real: NDArray[np.float32],
    labels: NDArray[np.int32],
) -> float:
    """Share of the queries whose nearest real sounds mostly have the label."""
    hits = 0
    for query, left_out in zip(queries, own, strict=True):
        distance = np.abs(real - query).sum(axis=1)
        distance[left_out] = np.inf
        nearest = labels[np.argsort(distance)[:N_NEAREST]]
        hits += int(np.bincount(nearest + 1).argmax() - 1 == label)
    return hits / len(queries)


def main() -> None:
    """Print a row a label."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("libraries", type=Path, nargs="+")
    arguments = parser.parse_args()
    bundle = load_bundle(arguments.bundle)
    synth, shape = Synth(bundle), bundle.representation
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        found = extract_features(gather(tuple(arguments.libraries)), shape, bundle.analysis, Path(work))
        row = {sound.name: i for i, sound in enumerate(found.sounds)}
        order = np.array([row[str(name)] for name in bundle.map.names])
        real = [measure(found.batch(order[i : i + 1])[0], bundle) for i in range(len(order))]
    smooth = np.stack([m.smooth for m in real])
    print("| label | sounds | agreement | of real | centroid Hz | of real | texture ratio | seconds | of real |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    rng = np.random.default_rng(0)
    for label, name in enumerate(bundle.labels):
        members = np.flatnonzero(bundle.map.labels == label)
        if len(members) <= FEWEST:
            continue
        drawn = rng.permutation(members)[:N_RENDERED]
        made = []
        for i in drawn:
            x, y = (float(v) for v in bundle.map.points[i])
            made.append(measure(log_magnitude(synth.render(Request(x, y)), shape, bundle.analysis), bundle))
        ours = agreement(np.stack([m.smooth for m in made]), drawn, label, smooth, bundle.map.labels)
        theirs = agreement(smooth[drawn], drawn, label, smooth, bundle.map.labels)
        same = [real[i] for i in drawn]
        texture = np.nanmedian([m.texture for m in made]) / np.nanmedian([m.texture for m in same])
        figures = [np.median([getattr(m, f) for m in side]) for f in ("centroid", "seconds") for side in (made, same)]
        print(
            f"| {name} | {len(members)} | {ours:.0%} | {theirs:.0%} | {figures[0]:.0f} | {figures[1]:.0f} "
            f"| {texture:.2f} | {figures[2]:.2f} | {figures[3]:.2f} |"
        )


if __name__ == "__main__":
    main()
