"""The networks of MelGAN: a generator of transposed convolutions, and discriminators at three rates."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import weight_norm

RATIOS = (8, 4, 2, 2)
"""Of the transposed convolutions; together the hop of 128."""

DILATIONS = (1, 3, 9)
"""Of the residual blocks after each of them."""

SLOPE = 0.2
"""Of the leaky rectifiers."""

N_SCALES = 3
"""Discriminators, each at half the rate of the one before."""


class ResidualBlock(nn.Module):
    """A dilated convolution and one of a single sample, added to a projection of the input."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.dilated = weight_norm(nn.Conv1d(width, width, 3, dilation=dilation, padding=dilation))
        self.mixed = weight_norm(nn.Conv1d(width, width, 1))
        self.shortcut = weight_norm(nn.Conv1d(width, width, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Compute the block on (B, C, T)."""
        hidden = nn.functional.leaky_relu(self.dilated(nn.functional.leaky_relu(x, SLOPE)), SLOPE)
        changed: Tensor = self.shortcut(x) + self.mixed(hidden)
        return changed


class MelGANGenerator(nn.Module):
    """From mel bands (B, F, T) to samples (B, T * hop)."""

    def __init__(self, n_bands: int, width: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [weight_norm(nn.Conv1d(n_bands, width, 7, padding=3))]
        for i, ratio in enumerate(RATIOS):
            n_in, n_out = width >> i, width >> (i + 1)
            layers.append(nn.LeakyReLU(SLOPE))
            layers.append(weight_norm(nn.ConvTranspose1d(n_in, n_out, 2 * ratio, stride=ratio, padding=ratio // 2)))
            layers += [ResidualBlock(n_out, dilation) for dilation in DILATIONS]
        layers += [nn.LeakyReLU(SLOPE), weight_norm(nn.Conv1d(width >> len(RATIOS), 1, 7, padding=3)), nn.Tanh()]
        self.layers = nn.Sequential(*layers)

    def forward(self, feature: Tensor) -> Tensor:
        """Synthesise."""
        signal: Tensor = self.layers(feature).squeeze(1)
        return signal


class ScaleDiscriminator(nn.Module):
    """Scores windows of a signal at one rate; grouped convolutions with long kernels, as in the paper."""

    def __init__(self, width: int) -> None:
        super().__init__()
        widths = [width, 2 * width, 4 * width, 8 * width]
        layers: list[nn.Module] = [nn.Conv1d(1, width, 15, padding=7)]
        for n_in, n_out in pairwise(widths):
            layers.append(nn.Conv1d(n_in, n_out, 41, stride=4, padding=20, groups=4))
        layers += [nn.Conv1d(widths[-1], widths[-1], 5, padding=2), nn.Conv1d(widths[-1], 1, 3, padding=1)]
        self.layers = nn.ModuleList(weight_norm(layer) for layer in layers)

    def forward(self, x: Tensor) -> list[Tensor]:
        """Return the features of each layer of (B, 1, T), the scores last."""
        features = []
        for layer in self.layers[:-1]:
            x = nn.functional.leaky_relu(layer(x), SLOPE)
            features.append(x)
        return [feature.float() for feature in (*features, self.layers[-1](x))]


class ScaleDiscriminators(nn.Module):
    """One per rate."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.members = nn.ModuleList(ScaleDiscriminator(width) for _ in range(N_SCALES))

    def forward(self, signal: Tensor) -> list[list[Tensor]]:
        """Return the features of each discriminator's layers."""
        x, features = signal[:, None], []
        for member in self.members:
            features.append(member(x))
            x = nn.functional.avg_pool1d(x, 4, stride=2, padding=1)
        return features


def without_weight_norm(network: nn.Module) -> nn.Module:
    """Fold the norms into the weights, in place.

    Not of a copy made by `copy.deepcopy`: PyTorch would change the class of the original's layers, too.
    """
    for module in network.modules():
        if torch.nn.utils.parametrize.is_parametrized(module):
            torch.nn.utils.parametrize.remove_parametrizations(module, "weight")
    return network
