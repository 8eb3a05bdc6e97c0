"""The training of vocoders with discriminators: a spectral loss first, then the discriminators beside it."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from latentpad_export.evaluate.reconstruction.adversarial_losses import (
    discriminator_loss,
    feature_matching_loss,
    generator_loss,
)
from latentpad_export.evaluate.reconstruction.schedule import learning_rate
from latentpad_export.evaluate.reconstruction.spectral_loss import multi_resolution_stft_loss
from latentpad_export.evaluate.reconstruction.vocoder import GENERATOR, Vocoder, VocoderConfig

DISCRIMINATOR = "discriminator"

BETAS = (0.8, 0.95)
"""Of both optimisers."""

MAX_GRADIENT = 1.0
"""Norm to which gradients are clipped."""


@dataclass(frozen=True, kw_only=True)
class AdversarialConfig(VocoderConfig):
    """Settings of a training with discriminators."""

    discriminator_width: int
    adversarial_from: float
    """Share of the training after which the discriminators take part; 1 for never."""

    adversarial_weight: float
    """Of the discriminators' scores, relative to the spectral loss."""

    matching_weight: float
    """Of the differences of their features."""


Adversarial = TypeVar("Adversarial", bound=AdversarialConfig)


class AdversarialVocoder(Vocoder[Adversarial]):
    """A generator and its discriminators."""

    def __init__(
        self, config: Adversarial, device: torch.device, generator: nn.Module, discriminator: nn.Module
    ) -> None:
        super().__init__(config, device)
        self.networks = {GENERATOR: generator.to(device), DISCRIMINATOR: discriminator.to(device)}
        self.optimizers = {
            name: torch.optim.AdamW(network.parameters(), config.learning_rate, betas=BETAS)
            for name, network in self.networks.items()
        }
        self._n_steps = 0

    @abstractmethod
    def pairs(self, signals: Tensor) -> tuple[Tensor, Tensor]:
        """Return features [batch, n_bands, n_frames] and the signals that they are of, aligned with `generate`."""

    @abstractmethod
    def generate(self, features: Tensor) -> Tensor:
        """Return float32 signals [batch, n_samples]."""

    def train_step(self, signals: Tensor, share: float) -> dict[str, Tensor]:
        """Take a step on the spectral loss and, later in the training, against the discriminators."""
        for network in self.networks.values():
            network.train()
        self.set_learning_rate(learning_rate(self.config.learning_rate, self._n_steps, share))
        self._n_steps += 1
        features, wanted = self.pairs(signals)
        made = self.generate(features)
        losses = {"spectral": multi_resolution_stft_loss(made, wanted)}
        if share >= self.config.adversarial_from:
            losses |= self._judge(made, wanted)
        weights = {
            "spectral": 1.0,
            "adversarial": self.config.adversarial_weight,
            "matching": self.config.matching_weight,
        }
        self._descend(GENERATOR, sum_of(losses, weights))
        return {name: loss.detach() for name, loss in losses.items()}

    def _judge(self, made: Tensor, wanted: Tensor) -> dict[str, Tensor]:
        """Take a step of the discriminators; return their loss, and the losses of the generator against them."""
        discriminator = self.networks[DISCRIMINATOR]
        with self.autocast():
            loss = discriminator_loss(discriminator(wanted), discriminator(made.detach()))
        self._descend(DISCRIMINATOR, loss)
        discriminator.requires_grad_(False)
        with self.autocast():
            of_real, of_made = discriminator(wanted), discriminator(made)
        discriminator.requires_grad_(True)
        return {
            "discriminator": loss,
            "adversarial": generator_loss(of_made),
            "matching": feature_matching_loss(of_real, of_made),
        }

    def _descend(self, name: str, loss: Tensor) -> None:
        """Take a step of one optimiser."""
        self.optimizers[name].zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.networks[name].parameters(), MAX_GRADIENT)
        self.optimizers[name].step()

    def state(self) -> dict[str, Any]:
        """Return what a step changes."""
        return {**super().state(), "n_steps": self._n_steps}

    def load_state(self, state: dict[str, Any]) -> None:
        """Return to a state."""
        super().load_state(state)
        self._n_steps = int(state["n_steps"])


def sum_of(losses: dict[str, Tensor], weights: dict[str, float]) -> Tensor:
    """Return the weighted sum of the losses that have a weight."""
    return torch.stack([weights[name] * loss for name, loss in losses.items() if name in weights]).sum()
