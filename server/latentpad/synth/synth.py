"""Request to signal: the steps of a render in their order, without file, socket, clock or thread."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.request import Controls, Request
from latentpad.synth import decoder, griffin_lim, texture
from latentpad.synth.buffers import BufferPool
from latentpad.synth.decoder import Decoded, Decoder
from latentpad.synth.finish import finish
from latentpad.synth.griffin_lim import PhaseReconstruction
from latentpad.synth.inverse_map import InverseMap, Place, original_level
from latentpad.synth.texture import TextureSampler
from latentpad.synth.transforms import apply_controls, frequency_ratio, resample, tilt

PLAIN = Controls()
"""All controls at their defaults: the sound as decoded."""


@dataclass(frozen=True)
class Buffers:
    """Working arrays of one render at a time."""

    decoder: decoder.Buffers
    texture: texture.Buffers
    phase: griffin_lim.Buffers


class Synth:
    """Renders the sounds of one bundle, in any number of threads at once."""

    def __init__(self, bundle: Bundle) -> None:
        """Load the bundle's networks and tables.

        Raises
        ------
        BundleError
            The decoder does not fit the bundle.
        """
        self.bundle, self.representation = bundle, bundle.representation
        self.inverse_map = InverseMap(bundle.map)
        self.decoder = Decoder(bundle)
        self.draw = TextureSampler(self.representation, bundle.synthesis)
        self.reconstruct = PhaseReconstruction(self.representation.n_fft, self.representation.hop_length)
        self._buffers = BufferPool(self._make_buffers)

    def render(self, request: Request, rng: np.random.Generator | None = None) -> NDArray[np.float32]:
        """Render the sound of a point.

        Parameters
        ----------
        request : Request
        rng : np.random.Generator, optional
            Source of everything random about the sound; seeded by the request by default.

        Returns
        -------
        np.ndarray [shape=(n_samples,), float32]
            The same bundle, request and generator give the same samples.

        Raises
        ------
        SilenceError
            The point is silent.
        LengthError
            The controls ask for too long a sound.
        """
        return self.render_place(self.inverse_map.place(request.x, request.y), request, rng)

    def render_place(
        self, place: Place, request: Request, rng: np.random.Generator | None = None
    ) -> NDArray[np.float32]:
        """Render the sound of a place, regardless of the request's point; otherwise as `render`."""
        rng = np.random.default_rng(request.seed) if rng is None else rng
        latent, variation = place.latent, request.controls.variation
        if variation:
            latent = self.inverse_map.vary(place, variation, rng)
        level = original_level(place, self.bundle.map.peaks)
        return self.render_latent(latent, rng, request.controls, level)

    def render_latent(
        self,
        latent: NDArray[np.float32],
        rng: np.random.Generator,
        controls: Controls = PLAIN,
        level: float | None = None,
    ) -> NDArray[np.float32]:
        """Render the sound of any latent [latent_dim]; `level` is as in `finish`, the rest as in `render`."""
        with self.buffers() as buffers:
            return self._render_decoded(self.decoder(latent, buffers.decoder), rng, buffers, controls, level)

    def buffers(self) -> AbstractContextManager[Buffers]:
        """Lend the working arrays of one render for a block."""
        return self._buffers.lend()

    def warm_up(self) -> None:
        """Render white noise and discard it, so that everything is compiled before the first request."""
        self.inverse_map.place(0.5, 0.5)
        shape = self.representation.n_bands, self.representation.n_frames
        white = Decoded(np.ones(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32))
        with self.buffers() as buffers:
            self._render_decoded(white, np.random.default_rng(0), buffers)

    def _render_decoded(
        self,
        decoded: Decoded,
        rng: np.random.Generator,
        buffers: Buffers,
        controls: Controls = PLAIN,
        level: float | None = None,
    ) -> NDArray[np.float32]:
        """Render a decoded spectrogram."""
        decoded = apply_controls(decoded, controls, self.draw.silence)
        if decoded.mean.shape[1] > self.representation.n_frames:
            buffers = self._make_buffers(decoded.mean.shape[1])
        magnitude = self.draw(decoded, rng, buffers.texture)
        if controls.tone:
            magnitude *= tilt(self.representation, controls.tone)
        signal = resample(self.reconstruct(magnitude, rng, buffers.phase), frequency_ratio(controls))
        return finish(signal, self.representation.sample_rate, level, controls.dynamics)

    def _make_buffers(self, n_frames: int | None = None) -> Buffers:
        """Allocate arrays for `n_frames` frames, by default those of the bundle's longest sound."""
        n_frames = self.representation.n_frames if n_frames is None else n_frames
        return Buffers(
            self.decoder.make_buffers(), self.draw.make_buffers(n_frames), self.reconstruct.make_buffers(n_frames)
        )
