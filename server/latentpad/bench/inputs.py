"""Inputs of the benchmark, generated and the same on every run."""

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.bundle.map import Map
from latentpad.bundle.names import Names
from latentpad.errors import BenchError, SilenceError
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.request import Request

SECONDS, SAMPLE_RATE, N_FFT, HOP_LENGTH = 2.0, 44_100, 1_024, 256
N_REQUESTS = 200


def requests(bundle: Bundle, n: int = N_REQUESTS, library: LibraryAudio | None = None) -> list[Request]:
    """Return up to `n` points to render, half of them on sounds of the map, half anywhere, without silent ones.

    Raises
    ------
    BenchError
        All of them are silent.
    """
    renderer = SoundRenderer(bundle, library)
    found = [request for request in _draw_points(bundle, n) if _is_audible(renderer, request)]
    if not found:
        raise BenchError(f"{bundle.name}: all of {n} points are silent; nothing to measure")
    return found


def _is_audible(renderer: SoundRenderer, request: Request) -> bool:
    """Return whether a point is not silent."""
    try:
        renderer.render(request)
    except SilenceError:
        return False
    return True


def _draw_points(bundle: Bundle, n: int) -> list[Request]:
    """Draw random points, the same on every run."""
    rng = np.random.default_rng(0)
    on_sounds = bundle.map.points[rng.integers(len(bundle.map.points), size=(n + 1) // 2)]
    points = np.concatenate([on_sounds, rng.random((n // 2, 2), dtype=np.float32)])
    order = rng.permutation(n)
    return [Request(float(x), float(y), seed) for seed, (x, y) in enumerate(points[order])]


def one_shot(seconds: float = SECONDS, sample_rate: int = SAMPLE_RATE) -> NDArray[np.float32]:
    """Synthesise a sound audible to its end: a drum's glide, a cymbal's partials, noise, and two later hits."""
    rng = np.random.default_rng(0)
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    tone = np.sin(2 * np.pi * (60 * time - 8 * np.exp(-time / 0.04))) * np.exp(-time / (0.4 * seconds))
    partials = sum(np.sin(2 * np.pi * hz * time + hz) for hz in rng.uniform(300, 0.4 * sample_rate, 24))
    noise = rng.standard_normal(time.size)
    signal = tone + 0.04 * partials * np.exp(-time / (0.3 * seconds)) + 0.4 * noise * np.exp(-time / 0.06)
    for hit in (0.31, 0.57):
        later = np.maximum(time - hit * seconds, 0)
        signal += (later > 0) * 0.4 * rng.standard_normal(time.size) * np.exp(-later / 0.03)
    signal += 0.002 * noise
    scaled: NDArray[np.float32] = (signal / np.abs(signal).max()).astype(np.float32)
    return scaled


def magnitudes(signal: NDArray[np.float32], n_fft: int = N_FFT, hop_length: int = HOP_LENGTH) -> NDArray[np.float32]:
    """Compute the magnitudes [n_frames, n_bins] of a centred STFT with a Hann window, by numpy."""
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n_fft) / n_fft)
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(signal, n_fft // 2), n_fft)[::hop_length] * window
    found: NDArray[np.float32] = np.abs(np.fft.rfft(frames)).astype(np.float32)
    return found


def spectral_convergence(signal: NDArray[np.float32], wanted: NDArray[np.float32]) -> float:
    """Return the distance of a signal's magnitudes from the wanted ones, relative to their norm; 0 is equal."""
    found = magnitudes(np.asarray(signal))[: len(wanted)]
    return float(np.linalg.norm(found - wanted[: len(found)]) / np.linalg.norm(wanted[: len(found)]))


def random_map(n: int, latent_dim: int = 64) -> Map:
    """Generate a map of `n` sounds in clusters."""
    rng = np.random.default_rng(0)
    cluster = rng.integers(12, size=n)
    points = np.clip(rng.random((12, 2))[cluster] + 0.05 * rng.standard_normal((n, 2)), 0, 1)
    latents = rng.standard_normal((12, latent_dim))[cluster] + 0.5 * rng.standard_normal((n, latent_dim))
    return Map(
        points=points.astype(np.float32),
        latents=latents.astype(np.float32),
        labels=cluster.astype(np.int32),
        names=Names.of([""] * n),
        seconds=np.ones(n, dtype=np.float32),
        peaks=np.ones(n, dtype=np.float32),
    )
