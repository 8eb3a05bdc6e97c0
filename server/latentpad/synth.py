"""A request to a sound: the only place that knows the order of the steps. Knows no file, socket, clock or thread."""

from math import log

import numpy as np
from numpy.typing import NDArray

from latentpad import kernels
from latentpad.bundle import Bundle
from latentpad.decoder import Decoded, Decoder
from latentpad.errors import SilenceError
from latentpad.finish import finish
from latentpad.griffinlim import PhaseReconstruction
from latentpad.pad import Pad
from latentpad.request import Request
from latentpad.texture import draw_texture

SILENCE = 0.003
"""Means up to this (0.24 dB above the floor) are silence."""

LARGEST_SCALE_DB = 8.0
"""Spread in decibels that the texture may reach; more is the model's doubt, not the sound's texture."""


class Synth:
    """Plays one bundle."""

    def __init__(self, bundle: Bundle) -> None:
        """Load the bundle's networks and tables.

        Raises
        ------
        BundleError
            The decoder does not fit the bundle.
        """
        shape = bundle.representation
        self.bundle, self.representation = bundle, shape
        self.pad = Pad(bundle.map)
        self.decoder = Decoder(bundle)
        self.reconstruct = PhaseReconstruction(shape.n_fft, shape.hop_length)
        self.index, self.weight = _sparse(bundle.synthesis)
        nepers = shape.top_db / 20 * log(10)
        self.limits = np.array([SILENCE, LARGEST_SCALE_DB / shape.top_db, nepers], dtype=np.float32)

    def render(self, request: Request, rng: np.random.Generator | None = None) -> NDArray[np.float32]:
        """Make the sound of a point.

        Parameters
        ----------
        request : Request
        rng : np.random.Generator, optional
            Everything random about the sound; the request's seed where none is given.

        Returns
        -------
        np.ndarray [shape=(n_samples,), float32]
            Peak -1 dBFS; the same bundle, request and generator give the same samples.

        Raises
        ------
        SilenceError
            The model holds this point silent.
        """
        rng = np.random.default_rng(request.seed) if rng is None else rng
        place = self.pad.place(request.x, request.y)
        return self.sound(self.decoder(place.latent), rng)

    def warm_up(self) -> None:
        """Play white noise into nothing, so that everything is compiled before the first request."""
        shape = self.representation.n_bands, self.representation.n_frames
        white = Decoded(np.ones(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32))
        self.sound(white, np.random.default_rng(0))

    def sound(self, decoded: Decoded, rng: np.random.Generator) -> NDArray[np.float32]:
        """Turn a decoded spectrogram into a finished sound; parameters and errors as in `render`."""
        magnitude = self.magnitude(decoded, rng)
        return finish(self.reconstruct(magnitude, rng), self.representation.sample_rate)

    def magnitude(self, decoded: Decoded, rng: np.random.Generator) -> NDArray[np.float32]:
        """Give the magnitudes [n_active_frames, n_bins] up to the last frame that sounds, 1.0 = loudest."""
        sounding = np.flatnonzero((decoded.mean > SILENCE).any(axis=0))
        if len(sounding) == 0:
            raise SilenceError("this point of the map is silent")
        n_frames = min(int(sounding[-1]) + 2, self.representation.n_frames)
        mean = self._bins(decoded.mean[:, :n_frames])
        scale = self._bins(decoded.scale[:, :n_frames])
        texture = draw_texture(n_frames, self.representation.n_fft, self.representation.hop_length, rng)
        magnitude = np.empty_like(mean)
        kernels.to_magnitude(magnitude, mean, scale, texture, self.limits)
        return magnitude

    def _bins(self, bands: NDArray[np.float32]) -> NDArray[np.float32]:
        """Bands [n_bands, n_frames] to bins [n_frames, n_bins]."""
        bins = np.empty((bands.shape[1], self.representation.n_bins), dtype=np.float32)
        kernels.expand(bins, np.ascontiguousarray(bands), self.index, self.weight)
        return bins


def _sparse(table: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Keep the bands that matter for each bin: indices and weights [n_bins, as many as any bin needs]."""
    n_mixed = max(1, int((table != 0).sum(axis=1).max()))
    index = np.argsort(-np.abs(table), axis=1, kind="stable")[:, :n_mixed]
    return index, np.take_along_axis(table, index, axis=1)
