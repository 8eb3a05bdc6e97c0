"""Spectrograms of the section on detail: a real sound of each label, its point, and half-way."""

import librosa
import numpy as np
from matplotlib.axes import Axes

from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.report.figures import hide_axes, new_figure, to_png
from latentpad_export.evaluate.report.section import Picture
from latentpad_export.evaluate.sections.detail_examples import play, typical_pairs
from latentpad_export.evaluate.subjects import spots as kinds
from latentpad_export.evaluate.subjects.detail import DetailSubject
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


def draw_labels(subject: DetailSubject) -> Picture | None:
    """Draw spectrograms of a sound of each label and of the point half-way to its neighbour; None without detail."""
    sounds = _label_sounds(subject) if DETAIL in subject.ways else {}
    if not sounds:
        return None
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


def _label_sounds(subject: DetailSubject) -> dict[str, dict[str, Signal | None]]:
    """Play a sound of each label and the point half-way to its neighbour; by label, then by what it is."""
    half_way, on = subject.spots[kinds.HALF_WAY], subject.spots[kinds.ON]
    found = {}
    for label, i in typical_pairs(subject, MAX_LABELS).items():
        point = int(np.flatnonzero(on.rows == half_way.rows[i])[0])
        found[label] = {
            "real": subject.originals.real(int(half_way.rows[i])),
            "its point": play(subject, DETAIL, kinds.ON, point),
            f"half-way, {TITLES[DETAIL]}": play(subject, DETAIL, kinds.HALF_WAY, i),
            f"half-way, {TITLES[MODEL]}": play(subject, MODEL, kinds.HALF_WAY, i),
        }
    return found


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
