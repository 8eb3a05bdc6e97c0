"""References of the benchmark: the thesis's own path, umap-learn's inverse, librosa's Griffin-Lim.

The thesis's path runs its 16 kHz network with random weights, which takes the same time as a trained one.
"""

import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import librosa
import numpy as np
import soundfile
import torch
from numpy.typing import NDArray
from umap import UMAP

from latentpad.bench import inputs
from latentpad.bench.report import Report, Row
from latentpad.bench.run import Measured
from latentpad.bench.timing import Times, summary, time_call, time_calls
from latentpad.bundle.bundle import Bundle
from latentpad.synth.griffin_lim import PhaseReconstruction
from latentpad_export.layout.layout import MIN_DIST, N_NEIGHBORS
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import THESIS

N_ITER = 32
N_POINTS = 5
N_LIBRARY = 10_000


def compare(bundle: Bundle, measured: Measured, report: Report) -> None:
    """Add the rows that need librosa, umap-learn and PyTorch."""
    _compare_phase(measured.phase, report)
    _compare_inverse(report)
    _compare_path(bundle, measured.point_to_file, report)


def _compare_phase(ours: float, report: Report) -> None:
    """Compare time and spectral convergence with librosa's Griffin-Lim on the same magnitudes."""
    wanted = inputs.magnitudes(inputs.one_shot())
    length = inputs.HOP_LENGTH * (len(wanted) - 1)

    def run_librosa() -> NDArray[np.float32]:
        signal: NDArray[np.float32] = librosa.griffinlim(
            wanted.T,
            n_iter=N_ITER,
            hop_length=inputs.HOP_LENGTH,
            n_fft=inputs.N_FFT,
            window="hann",
            random_state=0,
            length=length,
        )
        return signal

    def run_latentpad() -> NDArray[np.float32]:
        return PhaseReconstruction(inputs.N_FFT, inputs.HOP_LENGTH)(wanted, np.random.default_rng(0))

    theirs, ours_here = time_calls(run_librosa, 10), time_calls(run_latentpad, 10)
    their_distance, our_distance = (
        inputs.spectral_convergence(signal, wanted) for signal in (run_librosa(), run_latentpad())
    )
    text = f"2 s at 44.1 kHz, times faster than librosa's griffinlim with {N_ITER} iterations"
    beside = f"librosa {theirs.p50:.0f} ms; latentpad {ours_here.p50:.1f} ms in that run"
    report.rows.append(Row(text, theirs.p50 / ours, "x", low=10.0, beside=beside))
    text = "the same: spectral convergence relative to librosa's (1 = as close)"
    beside = f"{our_distance:.4f} over {their_distance:.4f}"
    report.rows.append(Row(text, our_distance / their_distance, "", high=1.0, beside=beside))


def _compare_inverse(report: Report) -> None:
    """Time umap-learn's inverse on a library as large as the one that the inverse map is timed with."""
    mapper = fit_umap(inputs.random_map(N_LIBRARY).latents)
    points = mapper.embedding_[[17, 4321]] + 0.01
    times = _time_each(lambda i: mapper.inverse_transform(points[i : i + 1]), 2)
    ours = next(row.value for row in report.rows if row.what.startswith(f"inverse map, one point, {N_LIBRARY:,}"))
    text = f"inverse map, {N_LIBRARY:,} sounds, times faster than umap-learn's"
    report.rows.append(Row(text, times.p50 / ours, "x", low=1000.0, beside=f"umap-learn {times.p50:.0f} ms per point"))


def _compare_path(bundle: Bundle, ours: float, report: Report) -> None:
    """Time the thesis's own path from a point to a file, on the map of the bundle."""
    mapper = fit_umap(bundle.map.latents)
    rng = np.random.default_rng(0)
    points = mapper.embedding_[rng.integers(len(mapper.embedding_), size=N_POINTS)]
    points = points + 0.05 * rng.standard_normal(points.shape)
    representation = THESIS.representation
    model = Autoencoder(representation, THESIS.model).eval()
    seconds: dict[str, list[float]] = {"umap-learn inverse": [], "torch decoder": [], "librosa mel_to_audio": []}

    def render(i: int) -> None:
        clock = [time.perf_counter()]
        latent = mapper.inverse_transform(points[i : i + 1]).astype(np.float32)[:, : THESIS.model.latent_dim]
        clock.append(time.perf_counter())
        with torch.no_grad():
            mean = model.decode(torch.from_numpy(latent))[0][0].numpy()
        clock.append(time.perf_counter())
        power = librosa.db_to_power((mean - 1) * representation.top_db)
        signal = librosa.feature.inverse.mel_to_audio(
            power,
            sr=representation.sample_rate,
            n_fft=representation.n_fft,
            hop_length=representation.hop_length,
            n_iter=N_ITER,
        )
        clock.append(time.perf_counter())
        soundfile.write(Path(folder, f"{i}.wav"), signal, representation.sample_rate)
        for name, duration in zip(seconds, np.diff(clock), strict=True):
            seconds[name].append(float(duration))

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # empty mel filters, due to the thesis's settings
        total = _time_each(render, N_POINTS)
    parts = ", ".join(f"{name} {summary(times).p50:.0f}" for name, times in seconds.items())
    text = "datagram to reply, times faster than the thesis's path from point to file"
    report.rows.append(Row(text, total.p50 / ours, "x", low=100.0, beside=f"{total.p50:.0f} ms: {parts}"))


def fit_umap(latents: NDArray[np.float32]) -> UMAP:
    """Fit UMAP with the settings of `latentpad train`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mapper = UMAP(n_neighbors=N_NEIGHBORS, min_dist=MIN_DIST, random_state=0, n_jobs=1)
        return mapper.fit(latents)


def _time_each(call: Callable[[int], object], n: int) -> Times:
    """Time a call for each number from 0 to n - 1, after an untimed one for 0."""
    call(0)
    return summary([time_call(lambda i=i: call(i)) for i in range(n)])  # type: ignore[misc]
