"""The ways in which a held-out sound is rebuilt: by each model of the thesis, by studio without and with detail."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.onnx_session import open_session
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.sound_source import SoundSource
from latentpad.samples.one_shot import read_one_shot
from latentpad.synth.locator import Locator
from latentpad.synth.synth import Synth
from latentpad_export.data.features import log_magnitude
from latentpad_export.evaluate.subjects.renderers import StudioRenderer, ThesisRenderer, encode_features
from latentpad_export.evaluate.subjects.ways import SynthWay
from latentpad_export.research.models.held_out import HeldOut, Spectrograms, to_bytes

Signal = NDArray[np.float32]
"""[n_samples] at 44.1 kHz."""

BATCH = 32


class Player(Protocol):
    """A way of rebuilding sounds."""

    title: str
    bundle: Bundle

    def spectrograms(self, held_out: HeldOut) -> Spectrograms:
        """Rebuild the spectrograms of all sounds [n]."""
        ...

    def audio(self, held_out: HeldOut) -> AbstractContextManager[Iterator[Signal | None]]:
        """Rebuild the audio of the sounds that are graded [m], in their order; None is silence."""
        ...


def decode_means(bundle: Bundle, latents: NDArray[np.float32]) -> Spectrograms:
    """Return the means that a bundle's decoder makes of latents [n, latent_dim]."""
    session = open_session(bundle.decoder, f"{bundle.name}: decoder.onnx")
    parts = [latents[i : i + BATCH] for i in range(0, len(latents), BATCH)]
    return np.concatenate([to_bytes(session.run(["mean"], {"latent": part})[0]) for part in parts])


class ThesisPlayer:
    """A model of the thesis: the decoder's mean; for audio, least squares and 32 iterations of Griffin-Lim."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle, self.title = bundle, bundle.name

    def spectrograms(self, held_out: HeldOut) -> Spectrograms:
        """Encode and decode spectrograms."""
        return self.rebuild(held_out.spectrograms)

    def rebuild(self, spectrograms: Spectrograms) -> Spectrograms:
        """Encode and decode any spectrograms."""
        return decode_means(self.bundle, self._encode(spectrograms))

    @contextmanager
    def audio(self, held_out: HeldOut) -> Iterator[Iterator[Signal | None]]:
        """Render as the thesis did."""
        latents = self._encode(held_out.spectrograms[held_out.graded])
        with ThesisRenderer(self.bundle).render_all(latents, range(len(latents))) as sounds:
            yield sounds

    def _encode(self, spectrograms: Spectrograms) -> NDArray[np.float32]:
        return encode_features(self.bundle, spectrograms.astype(np.float32) / np.float32(255))


class StudioPlayer:
    """A bundle as latentpad plays it: the model alone, at the sound's own latent, without its attack; or with detail.

    With detail, a held-out sound is located on the map, and the sounds around that point are played.
    """

    def __init__(self, bundle: Bundle, library: Path, detail: float) -> None:
        self.bundle, self._detail = bundle, detail
        self.title = f"{bundle.name}, detail {detail:g}"
        source = SoundSource(bundle, LibraryAudio((library,), bundle.map.names))
        self.is_playable = source.is_playable or not detail
        synth = Synth(bundle, source.read if detail else None)
        self._way, self._renderer = SynthWay("studio", synth, detail), StudioRenderer(bundle)
        self._map, self._locator = synth.inverse_map, Locator(bundle, synth.decoder)

    def spectrograms(self, held_out: HeldOut) -> Spectrograms:
        """Render all sounds, and analyse them as those of the thesis."""
        return np.stack([held_out.spectrogram(self._render(held_out, i)) for i in range(len(held_out.indices))])

    @contextmanager
    def audio(self, held_out: HeldOut) -> Iterator[Iterator[Signal | None]]:
        """Render as the daemon does."""
        yield (self._render(held_out, int(position)) for position in held_out.graded)

    def _render(self, held_out: HeldOut, position: int) -> Signal | None:
        """Rebuild one sound."""
        wanted = self.bundle.representation
        path = held_out.reference.sounds[int(held_out.indices[position])].path
        signal = read_one_shot(path, wanted.sample_rate, wanted.n_samples).signal
        latent = encode_features(self.bundle, log_magnitude(signal, wanted, self.bundle.analysis)[None])[0]
        if not self._detail:
            return self._renderer.render(latent, position)
        found = self._locator.locate_latent(latent)
        return self._way.render(self._map.place(found.x, found.y), position)
