"""Measurements inside one process: the steps of a render, the inverse map, the phase, a batch, and their growth."""

import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bench import inputs
from latentpad.bench.report import Report, Row
from latentpad.bench.timing import Times, summary, time_call, time_calls
from latentpad.bundle.bundle import Bundle
from latentpad.compiler import numba
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.player.sound_renderer import Origin, SoundRenderer
from latentpad.request import Request
from latentpad.samples.folder import Folder
from latentpad.samples.wav_file import encode_wav
from latentpad.synth.attack import follow_attack
from latentpad.synth.finish import finish
from latentpad.synth.griffin_lim import PhaseReconstruction
from latentpad.synth.inverse_map import InverseMap
from latentpad.synth.kernels.fft import c2r, r2c
from latentpad.synth.kernels.griffin_lim import BLOCK, LAST_AXIS

N_RUNS, N_GROWTH_RUNS = 30, 10
N_LOCATED = 30
N_POINTS = 1000


def measure_stages(bundle: Bundle, points: list[Request], report: Report, library: LibraryAudio | None = None) -> None:
    """Time each step of a render, over the points of the benchmark."""
    renderer = SoundRenderer(bundle, library)
    synth = renderer.synth
    synth.warm_up()
    seconds: dict[str, list[float]] = {}
    with synth.buffers() as buffers, tempfile.TemporaryDirectory() as folder:
        drop = Folder(Path(folder))
        for request in points:
            rng = np.random.default_rng(request.seed)
            clock = Clock(seconds)
            place = synth.inverse_map.place(request.x, request.y)
            clock("inverse map")
            decoded = synth.decoder(place.latent, buffers.decoder)
            clock("decoder")
            if synth.parents:
                parents = [synth.parents.get(int(index)) for index in place.neighbors]
                clock("detail: parents, from the cache or read")
                layers = synth.mixer.layers(place, parents)
                if layers:
                    synth.mixer.mix(layers, decoded.mean, None, buffers.blocks)
                clock("detail: tuning, filter, mix")
            magnitude = synth.draw(decoded, rng, buffers.texture)
            clock("texture, bands to bins")
            synth.reconstruct.initial_phase(magnitude, rng, buffers.phase)
            clock("(phase start alone)")
            cues = synth.cues(place)
            if cues.excitation is not None:
                periodic = synth.partials(magnitude, cues.excitation, rng)
                clock("partials, where there is a pitch")
            signal = synth.reconstruct(magnitude, rng, buffers.phase)
            clock("phase start, Griffin-Lim")
            if cues.excitation is not None:
                signal += periodic
            if cues.attack is not None:
                signal = follow_attack(signal, cues.attack, bundle.representation.sample_rate)
                clock("attack")
            finished = finish(signal, bundle.representation.sample_rate)
            clock("trim, fade, level")
            recipe = renderer.recipe(request, Origin(0.0, (), 1.0))
            encode_wav(finished, bundle.representation.sample_rate, recipe)
            clock("(wav in memory alone)")
            drop.write(finished, bundle.representation.sample_rate, "bench", recipe)
            clock("wav, write, fsync, rename")
    report.stages.update({name: summary(found) for name, found in seconds.items()})


class Clock:
    """Collects the seconds between calls in lists by name."""

    def __init__(self, seconds: dict[str, list[float]]) -> None:
        self._seconds = seconds
        self._then = time.perf_counter()

    def __call__(self, name: str) -> None:
        """Record the time since the last call under a name."""
        now = time.perf_counter()
        self._seconds.setdefault(name, []).append(now - self._then)
        self._then = time.perf_counter()


def measure_inverse_map(report: Report) -> None:
    """Time the inverse map on libraries of several sizes."""
    growth = []
    for n, most in ((1_000, None), (10_000, 0.1), (100_000, 0.3)):
        inverse_map = InverseMap(inputs.random_map(n))
        points = iter(np.random.default_rng(1).random((N_POINTS + 2, 2)).tolist())
        times = time_calls(lambda: inverse_map.place(*next(points)), N_POINTS)  # noqa: B023 - called at once
        growth.append((float(n), times.p50))
        if most is not None:
            report.rows.append(Row(f"inverse map, one point, {n:,} sounds, p50", times.p50, "ms", high=most))
    report.growth["sounds on the map"] = growth


def measure_phase(report: Report) -> float:
    """Time two seconds of phase reconstruction relative to its FFTs alone; returns its milliseconds."""
    wanted = inputs.magnitudes(inputs.one_shot())
    reconstruct = PhaseReconstruction(inputs.N_FFT, inputs.HOP_LENGTH)
    floor = time_calls(lambda: fft_floor(wanted, reconstruct.n_iter), N_RUNS)
    buffers = reconstruct.make_buffers(len(wanted))
    times = time_calls(lambda: reconstruct(wanted, np.random.default_rng(0), buffers), N_RUNS)
    convergence = inputs.spectral_convergence(reconstruct(wanted, np.random.default_rng(0), buffers), wanted)
    report.rows.append(
        Row(
            "2 s at 44.1 kHz from magnitudes, relative to the FFTs alone",
            times.p50 / floor.p50,
            "x",
            high=3.0,
            beside=f"{times.p50:.1f} ms over {floor.p50:.1f} ms; spectral convergence {convergence:.3f}",
        )
    )
    report.growth["seconds of sound"] = [
        (seconds, _phase_time(inputs.one_shot(seconds), inputs.N_FFT, inputs.HOP_LENGTH).p50)
        for seconds in (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
    ]
    report.growth["sample rate"] = [
        (float(rate), _phase_time(inputs.one_shot(2.0, rate), n_fft, n_fft // 4).p50)
        for rate, n_fft in ((16_000, 512), (22_050, 512), (44_100, 1_024), (96_000, 2_048))
    ]
    return times.p50


def _phase_time(signal: NDArray[np.float32], n_fft: int, hop_length: int) -> Times:
    """Time the phase reconstruction of a signal."""
    wanted = inputs.magnitudes(signal, n_fft, hop_length)
    reconstruct = PhaseReconstruction(n_fft, hop_length)
    buffers = reconstruct.make_buffers(len(wanted))
    return time_calls(lambda: reconstruct(wanted, np.random.default_rng(0), buffers), N_GROWTH_RUNS)


def fft_floor(magnitude: NDArray[np.float32], n_iter: int) -> None:
    """Compute only the FFTs of a phase reconstruction."""
    n_bins = magnitude.shape[1]
    spectrum = np.ones((BLOCK, n_bins), dtype=np.complex64)
    frames = np.ones((BLOCK, 2 * n_bins - 2), dtype=np.float32)
    _transforms(frames, spectrum, -(-len(magnitude) // BLOCK), n_iter)


@numba.njit(nogil=True)
def _transforms(frames: NDArray[np.float32], spectrum: NDArray[np.complex64], n_blocks: int, n_iter: int) -> None:
    """Compute an inverse FFT per block, then a forward and an inverse one per iteration."""
    for i in range(n_iter + 1):
        for _ in range(n_blocks):
            if i > 0:
                r2c(frames, spectrum, LAST_AXIS, True, 1.0, 1)
            c2r(spectrum, frames, LAST_AXIS, False, 1.0 / frames.shape[1], 1)


def measure_batch(bundle: Bundle, points: list[Request], report: Report, library: LibraryAudio | None = None) -> None:
    """Count the sounds rendered and written per second, one after the other and in parallel."""
    rates = []
    with tempfile.TemporaryDirectory() as folder:
        player = Player(bundle, Folder(Path(folder)), library=library)
        for n_threads in (1, None):
            _play_all(player, points[:8], n_threads)
            rates.append(len(points) / time_call(partial(_play_all, player, points, n_threads)))
    text = "sounds rendered and written per second, as a batch"
    report.rows.append(Row(text, rates[1], "", low=60.0, beside=f"one after the other {rates[0]:.0f}"))


def measure_locating(
    bundle: Bundle, points: list[Request], report: Report, library: LibraryAudio | None = None
) -> None:
    """Time how long it takes to find out where a sound of one's own lives, with its file, once others were located."""
    with tempfile.TemporaryDirectory() as folder:
        player = Player(bundle, Folder(Path(folder)), library=library)
        paths = iter([player.play(point).path for point in points[: N_LOCATED + 2]])
        times = time_calls(lambda: player.locate(next(paths)), min(N_LOCATED, len(points) - 2))
    report.rows.append(Row("the place of a sound of one's own, p50", times.p50, "ms", high=30.0))


def _play_all(player: Player, points: list[Request], n_threads: int | None) -> None:
    """Render and write all points."""
    for _ in player.play_many(points, n_threads):
        pass
