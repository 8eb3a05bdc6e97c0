"""The networks ``image`` (2-D convolutions), the thesis's.

Letters: B batch, F bands, T frames, E = 512 units of the dense layer, D latent dimensions.
An encoder maps a feature (B, F, T) to (B, E); a decoder maps a latent (B, D) to (B, F or 2 F, T).
"""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from latentpad.bundle.representation import Representation
from latentpad_export.model.rows import Dropout
from latentpad_export.presets import ModelConfig

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
        self.dropout = Dropout(config.dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, F, T) to (B, E)."""
        x = x.unsqueeze(1)
        for convolution, pool in zip(self.convolutions, self.POOLS, strict=True):
            x = functional.elu(functional.max_pool2d(convolution(x), pool, stride=2))
        hidden: Tensor = self.dropout(functional.elu(self.dense(x.flatten(1))))
        return hidden


class ImageDecoder(nn.Module):
    """The reverse of the encoder: resize to each earlier size, then a 3 x 3 convolution."""

    def __init__(self, representation: Representation, config: ModelConfig) -> None:
        super().__init__()
        c = config.width
        self.sizes = image_sizes(representation)
        height, width = self.sizes[-1]
        self.start = (c, height, width)
        self.dense = nn.Linear(config.latent_dim, c * height * width)
        self.dropout = Dropout(config.dropout)
        channels = (c, c, 2 * c, c, 2 if config.learns_scale else 1)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, 3, padding=1, bias=False) for before, after in pairwise(channels)
        )

    def forward(self, z: Tensor, _n_frames: int | None = None) -> Tensor:
        """Map (B, D) to (B, F, T), or (B, 2 F, T) with the scale."""
        x: Tensor = self.dropout(functional.elu(self.dense(z))).reshape(-1, *self.start)
        for i, convolution in enumerate(self.convolutions):
            size = self.sizes[-2 - i]
            x = convolution(functional.interpolate(x, size=size, mode="bilinear", align_corners=False))
            if i < len(self.convolutions) - 1:
                x = functional.elu(x)
        return x.flatten(1, 2)


def image_sizes(representation: Representation) -> list[tuple[int, int]]:
    """Return height and width before, between and after the pools; 128 x 250 ends at 7 x 15."""
    sizes = [(representation.n_bands, representation.n_frames)]
    for high, wide in ImageEncoder.POOLS:
        height, width = sizes[-1]
        sizes.append(((height - high) // 2 + 1, (width - wide) // 2 + 1))
    return sizes


def initialise(module: nn.Module) -> None:
    """Initialise as SampleVAE does: Xavier weights."""
    if isinstance(module, nn.Linear | nn.Conv2d):
        nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            torch.nn.init.constant_(module.bias, 0.001)
