"""The networks ``frames`` (1-D over time, bands as channels), latentpad's own.

Letters: B batch, F bands, T frames, E = 512 units of the dense layer, D latent dimensions.
An encoder maps a feature (B, F, T) to (B, E); a decoder maps a latent (B, D) to (B, F or 2 F, T).
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from latentpad.bundle.representation import Representation
from latentpad_export.model.depthwise import convolve
from latentpad_export.model.image_networks import DENSE
from latentpad_export.model.rows import Dropout
from latentpad_export.presets import FRAME_MULTIPLE, ModelConfig


class Dense(nn.Module):
    """A matrix product over the last axis; the weight keeps its shape and name in an ONNX file."""

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        bound = n_in**-0.5
        self.weight = nn.Parameter(torch.empty(n_in, n_out).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(n_out).uniform_(-bound, bound))

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, T, n_in) to (B, T, n_out)."""
        product: Tensor = torch.addmm(self.bias, x.reshape(-1, x.shape[2]), self.weight)
        return product.reshape(-1, x.shape[1], product.shape[1])


class Fold(nn.Module):
    """Several frames to one: a convolution whose stride is its length."""

    def __init__(self, n_in: int, n_out: int, factor: int) -> None:
        super().__init__()
        self.factor, self.dense = factor, Dense(factor * n_in, n_out)

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, T, n_in) to (B, T / factor, n_out)."""
        folded: Tensor = self.dense(x.reshape(-1, x.shape[1] // self.factor, self.factor * x.shape[2]))
        return folded


class Unfold(nn.Module):
    """One frame to several: the transpose of `Fold`."""

    def __init__(self, n_in: int, n_out: int, factor: int) -> None:
        super().__init__()
        self.factor, self.dense = factor, Dense(n_in, factor * n_out)

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, T, n_in) to (B, T * factor, n_out)."""
        y: Tensor = self.dense(x)
        return y.reshape(-1, x.shape[1] * self.factor, y.shape[2] // self.factor)


class Block(nn.Module):
    """Depthwise convolution over time, then a small perceptron over channels (ConvNeXt in one dimension)."""

    def __init__(self, channels: int, kernel: int = 7) -> None:
        super().__init__()
        self.depthwise = nn.Conv1d(channels, channels, kernel, padding=kernel // 2, groups=channels)
        self.norm = nn.LayerNorm(channels)
        self.perceptron = nn.Sequential(Dense(channels, 2 * channels), nn.GELU(), Dense(2 * channels, channels))

    def forward(self, x: Tensor) -> Tensor:
        """Keep the shape (B, T, channels)."""
        refined: Tensor = x + self.perceptron(self.norm(self._spread(x)))
        return refined

    def _spread(self, x: Tensor) -> Tensor:
        """Convolve over time; (B, T, channels)."""
        if self.training and x.device.type == "cpu" and self.depthwise.bias is not None:
            return convolve(x, self.depthwise.weight, self.depthwise.bias)
        spread: Tensor = self.depthwise(x.transpose(1, 2)).transpose(1, 2)
        return spread


BOTTLENECK_CHANNELS = 96
"""Channels at the coarsest time step, between dense layer and convolutions; limits the size of both."""

FIRST_LOG_SCALE = -3.0
"""Initial texture: 4 dB at a range of 80 dB."""

SILENCE_CONTEXT = 4
"""Coarse frames of silence on either side of the one that is used as silence, which keep the padding out of it."""


class FramesEncoder(nn.Module):
    """Bands as channels; time is divided by 4, 2 and 2, with blocks between, then a dense layer.

    Channels come last, and strides are as long as their kernels, so that nearly everything is a matrix product: on a
    CPU twice as fast as convolutions. A feature may be shorter than the longest sound; it is followed by silence.
    """

    def __init__(self, representation: Representation, config: ModelConfig) -> None:
        super().__init__()
        c = config.width
        self.n_bands, self.n_coarse = representation.n_bands, representation.n_frames // FRAME_MULTIPLE
        self.layers = nn.Sequential(
            Fold(representation.n_bands, c, 4),
            Block(c),
            Fold(c, c, 2),
            Block(c),
            Fold(c, 2 * c, 2),
            Block(2 * c),
            Dense(2 * c, BOTTLENECK_CHANNELS),
        )
        self.dense = nn.Linear(BOTTLENECK_CHANNELS * self.n_coarse, DENSE)
        self.dropout = Dropout(config.dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, F, T or fewer) to (B, E)."""
        coarse = self.layers(x.transpose(1, 2))
        missing = self.n_coarse - coarse.shape[1]
        if missing > 0:
            silence = self.layers(x.new_zeros(1, 2 * SILENCE_CONTEXT * FRAME_MULTIPLE, self.n_bands))
            silence = silence[:, SILENCE_CONTEXT : SILENCE_CONTEXT + 1]
            coarse = torch.cat([coarse, silence.expand(coarse.shape[0], missing, BOTTLENECK_CHANNELS)], dim=1)
        hidden: Tensor = self.dropout(functional.gelu(self.dense(coarse.flatten(1))))
        return hidden


class FramesDecoder(nn.Module):
    """The reverse of the encoder, with one more block at each time step."""

    def __init__(self, representation: Representation, config: ModelConfig) -> None:
        super().__init__()
        c = config.width
        self.n_coarse = representation.n_frames // FRAME_MULTIPLE
        self.n_bands, self.onset_frames = representation.n_bands, config.onset_frames
        self.dense = nn.Sequential(nn.Linear(config.latent_dim, DENSE), nn.GELU(), Dropout(config.dropout))
        self.spread = nn.Linear(DENSE, self.n_coarse * BOTTLENECK_CHANNELS)
        if self.onset_frames:
            self.onset = nn.Linear(DENSE, self.onset_frames * self.n_bands)
            nn.init.zeros_(self.onset.weight)
            nn.init.zeros_(self.onset.bias)
        n_out = representation.n_bands * (2 if config.learns_scale else 1)
        last = Unfold(c, n_out, 4)
        with torch.no_grad():
            last.dense.bias.reshape(4, n_out)[:, representation.n_bands :] = FIRST_LOG_SCALE
        self.layers = nn.Sequential(
            Dense(BOTTLENECK_CHANNELS, 2 * c),
            Block(2 * c),
            Block(2 * c),
            Unfold(2 * c, c, 2),
            Block(c),
            Block(c),
            Unfold(c, c, 2),
            Block(c),
            Block(c),
            last,
        )

    def forward(self, z: Tensor, n_frames: int | None = None) -> Tensor:
        """Map (B, D) to (B, F, T), or (B, 2 F, T) with the scale; only the first `n_frames` if given."""
        hidden = self.dense(z)
        coarse = self.spread(hidden).reshape(-1, self.n_coarse, BOTTLENECK_CHANNELS)
        if n_frames is not None:
            coarse = coarse[:, : n_frames // FRAME_MULTIPLE]
        frames: Tensor = self.layers(coarse)
        if self.onset_frames:
            frames = self._with_onset(frames, hidden)
        return frames.transpose(1, 2)

    def _with_onset(self, frames: Tensor, hidden: Tensor) -> Tensor:
        """Correct the mean of the first frames (B, T, F or 2 F)."""
        n = self.onset_frames
        correction = self.onset(hidden).reshape(-1, n, self.n_bands)
        correction = functional.pad(correction, (0, frames.shape[2] - self.n_bands))
        return torch.cat([frames[:, :n] + correction, frames[:, n:]], dim=1)
