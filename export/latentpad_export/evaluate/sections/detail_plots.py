"""Spectrograms and audio examples of the section on detail: a real sound of each label, its point, and half-way."""

import librosa
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.report.figures import hide_axes, new_figure, to_png
from latentpad_export.evaluate.report.section import Example, Picture
from latentpad_export.evaluate.sections.examples import wav_bytes
from latentpad_export.evaluate.subjects import spots as kinds
from latentpad_export.evaluate.subjects.detail import DetailSubject
from latentpad_export.evaluate.subjects.spots import Spots
from latentpad_export.evaluate.subjects.ways import DETAIL, MODEL, TITLES, Signal

MAX_LABELS = 16
"""Labels that are shown, those with most sounds first."""

N_FFT, HOP_LENGTH, N_MELS = 2_048, 128, 160
"""Fine enough for partials of tones, and for attacks."""

SECONDS = 1.0
"""Length that is shown."""

NOTE = (
    "The first second of a sound of each label, 160 mel bands, 80 dB: the file; its point on the map; half-way to its "
    "nearest neighbour, with detail and by the model alone."
)


def label_sounds(subject: DetailSubject) -> dict[str, dict[str, Signal | None]]:
    """Play a sound of each label and the point half-way to its neighbour.

    Returns
    -------
    dict
        By label, then by what it is. Empty without detail.
    """
    if DETAIL not in subject.ways:
        return {}
    half_way, on = subject.spots[kinds.HALF_WAY], subject.spots[kinds.ON]
    names = subject.labels[half_way.rows]
    counts = {str(name): int((names == name).sum()) for name in np.unique(names)}
    shown = sorted(sorted(counts, key=lambda name: -counts[name])[:MAX_LABELS])
    found = {}
    for label in shown:
        i = _typical_pair(half_way, subject.labels, label)
        point = int(np.flatnonzero(on.rows == half_way.rows[i])[0])
        found[label or "sound"] = {
            "real": subject.originals.real(int(half_way.rows[i])),
            "its point": _play(subject, DETAIL, on, point),
            f"half-way, {TITLES[DETAIL]}": _play(subject, DETAIL, half_way, i),
            f"half-way, {TITLES[MODEL]}": _play(subject, MODEL, half_way, i),
        }
    return found


def _typical_pair(spots: Spots, labels: NDArray[np.str_], label: str) -> int:
    """Return the first pair whose first sound has a label, best one whose second has it too."""
    first = labels[spots.rows] == label
    both = first & (labels[spots.others] == label)
    return int(np.argmax(both if both.any() else first))


def _play(subject: DetailSubject, way: str, spots: Spots, i: int) -> Signal | None:
    """Play one spot."""
    with subject.ways[way].play([spots.places[i]], [0], lambda _, signal: signal) as sounds:
        return next(sounds)


def draw_labels(subject: DetailSubject, sounds: dict[str, dict[str, Signal | None]]) -> Picture:
    """Draw the spectrograms, a row for each label."""
    columns = [*next(iter(sounds.values()))]
    figure = new_figure(10, 1.3 * len(sounds) + 0.4)
    grid = figure.subplots(len(sounds), len(columns), squeeze=False)
    for row, (label, own) in zip(grid, sounds.items(), strict=True):
        for axes, title in zip(row, columns, strict=True):
            _draw(axes, own[title])
        row[0].set_ylabel(label, fontsize=9)
    for axes, title in zip(grid[0], columns, strict=True):
        axes.set_title(title, fontsize=9)
    return Picture(f"{subject.name}: real sounds, their points, and half-way", to_png(figure), NOTE)


def _draw(axes: Axes, signal: Signal | None) -> None:
    """Draw the spectrogram of a sound; grey for silence."""
    hide_axes(axes)
    if signal is None or not signal.any():
        axes.set_facecolor("0.8")
        return
    n_samples = round(SECONDS * COMPARISON.sample_rate) + N_FFT  # cut behind the last frame that is shown
    shown = np.pad(signal[:n_samples], (0, max(0, n_samples - len(signal))))
    power = librosa.feature.melspectrogram(
        y=shown, sr=COMPARISON.sample_rate, n_fft=N_FFT, hop_length=HOP_LENGTH, n_mels=N_MELS
    )
    decibels = librosa.power_to_db(power[:, : -N_FFT // HOP_LENGTH], ref=np.max, top_db=80)
    axes.imshow(decibels, origin="lower", aspect="auto", cmap="magma", vmin=-80, vmax=0)


def label_examples(subject: DetailSubject, sounds: dict[str, dict[str, Signal | None]]) -> list[Example]:
    """Return the same sounds to listen to."""
    return [
        Example(f"{subject.name}, {label}: {title}", wav_bytes(signal))
        for label, own in sounds.items()
        for title, signal in own.items()
        if signal is not None
    ]
