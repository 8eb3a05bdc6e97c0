"""The networks around the latent space: ``image`` (2-D, the thesis) and ``frames`` (1-D over time, studio).

Letters: B batch, F bands, T frames, E = 512 units of the dense layer, D latent dimensions.
An encoder maps a feature (B, F, T) to (B, E); a decoder maps a latent (B, D) to (B, F or 2 F, T).
"""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from latentpad.representation import Representation
from latentpad_export.presets import FRAME_MULTIPLE, ModelConfig

DENSE = 512


class ImageEncoder(nn.Module):
    """Four 3 x 3 convolutions, each followed by max-pooling (SampleVAE's sizes) and ELU, then a dense layer."""

    POOLS = ((4, 4), (2, 2), (2, 4), (2, 2))

    def __init__(self, representation: Representation, config: ModelConfig) -> None:
        super().__init__()
        c = config.width
        channels = (1, c, 2 * c, c, c)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, 3, padding=1, bias=False) for before, after in pairwise(channels)
        )
        height, width = image_sizes(representation)[-1]
        self.dense = nn.Linear(c * height * width, DENSE)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor) -> Tensor:
        """(B, F, T) to (B, E)."""
        x = x.unsqueeze(1)
        for convolution, pool in zip(self.convolutions, self.POOLS, strict=True):
            x = functional.elu(functional.max_pool2d(convolution(x), pool, stride=2))
        hidden: Tensor = self.dropout(functional.elu(self.dense(x.flatten(1))))
        return hidden


class ImageDecoder(nn.Module):
    """The encoder turned round: resize to each earlier size, then a 3 x 3 convolution."""

    def __init__(self, representation: Representation, config: ModelConfig) -> None:
        super().__init__()
        c = config.width
        self.sizes = image_sizes(representation)
        height, width = self.sizes[-1]
        self.start = (c, height, width)
        self.dense = nn.Linear(config.latent_dim, c * height * width)
        self.dropout = nn.Dropout(config.dropout)
        channels = (c, c, 2 * c, c, 2 if config.learns_scale else 1)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, 3, padding=1, bias=False) for before, after in pairwise(channels)
        )

    def forward(self, z: Tensor) -> Tensor:
        """(B, D) to (B, F, T), or (B, 2 F, T) with the scale."""
        x: Tensor = self.dropout(functional.elu(self.dense(z))).reshape(-1, *self.start)
        for i, convolution in enumerate(self.convolutions):
            size = self.sizes[-2 - i]
            x = convolution(functional.interpolate(x, size=size, mode="bilinear", align_corners=False))
            if i < len(self.convolutions) - 1:
                x = functional.elu(x)
        return x.flatten(1, 2)


def image_sizes(representation: Representation) -> list[tuple[int, int]]:
    """Height and width before, between and after the pools; 128 x 250 ends at 7 x 15."""
    sizes = [(representation.n_bands, representation.n_frames)]
    for high, wide in ImageEncoder.POOLS:
        height, width = sizes[-1]
        sizes.append(((height - high) // 2 + 1, (width - wide) // 2 + 1))
    return sizes


class Block(nn.Module):
    """Depthwise convolution over time, then a small perceptron over channels (ConvNeXt in one dimension)."""

    def __init__(self, channels: int, kernel: int = 7) -> None:
        super().__init__()
        self.depthwise = nn.Conv1d(channels, channels, kernel, padding=kernel // 2, groups=channels)
        self.norm = nn.GroupNorm(1, channels)
        self.perceptron = nn.Sequential(
            nn.Conv1d(channels, 2 * channels, 1), nn.GELU(), nn.Conv1d(2 * channels, channels, 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Keep the shape (B, channels, T)."""
        refined: Tensor = x + self.perceptron(self.norm(self.depthwise(x)))
        return refined


NARROW = 96
"""Channels at the coarsest time step where the dense layer meets the convolutions; bounds the size of both."""


class FramesEncoder(nn.Module):
    """Bands as channels; time is divided by 4, 2 and 2, with blocks between, then a dense layer."""

    def __init__(self, representation: Representation, config: ModelConfig) -> None:
        super().__init__()
        c = config.width
        self.layers = nn.Sequential(
            nn.Conv1d(representation.n_bands, c, 4, 4),
            Block(c),
            nn.Conv1d(c, c, 2, 2),
            Block(c),
            nn.Conv1d(c, 2 * c, 2, 2),
            Block(2 * c),
            nn.Conv1d(2 * c, NARROW, 1),
        )
        self.dense = nn.Linear(NARROW * (representation.n_frames // FRAME_MULTIPLE), DENSE)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Tensor) -> Tensor:
        """(B, F, T) to (B, E)."""
        hidden: Tensor = self.dropout(functional.gelu(self.dense(self.layers(x).flatten(1))))
        return hidden


class FramesDecoder(nn.Module):
    """The encoder turned round, with one block more at each time step."""

    def __init__(self, representation: Representation, config: ModelConfig) -> None:
        super().__init__()
        c = config.width
        self.start = (NARROW, representation.n_frames // FRAME_MULTIPLE)
        self.dense = nn.Sequential(nn.Linear(config.latent_dim, DENSE), nn.GELU(), nn.Dropout(config.dropout))
        self.spread = nn.Linear(DENSE, self.start[0] * self.start[1])
        n_out = representation.n_bands * (2 if config.learns_scale else 1)
        self.layers = nn.Sequential(
            nn.Conv1d(NARROW, 2 * c, 1),
            Block(2 * c),
            Block(2 * c),
            nn.ConvTranspose1d(2 * c, c, 2, 2),
            Block(c),
            Block(c),
            nn.ConvTranspose1d(c, c, 2, 2),
            Block(c),
            Block(c),
            nn.ConvTranspose1d(c, n_out, 4, 4),
        )

    def forward(self, z: Tensor) -> Tensor:
        """(B, D) to (B, F, T), or (B, 2 F, T) with the scale."""
        spectrogram: Tensor = self.layers(self.spread(self.dense(z)).reshape(-1, *self.start))
        return spectrogram


def initialise(module: nn.Module) -> None:
    """Start as SampleVAE does: Xavier weights."""
    if isinstance(module, nn.Linear | nn.Conv2d):
        nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            torch.nn.init.constant_(module.bias, 0.001)
