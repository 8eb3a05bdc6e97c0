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

SMOOTHED = 9
"""Points over which the bold line of a loss curve is averaged."""


def vocoder_methods(vocoders: Sequence[TrainedVocoder]) -> list[Method]:
    """Return a method for each vocoder; several of one network are told apart by the names of their files.

    Raises
    ------
    BundleError
        A network cannot be opened.
    """
    titles = [trained.vocoder.title for trained in vocoders]
    methods = []
    for trained, title in zip(vocoders, titles, strict=True):
        vocoder, about = trained.vocoder, trained.about
        is_exported = trained.network is not None
        methods.append(
            Method(
                title if titles.count(title) == 1 else f"{title} ({trained.path.stem})",
                vocoder.spectrogram,
                vocoder.representation.sample_rate,
                _by_onnx(trained) if is_exported else _by_network(trained),
                joined=False,
                runs_in="ONNX" if is_exported else vocoder.runs_in,
                steps=about.steps,
                minutes=about.minutes,
            )
        )
    return methods


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


def _by_network(trained: TrainedVocoder) -> Reconstruct:
    """Return the network itself as a function, in one thread."""

    def reconstruct(signal: Signal, rng: np.random.Generator) -> Signal:
        """Run the network."""
        n_threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            return trained.vocoder.reconstruct(signal, rng)
        finally:
            torch.set_num_threads(n_threads)

    return reconstruct


def vocoder_figures(vocoders: Sequence[TrainedVocoder]) -> dict[str, Any]:
    """Return what the files state of the trainings, for the JSON."""
    found = {
        method.name: {
            "file": trained.path.name,
            "parameters": trained.vocoder.n_parameters,
            "steps": trained.about.steps,
            "minutes": trained.about.minutes,
            "data": trained.about.data,
            "versions": trained.about.versions,
            "last_losses": trained.about.curve.points[-1].losses if trained.about.curve.points else {},
        }
        for trained, method in zip(vocoders, vocoder_methods(vocoders), strict=True)
    }
    return {"vocoders": found} if found else {}


def loss_curves(vocoders: Sequence[TrainedVocoder]) -> tuple[Picture, ...]:
    """Draw the main loss of each training over its steps, if there are any."""
    drawn = [(trained, method.name) for trained, method in zip(vocoders, vocoder_methods(vocoders), strict=True)]
    drawn = [(trained, name) for trained, name in drawn if trained.about.curve.points]
    if not drawn:
        return ()
    figure = new_figure(4.0 * len(drawn), 3.0)
    for axes, (trained, name) in zip(figure.subplots(1, len(drawn), squeeze=False)[0], drawn, strict=True):
        points = trained.about.curve.points
        loss = next(iter(points[0].losses))
        steps, values = [p.step for p in points], np.array([p.losses.get(loss, np.nan) for p in points])
        axes.plot(steps, values, color="#3b6ea5", alpha=0.35, linewidth=0.8)
        width = min(SMOOTHED, len(values))
        smooth = np.convolve(values, np.full(width, 1 / width), mode="valid")
        axes.plot(steps[width // 2 :][: len(smooth)], smooth, color="#3b6ea5", linewidth=1.6)
        axes.set_title(f"{name}, {trained.about.minutes:.1f} min", fontsize=9)
        axes.set_xlabel("step")
        axes.set_ylabel(f"{loss} loss")
    return (Picture("Losses of the vocoders in training", to_png(figure), "Thesis, figure 7.1."),)
