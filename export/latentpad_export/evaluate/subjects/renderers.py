"""Renderers of latents as finished sounds: ours, and that of the thesis."""

import signal
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from itertools import repeat
from multiprocessing import get_context
from os import cpu_count
from typing import Protocol

import librosa
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from latentpad.bundle.bundle import Bundle
from latentpad.errors import SilenceError
from latentpad.onnx_session import open_session
from latentpad.synth.cues import NO_CUES, Cues
from latentpad.synth.decoder import Decoded
from latentpad.synth.finish import finish
from latentpad.synth.synth import Synth
from latentpad_export.evaluate.metrics.descriptors import to_comparison_rate

MIN_FOR_PROCESSES = 32
"""Fewest sounds for which processes are started, which takes seconds."""

SILENT = 0.003
"""Means up to this end a sound of the thesis."""

N_ITER = 32
"""Griffin-Lim iterations: librosa's default, as in the thesis."""


class Renderer(Protocol):
    """Renders latents of one bundle."""

    bundle: Bundle
    synth: Synth

    def render(self, latent: NDArray[np.float32], seed: int, cues: Cues = NO_CUES) -> NDArray[np.float32] | None:
        """Render a latent as finished audio at 44.1 kHz, with the cues of its place; None where it is silent."""
        ...

    def render_all(
        self, latents: NDArray[np.float32], seeds: Sequence[int], cues: Sequence[Cues] | None = None
    ) -> AbstractContextManager[Iterator[NDArray[np.float32] | None]]:
        """Render many latents [n, latent_dim] in parallel, in their order."""
        ...


class StudioRenderer:
    """A bundle as latentpad renders it."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle, self.synth = bundle, Synth(bundle)

    def render(self, latent: NDArray[np.float32], seed: int, cues: Cues = NO_CUES) -> NDArray[np.float32] | None:
        """Sample the texture and reconstruct the phase, as the daemon does."""
        try:
            audio = self.synth.render_latent(latent, np.random.default_rng(seed), cues=cues)
        except SilenceError:
            return None
        return to_comparison_rate(audio, self.bundle.representation.sample_rate)

    @contextmanager
    def render_all(
        self, latents: NDArray[np.float32], seeds: Sequence[int], cues: Sequence[Cues] | None = None
    ) -> Iterator[Iterator[NDArray[np.float32] | None]]:
        """Render in threads: NumPy, numba and onnxruntime release the lock most of the time."""
        with ThreadPoolExecutor(cpu_count()) as pool:
            yield pool.map(self.render, latents, seeds, cues or repeat(NO_CUES))


class MeanRenderer(StudioRenderer):
    """The decoder's mean alone, without texture, and with phases that add none: the blur of the model itself."""

    def render(self, latent: NDArray[np.float32], seed: int, cues: Cues = NO_CUES) -> NDArray[np.float32] | None:
        """Reconstruct the phase of the mean, which follows no cues."""
        mean, rng = self.synth.decoder(latent).mean, np.random.default_rng(seed)
        sample_rate = self.bundle.representation.sample_rate
        try:
            magnitude = self.synth.draw(Decoded(mean, np.zeros_like(mean)), rng)
            return to_comparison_rate(finish(self.synth.reconstruct(magnitude, rng), sample_rate), sample_rate)
        except SilenceError:
            return None


class ThesisRenderer:
    """A bundle as the thesis renders it: the decoder's mean, then librosa's ``mel_to_audio``."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle, self.synth = bundle, Synth(bundle)
        representation = bundle.representation
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # empty mel filters, due to the thesis's settings
            self._mel = librosa.filters.mel(
                sr=representation.sample_rate,
                n_fft=representation.n_fft,
                n_mels=representation.n_bands,
                norm=None,
                dtype=np.float32,
            )

    def render(self, latent: NDArray[np.float32], seed: int, cues: Cues = NO_CUES) -> NDArray[np.float32] | None:
        """Invert the mel bands by least squares, then 32 iterations of Griffin-Lim from random phase.

        These are the two steps of ``mel_to_audio``, which accepts no seed. No cues are followed.
        """
        representation = self.bundle.representation
        mean = self.synth.decoder(latent).mean
        sounding = np.flatnonzero((mean > SILENT).any(axis=0))
        if len(sounding) == 0:
            return None
        n_frames = min(int(sounding[-1]) + 2, representation.n_frames)
        width = self._mel.sum(axis=1)  # our bands hold the mean power of their bins, librosa's the sum
        power = librosa.db_to_power((mean[:, :n_frames] - 1) * representation.top_db) * width[:, None]
        magnitude = np.sqrt(librosa.util.nnls(self._mel, power))
        audio = librosa.griffinlim(
            magnitude,
            n_iter=N_ITER,
            hop_length=representation.hop_length,
            n_fft=representation.n_fft,
            random_state=seed,
        )
        try:
            sample_rate = representation.sample_rate
            return to_comparison_rate(finish(audio.astype(np.float32), sample_rate), sample_rate)
        except SilenceError:
            return None

    @contextmanager
    def render_all(
        self, latents: NDArray[np.float32], seeds: Sequence[int], cues: Sequence[Cues] | None = None
    ) -> Iterator[Iterator[NDArray[np.float32] | None]]:
        """Render in processes, since least squares hold Python's lock; a few sounds one after another."""
        if len(latents) < MIN_FOR_PROCESSES:
            yield map(self.render, latents, seeds)
            return
        context = get_context("spawn")  # the same on all systems
        with ProcessPoolExecutor(cpu_count(), context, initializer=_start_worker, initargs=(self.bundle,)) as pool:
            yield pool.map(_render, latents, seeds, chunksize=4)


_renderers: list[ThesisRenderer] = []
"""The renderer of a worker process."""


def _start_worker(bundle: Bundle) -> None:
    """Initialise a worker process: leave Ctrl-C to the parent, which stops it; use one core."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threadpool_limits(1)
    _renderers.append(ThesisRenderer(bundle))


def _render(latent: NDArray[np.float32], seed: int) -> NDArray[np.float32] | None:
    """Render one latent in a worker process."""
    return _renderers[0].render(latent, seed)


def make_renderer(bundle: Bundle) -> Renderer:
    """Return the renderer for a bundle's preset."""
    return ThesisRenderer(bundle) if bundle.preset.startswith("thesis") else StudioRenderer(bundle)


def encode_features(bundle: Bundle, features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Encode features [n, n_bands, n_frames] as latents [n, latent_dim]."""
    session = open_session(bundle.encoder, f"{bundle.name}: encoder.onnx")
    parts = [session.run(None, {"feature": features[i : i + 32]})[0] for i in range(0, len(features), 32)]
    return np.concatenate(parts) if parts else np.zeros((0, bundle.latent_dim), dtype=np.float32)
