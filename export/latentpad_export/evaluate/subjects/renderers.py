"""Ways from a latent to a finished sound: ours, and that of the thesis."""

import signal
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
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
from latentpad.synth.decoder import Decoded
from latentpad.synth.finish import finish
from latentpad.synth.synth import Synth
from latentpad.synth.texture import FLOOR
from latentpad_export.evaluate.metrics.descriptors import at_ear_rate

FEWEST_FOR_PROCESSES = 32
"""Sounds that are worth the seconds that processes take to begin."""

N_ITER = 32
"""Griffin-Lim iterations of librosa, which the thesis took."""


class Voice(Protocol):
    """Plays latents of one bundle."""

    bundle: Bundle
    synth: Synth

    def sound(self, latent: NDArray[np.float32], seed: int) -> NDArray[np.float32] | None:
        """Give the finished sound of a latent at 44.1 kHz; None where the model holds it silent."""
        ...

    def sounds(
        self, latents: NDArray[np.float32], seeds: Sequence[int]
    ) -> AbstractContextManager[Iterator[NDArray[np.float32] | None]]:
        """Give the sounds of many latents [n, latent_dim] side by side, in their order."""
        ...


class StudioRenderer:
    """A bundle as latentpad plays it."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle, self.synth = bundle, Synth(bundle)

    def sound(self, latent: NDArray[np.float32], seed: int) -> NDArray[np.float32] | None:
        """Draw the texture and find the phase, as the daemon does."""
        try:
            audio = self.synth.render_latent(latent, np.random.default_rng(seed))
        except SilenceError:
            return None
        return at_ear_rate(audio, self.bundle.representation.sample_rate)

    @contextmanager
    def sounds(
        self, latents: NDArray[np.float32], seeds: Sequence[int]
    ) -> Iterator[Iterator[NDArray[np.float32] | None]]:
        """Play in threads: most of the time NumPy, numba and onnxruntime let others run."""
        with ThreadPoolExecutor(cpu_count()) as pool:
            yield pool.map(self.sound, latents, seeds)


class MeanVoice(StudioRenderer):
    """The decoder's mean alone, without texture, and with phases that add none: the blur of the model itself."""

    def sound(self, latent: NDArray[np.float32], seed: int) -> NDArray[np.float32] | None:
        """Find the phase of the mean."""
        mean, rng = self.synth.decoder(latent).mean, np.random.default_rng(seed)
        sample_rate = self.bundle.representation.sample_rate
        try:
            magnitude = self.synth.draw(Decoded(mean, np.zeros_like(mean)), rng)
            return at_ear_rate(finish(self.synth.reconstruct(magnitude, rng), sample_rate), sample_rate)
        except SilenceError:
            return None


class ThesisVoice:
    """A bundle as the thesis plays it: the decoder's mean, librosa's ``mel_to_audio``."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle, self.synth = bundle, Synth(bundle)
        shape = bundle.representation
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # empty mel filters, of the thesis's own choice
            self._mel = librosa.filters.mel(
                sr=shape.sample_rate, n_fft=shape.n_fft, n_mels=shape.n_bands, norm=None, dtype=np.float32
            )

    def sound(self, latent: NDArray[np.float32], seed: int) -> NDArray[np.float32] | None:
        """Invert the mel bands by least squares, then 32 iterations of Griffin-Lim from random phase.

        The two steps of ``mel_to_audio``, one after the other, since it takes no seed.
        """
        shape = self.bundle.representation
        mean = self.synth.decoder(latent).mean
        sounding = np.flatnonzero((mean > FLOOR).any(axis=0))
        if len(sounding) == 0:
            return None
        n_frames = min(int(sounding[-1]) + 2, shape.n_frames)
        width = self._mel.sum(axis=1)  # our bands hold the mean power of their bins, librosa's the sum
        power = librosa.db_to_power((mean[:, :n_frames] - 1) * shape.top_db) * width[:, None]
        magnitude = np.sqrt(librosa.util.nnls(self._mel, power))
        audio = librosa.griffinlim(
            magnitude, n_iter=N_ITER, hop_length=shape.hop_length, n_fft=shape.n_fft, random_state=seed
        )
        try:
            return at_ear_rate(finish(audio.astype(np.float32), shape.sample_rate), shape.sample_rate)
        except SilenceError:
            return None

    @contextmanager
    def sounds(
        self, latents: NDArray[np.float32], seeds: Sequence[int]
    ) -> Iterator[Iterator[NDArray[np.float32] | None]]:
        """Play in processes: the least squares hold Python's lock. Of few sounds, one after the other."""
        if len(latents) < FEWEST_FOR_PROCESSES:
            yield map(self.sound, latents, seeds)
            return
        context = get_context("spawn")  # the same on all systems
        with ProcessPoolExecutor(cpu_count(), context, initializer=_begin, initargs=(self.bundle,)) as pool:
            yield pool.map(_sound, latents, seeds, chunksize=4)


_voices: list[ThesisVoice] = []
"""Of a process that plays for another one."""


def _begin(bundle: Bundle) -> None:
    """Begin a process: leave Ctrl-C to the first one, which ends this one too; take one core."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threadpool_limits(1)
    _voices.append(ThesisVoice(bundle))


def _sound(latent: NDArray[np.float32], seed: int) -> NDArray[np.float32] | None:
    """Play one sound in such a process."""
    return _voices[0].sound(latent, seed)


def voice_of(bundle: Bundle) -> Voice:
    """Play a bundle as its preset is meant to be played."""
    return ThesisVoice(bundle) if bundle.preset.startswith("thesis") else StudioRenderer(bundle)


def encode_features(bundle: Bundle, features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the latents [n, latent_dim] of features [n, n_bands, n_frames] by the bundle's encoder."""
    session = open_session(bundle.encoder, f"{bundle.name}: encoder.onnx")
    parts = [session.run(None, {"feature": features[i : i + 32]})[0] for i in range(0, len(features), 32)]
    return np.concatenate(parts) if parts else np.zeros((0, bundle.latent_dim), dtype=np.float32)
