"""What the benchmark compares with: the thesis's own path, umap-learn's inverse, librosa's Griffin-Lim.

The thesis's path is generous to it: its 16 kHz network with random weights, which costs the same as a trained one.
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
from latentpad.bench.timing import Times, clocked, summary, timed
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
    """Compare with librosa's Griffin-Lim on the same magnitudes: time, and how near both come."""
    wanted = inputs.magnitudes(inputs.one_shot())
    length = inputs.HOP_LENGTH * (len(wanted) - 1)

    def librosas() -> NDArray[np.float32]:
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

    theirs = timed(librosas, 10)
    again = timed(lambda: PhaseReconstruction(inputs.N_FFT, inputs.HOP_LENGTH)(wanted, np.random.default_rng(0)), 10)
    distance = inputs.spectral_convergence(librosas(), wanted)
    mine = inputs.spectral_convergence(
        PhaseReconstruction(inputs.N_FFT, inputs.HOP_LENGTH)(wanted, np.random.default_rng(0)), wanted
    )
    text = f"2 s of 44.1 kHz, times faster than librosa's griffinlim with {N_ITER} iterations"
    report.rows.append(
        Row(text, theirs.p50 / ours, "x", low=10.0, beside=f"librosa {theirs.p50:.0f} ms; {again.p50:.1f} ms just then")
    )
    text = "the same: spectral convergence over librosa's (1 = as near)"
    report.rows.append(Row(text, mine / distance, "", high=1.0, beside=f"{mine:.4f} over {distance:.4f}"))


def _compare_inverse(report: Report) -> None:
    """Time umap-learn's inverse on a library of the size that the inverse map is measured with."""
    mapper = fitted(inputs.random_map(N_LIBRARY).latents)
    points = mapper.embedding_[[17, 4321]] + 0.01
    times = _each(lambda i: mapper.inverse_transform(points[i : i + 1]), 2)
    ours = next(row.value for row in report.rows if row.what.startswith(f"inverse map, one point, {N_LIBRARY:,}"))
    text = f"inverse map, {N_LIBRARY:,} sounds, times faster than umap-learn's"
    report.rows.append(Row(text, times.p50 / ours, "x", low=1000.0, beside=f"umap-learn {times.p50:.0f} ms a point"))


def _compare_path(bundle: Bundle, ours: float, report: Report) -> None:
    """Time the thesis's own path from a point to a file, on the map of the bundle."""
    mapper = fitted(bundle.map.latents)
    rng = np.random.default_rng(0)
    points = mapper.embedding_[rng.integers(len(mapper.embedding_), size=N_POINTS)]
    points = points + 0.05 * rng.standard_normal(points.shape)
    shape = THESIS.representation
    model = Autoencoder(shape, THESIS.model).eval()
    seconds: dict[str, list[float]] = {"umap-learn inverse": [], "torch decoder": [], "librosa mel_to_audio": []}

    def play(i: int) -> None:
        clock = [time.perf_counter()]
        latent = mapper.inverse_transform(points[i : i + 1]).astype(np.float32)[:, : THESIS.model.latent_dim]
        clock.append(time.perf_counter())
        with torch.no_grad():
            mean = model.decode(torch.from_numpy(latent))[0][0].numpy()
        clock.append(time.perf_counter())
        power = librosa.db_to_power((mean - 1) * shape.top_db)
        signal = librosa.feature.inverse.mel_to_audio(
            power, sr=shape.sample_rate, n_fft=shape.n_fft, hop_length=shape.hop_length, n_iter=N_ITER
        )
        clock.append(time.perf_counter())
        soundfile.write(Path(folder, f"{i}.wav"), signal, shape.sample_rate)
        for name, taken in zip(seconds, np.diff(clock), strict=True):
            seconds[name].append(float(taken))

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # empty mel filters, of the thesis's own choice
        times = _each(play, N_POINTS)
    parts = ", ".join(f"{name} {summary(found).p50:.0f}" for name, found in seconds.items())
    text = "datagram to answer, times faster than the thesis's path from point to file"
    report.rows.append(Row(text, times.p50 / ours, "x", low=100.0, beside=f"{times.p50:.0f} ms: {parts}"))


def fitted(latents: NDArray[np.float32]) -> UMAP:
    """Fit a map as `latentpad train` does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mapper = UMAP(n_neighbors=N_NEIGHBORS, min_dist=MIN_DIST, random_state=0, n_jobs=1)
        return mapper.fit(latents)


def _each(play: Callable[[int], object], n: int) -> Times:
    """Call for each number, the first one twice, of which the first is not counted."""
    play(0)
    return summary([clocked(lambda i=i: play(i)) for i in range(n)])  # type: ignore[misc]
