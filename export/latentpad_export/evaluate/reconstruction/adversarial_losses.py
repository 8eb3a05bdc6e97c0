"""The losses of a generator against discriminators: hinge and feature matching, as in MelGAN.

References
----------
Kumar et al., "MelGAN: generative adversarial networks for conditional waveform synthesis", NeurIPS 2019.
"""

import torch
from torch import Tensor

Judged = list[list[Tensor]]
"""Of each discriminator, the features of its layers; the last are its scores."""


def discriminator_loss(of_real: Judged, of_made: Judged) -> Tensor:
    """Return the hinge loss, averaged over the discriminators."""
    pairs = zip(of_real, of_made, strict=True)
    losses = [(1 - real[-1]).relu().mean() + (1 + made[-1]).relu().mean() for real, made in pairs]
    return torch.stack(losses).mean()


def generator_loss(of_made: Judged) -> Tensor:
    """Return minus the mean score."""
    return -torch.stack([made[-1].mean() for made in of_made]).mean()


def feature_matching_loss(of_real: Judged, of_made: Judged) -> Tensor:
    """Return the mean difference of the features, averaged over layers and discriminators."""
    losses = [
        (real.detach() - made).abs().mean()
        for real_layers, made_layers in zip(of_real, of_made, strict=True)
        for real, made in zip(real_layers[:-1], made_layers[:-1], strict=True)
    ]
    return torch.stack(losses).mean()
