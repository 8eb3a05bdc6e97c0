"""What a decoder says, drawn: bands to bins, with the texture of noise, which a mean lacks.

A decoder that is asked for the mean of what a bin may hold gives a smooth spectrogram: the blur of the thesis. The
``studio`` decoder gives the scale of each bin too, and the sound is drawn: mean + scale * texture, where the texture is
the log spectrum of white noise through the same STFT, so that it hangs together in time and frequency as real noise
does, at a mean of 0 and a deviation of 1.
"""

from dataclasses import dataclass
from math import log, log2, log10, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad.errors import SilenceError
from latentpad.synth.decoder import Decoded
from latentpad.synth.griffin_lim import hann
from latentpad.synth.kernels.griffin_lim import BLOCK
from latentpad.synth.kernels.texture import Blocks, Limits, Mix, draw

FAINTEST_DB = -71.0
"""Means down to this, below the loudest, are played. What a decoder says below is neither heard nor well learnt, but
would keep the end of a sound from being found."""

FLOOR = 0.003
"""Means up to this are silence, where a feature does not reach down so far."""

LARGEST_SCALE_DB = 8.0
"""Spread in decibels that the texture may reach; more is the model's doubt, not the sound's texture."""

EULER = 0.5772156649

LOG_POWER_DEVIATION = pi / sqrt(6)
"""Of the natural logarithm of an exponentially distributed power; its mean is minus Euler's constant."""


@dataclass(frozen=True)
class Buffers:
    """Arrays for one drawing at a time."""

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
            Of the bundle.
        """
        self.representation = representation
        self.silence = max(FLOOR, 1 + FAINTEST_DB / representation.top_db)
        """Means up to this are silence."""
        self.window = hann(representation.n_fft)
        power = float(np.square(self.window, dtype=np.float64).sum())
        limits = Limits(
            silence=np.float32(self.silence),
            largest_scale=np.float32(LARGEST_SCALE_DB / representation.top_db),
            octaves=np.float32(representation.top_db / (20 * log10(2))),
            log_power_mean=np.float32(log2(power) - EULER / log(2)),
            log_power_deviation=np.float32(LOG_POWER_DEVIATION / log(2)),
        )
        self.tables = sparse(synthesis), limits

    def make_buffers(self, n_frames: int | None = None) -> Buffers:
        """Give arrays for so many frames, or for the bundle's longest sound."""
        shape = self.representation
        n_frames = shape.n_frames if n_frames is None else n_frames
        return Buffers(
            magnitude=np.empty((n_frames, shape.n_bins), dtype=np.float32),
            noise=np.empty(shape.n_fft + shape.hop_length * (n_frames - 1), dtype=np.float32),
            blocks=Blocks(
                mean=np.empty((BLOCK, shape.n_bands), dtype=np.float32),
                scale=np.empty((BLOCK, shape.n_bands), dtype=np.float32),
                bins=np.empty((3, shape.n_bins), dtype=np.float32),
                spectrum=np.empty((BLOCK, shape.n_bins), dtype=np.complex64),
                frames=np.empty((BLOCK, shape.n_fft), dtype=np.float32),
            ),
        )

    def __call__(self, decoded: Decoded, rng: np.random.Generator, room: Buffers | None = None) -> NDArray[np.float32]:
        """Draw a sound up to the last frame that is heard.

        Parameters
        ----------
        decoded : Decoded
        rng : np.random.Generator
            Chooses the texture.
        room : Room, optional
            Where to work; the result lies in it, until it is used again. New arrays where none is given.

        Returns
        -------
        np.ndarray [shape=(n_active_frames, n_bins), float32]
            1.0 = loudest.

        Raises
        ------
        SilenceError
            Nothing is heard.
        """
        room = self.make_buffers(decoded.mean.shape[1]) if room is None else room
        shape = self.representation
        sounding = np.flatnonzero((decoded.mean > self.silence).any(axis=0))
        if len(sounding) == 0:
            raise SilenceError("this point of the map is silent")
        n_frames = min(int(sounding[-1]) + 2, decoded.mean.shape[1])
        magnitude = room.magnitude[:n_frames]
        noise = room.noise[: shape.n_fft + shape.hop_length * (n_frames - 1)]
        rng.standard_normal(out=noise, dtype=np.float32)
        draw(magnitude, decoded.mean, decoded.scale, noise, self.window, shape.hop_length, self.tables, room.blocks)
        return magnitude


def sparse(table: NDArray[np.float32]) -> Mix:
    """Keep the bands that matter for each bin of a table [n_bins, n_bands]: as many as any bin needs."""
    n_mixed = max(1, int((table != 0).sum(axis=1).max()))
    index = np.argsort(-np.abs(table), axis=1, kind="stable")[:, :n_mixed]
    weight = np.take_along_axis(table, index, axis=1)
    return Mix(np.ascontiguousarray(index.T, dtype=np.int32), np.ascontiguousarray(weight.T, dtype=np.float32))
