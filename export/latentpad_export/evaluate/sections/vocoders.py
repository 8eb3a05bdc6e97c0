"""Trained vocoders as methods of the table of representations, and their loss curves (thesis, figure 7.1)."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from latentpad.errors import BundleError, one_line
from latentpad.onnx_session import open_session
from latentpad_export.evaluate.reconstruction.vocoder_file import TrainedVocoder
from latentpad_export.evaluate.report.figures import new_figure, to_png
from latentpad_export.evaluate.report.section import Picture
from latentpad_export.evaluate.subjects.analysis_synthesis import Method, Reconstruct, Signal

TRIAL_FRAMES = 400
"""Length for which a network is checked before it is opened; longer sounds are allowed."""

WIDE = 3
"""Loss curves in a row; more are in two rows, so that their labels stay readable."""

SMOOTHED = 9
"""Points of which the bold line of a loss curve is the median: one quiet segment makes a peak."""


def vocoder_methods(vocoders: Sequence[TrainedVocoder]) -> list[Method]:
    """Return the methods of each vocoder, one per spectrogram that it reconstructs from.

    Raises
    ------
    BundleError
        A network cannot be opened.
    """
    return [
        Method(
            title,
            spectrogram,
            trained.vocoder.representation.sample_rate,
            reconstruct,
            joined=False,
            runs_in=trained.vocoder.runs_in if trained.network is None else "ONNX",
            steps=trained.about.steps,
            minutes=trained.about.minutes,
        )
        for trained, title in zip(vocoders, _titles(vocoders), strict=True)
        for spectrogram, reconstruct in _ways(trained).items()
    ]


def _titles(vocoders: Sequence[TrainedVocoder]) -> list[str]:
    """Return a name for each vocoder; several of one network are told apart by the names of their files."""
    titles = [trained.vocoder.title for trained in vocoders]
    return [
        title if titles.count(title) == 1 else f"{title} ({trained.path.stem})"
        for trained, title in zip(vocoders, titles, strict=True)
    ]


def _ways(trained: TrainedVocoder) -> dict[str, Reconstruct]:
    """Return what reconstructs from each spectrogram."""
    vocoder = trained.vocoder
    if trained.network is not None:
        return {vocoder.spectrogram: _by_onnx(trained)}
    return {spectrogram: _in_one_thread(way) for spectrogram, way in vocoder.ways().items()}


def _by_onnx(trained: TrainedVocoder) -> Reconstruct:
    """Return the exported network as a function, in one thread."""
    vocoder, source = trained.vocoder, f"{trained.path}: vocoder.onnx"
    rows = vocoder.feature(np.full(vocoder.representation.n_fft, 0.1, dtype=np.float32), np.random.default_rng(0))
    session = open_session(trained.network or b"", source, 1, shape=(rows.shape[1], TRIAL_FRAMES))

    def reconstruct(signal: Signal, rng: np.random.Generator) -> Signal:
        """Run the network."""
        try:
            output: Signal = np.asarray(session.run(None, {"feature": vocoder.feature(signal, rng)})[0])[0]
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors have no common base class
            raise BundleError(f"{source} cannot process a sound ({one_line(error)})") from None
        return output

    return reconstruct


def _in_one_thread(way: Reconstruct) -> Reconstruct:
    """Return a function that runs a network of PyTorch in one thread."""

    def reconstruct(signal: Signal, rng: np.random.Generator) -> Signal:
        """Run the network."""
        n_threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            return way(signal, rng)
        finally:
            torch.set_num_threads(n_threads)

    return reconstruct


def vocoder_figures(vocoders: Sequence[TrainedVocoder]) -> dict[str, Any]:
    """Return what the files state of the trainings, for the JSON."""
    found = {
        f"{title} / {trained.vocoder.spectrogram}": {
            "file": trained.path.name,
            "parameters": trained.vocoder.n_parameters,
            "steps": trained.about.steps,
            "minutes": trained.about.minutes,
            "data": trained.about.data,
            "versions": trained.about.versions,
            "last_losses": trained.about.curve.points[-1].losses if trained.about.curve.points else {},
        }
        for trained, title in zip(vocoders, _titles(vocoders), strict=True)
    }
    return {"vocoders": found} if found else {}


def loss_curves(vocoders: Sequence[TrainedVocoder]) -> tuple[Picture, ...]:
    """Draw the main loss of each training over its steps, if there are any."""
    titled = zip(vocoders, _titles(vocoders), strict=True)
    drawn = [(trained, title) for trained, title in titled if trained.about.curve.points]
    if not drawn:
        return ()
    columns = len(drawn) if len(drawn) <= WIDE else -(-len(drawn) // 2)
    rows = -(-len(drawn) // columns)
    figure = new_figure(4.0 * columns, 3.0 * rows)
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for unused in panels[len(drawn) :]:
        unused.set_axis_off()
    for axes, (trained, title) in zip(panels, drawn, strict=False):
        points = trained.about.curve.points
        loss = "relative" if "relative" in points[0].losses else next(iter(points[0].losses))
        steps, values = [p.step for p in points], np.array([p.losses.get(loss, np.nan) for p in points])
        axes.plot(steps, values, color="#3b6ea5", alpha=0.35, linewidth=0.8, marker="." if len(values) == 1 else None)
        width = min(SMOOTHED, len(values))
        smooth = np.median(np.lib.stride_tricks.sliding_window_view(values, width), axis=1)
        axes.plot(steps[width // 2 :][: len(smooth)], smooth, color="#3b6ea5", linewidth=1.6)
        axes.set_title(f"{title}, {trained.about.minutes:.1f} min", fontsize=9)
        axes.set_xlabel("step")
        axes.set_ylabel(loss if loss.endswith("loss") else f"{loss} loss")
    return (Picture("Losses of the vocoders in training", to_png(figure), "Thesis, figure 7.1."),)
