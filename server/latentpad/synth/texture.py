"""Magnitudes of bins from decoded bands, with the noise texture that a mean lacks.

A decoder trained to predict the mean of each bin yields a smooth spectrogram: the blur of the thesis. The ``studio``
decoder predicts the scale of each bin too, and magnitudes are drawn: mean + scale * texture, where the texture is the
log spectrum of white noise through the same STFT, so that it is correlated in time and frequency as real noise is, with
a mean of 0 and a deviation of 1.
"""

from dataclasses import dataclass
from math import log, log2, log10, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad.errors import SilenceError
from latentpad.synth.buffers import page_array
from latentpad.synth.decoder import Decoded
from latentpad.synth.ending import FLOOR, end_of_mean
from latentpad.synth.griffin_lim import hann
from latentpad.synth.kernels.griffin_lim import BLOCK
from latentpad.synth.kernels.texture import Blocks, Limits, Mix, draw

MAX_SCALE_DB = 8.0
"""Largest spread of the texture in decibels; more is the model's uncertainty, not the sound's texture."""

EULER = 0.5772156649

LOG_POWER_DEVIATION = pi / sqrt(6)
"""Of the natural logarithm of an exponentially distributed power; its mean is minus Euler's constant."""


@dataclass(frozen=True)
class Buffers:
    """Working arrays for one sound at a time."""

    magnitude: NDArray[np.float32]
    """[n_frames, n_bins]."""

    noise: NDArray[np.float32]
    """[n_samples]."""

    blocks: Blocks


class TextureSampler:
    """Draws magnitudes of one representation."""

    def __init__(self, representation: Representation, synthesis: NDArray[np.float32]) -> None:
        """Prepare the tables.

        Parameters
        ----------
        representation : Representation
        synthesis : np.ndarray [shape=(n_bins, n_bands), float32]
            Table of the bundle.
        """
        self.representation = representation
        self.window = hann(representation.n_fft)
        power = float(np.square(self.window, dtype=np.float64).sum())
        limits = Limits(
            silence=np.float32(FLOOR),
            largest_scale=np.float32(MAX_SCALE_DB / representation.top_db),
            octaves=np.float32(representation.top_db / (20 * log10(2))),
            log_power_mean=np.float32(log2(power) - EULER / log(2)),
            log_power_deviation=np.float32(LOG_POWER_DEVIATION / log(2)),
        )
        self.tables = sparse(synthesis), limits
        self._gain = 1 / representation.emphasis_gain() if representation.emphasis else None

    def make_buffers(self, n_frames: int | None = None) -> Buffers:
        """Allocate arrays for `n_frames` frames, by default those of the bundle's longest sound."""
        representation = self.representation
        n_frames = representation.n_frames if n_frames is None else n_frames
        return Buffers(
            magnitude=page_array((n_frames, representation.n_bins), np.float32),
            noise=page_array((representation.n_fft + representation.hop_length * (n_frames - 1),), np.float32),
            blocks=Blocks(
                mean=np.empty((BLOCK, representation.n_bands), dtype=np.float32),
                scale=np.empty((BLOCK, representation.n_bands), dtype=np.float32),
                bins=np.empty((3, representation.n_bins), dtype=np.float32),
                spectrum=np.empty((BLOCK, representation.n_bins), dtype=np.complex64),
                frames=np.empty((BLOCK, representation.n_fft), dtype=np.float32),
            ),
        )

    def __call__(
        self, decoded: Decoded, rng: np.random.Generator, buffers: Buffers | None = None
    ) -> NDArray[np.float32]:
        """Draw the magnitudes of a sound up to its last audible frame.

        Parameters
        ----------
        decoded : Decoded
        rng : np.random.Generator
            Draws the texture.
        buffers : Buffers, optional
            Working arrays, which also hold the result until they are used again; new ones where they are too short.

        Returns
        -------
        np.ndarray [shape=(n_active_frames, n_bins), float32]
            1.0 is the loudest.

        Raises
        ------
        SilenceError
            No frame is audible.
        """
        if buffers is None or len(buffers.magnitude) < decoded.mean.shape[1]:
            buffers = self.make_buffers(decoded.mean.shape[1])
        n_fft, hop_length = self.representation.n_fft, self.representation.hop_length
        n_sounding = end_of_mean(decoded.mean, self.representation)
        if not n_sounding:
            raise SilenceError("this point of the map is silent")
        n_frames = min(n_sounding + 1, decoded.mean.shape[1])
        magnitude = buffers.magnitude[:n_frames]
        noise = buffers.noise[: n_fft + hop_length * (n_frames - 1)]
        rng.standard_normal(out=noise, dtype=np.float32)
        draw(magnitude, decoded.mean, decoded.scale, noise, self.window, hop_length, self.tables, buffers.blocks)
        if self._gain is not None:
            magnitude *= self._gain
            magnitude /= magnitude.max()
        return magnitude


def sparse(table: NDArray[np.float32]) -> Mix:
    """Reduce a table [n_bins, n_bands] to its non-zero bands: for each bin as many as any bin needs."""
    n_mixed = max(1, int((table != 0).sum(axis=1).max()))
    index = np.argsort(-np.abs(table), axis=1, kind="stable")[:, :n_mixed]
    weight = np.take_along_axis(table, index, axis=1)
    return Mix(np.ascontiguousarray(index.T, dtype=np.int32), np.ascontiguousarray(weight.T, dtype=np.float32))
