"""The variational autoencoder: encoder, flow, decoder and their loss.

Letters: B batch, F bands, T frames, E units of the dense layer, D latent dimensions. Features are in [0, 1].
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from latentpad.bundle.representation import Representation
from latentpad_export.model.flow import Flow
from latentpad_export.model.frames_networks import FramesDecoder, FramesEncoder
from latentpad_export.model.fused_likelihood import is_fused, mean_likelihood
from latentpad_export.model.image_networks import DENSE, ImageDecoder, ImageEncoder, initialise
from latentpad_export.model.losses import audibility, mean_error, shift_error, texture_error
from latentpad_export.model.rows import Dropout, Rows, draw
from latentpad_export.presets import ModelConfig

LOG_SCALE_RANGE = (-7.0, -2.0)
"""Bounds of the log scale: 0.07 to 11 dB at a range of 80 dB; white noise has 5.6 dB."""

CPU_BATCH = 1
"""Sounds whose likelihood a CPU computes together: as many as fit its cache, since memory limits the speed."""

LOG_VARIANCE_RANGE = (-12.0, 6.0)


@dataclass(frozen=True)
class Loss:
    """The two terms of the evidence lower bound, in nats per sound, averaged over the batch."""

    reconstruction: Tensor
    divergence: Tensor


class Autoencoder(nn.Module):
    """Feature (B, F, T) to latent (B, D) and back."""

    band_weights: Tensor
    """(F, 1) weight of each band in the likelihood."""

    texture_unit: Tensor
    """(F, 1) roughness of each band in noise whose bins have a deviation of 1."""

    def __init__(self, representation: Representation, config: ModelConfig) -> None:
        super().__init__()
        self.config, self.n_bands, self.top_db = config, representation.n_bands, representation.top_db
        self.autocast = False
        """Run the convolutions of `loss` in bfloat16; the flow and the likelihood stay in float32."""
        self.rows: Rows | None = None
        """The rows of each batch that `loss` is given, where several processes share it."""
        image = config.network == "image"
        for name in ("band_weights", "texture_unit"):
            self.register_buffer(name, torch.ones(representation.n_bands, 1), persistent=False)
        self.encoder = (ImageEncoder if image else FramesEncoder)(representation, config)
        self.heads = nn.Linear(DENSE, 2 * config.latent_dim)
        self.flow = Flow(config.n_flows, config.latent_dim, config.flow_hidden, DENSE)
        self.decoder = (ImageDecoder if image else FramesDecoder)(representation, config)
        if image:
            self.apply(initialise)
            self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # halves a step's time on a CPU

    def encode(self, x: Tensor) -> Tensor:
        """Encode a feature (B, F, T) as a latent (B, D): the posterior's mean, transformed by the flow."""
        h = self.encoder(x)
        mean, _ = self.heads(h).chunk(2, dim=1)
        z, _ = self.flow(mean, h)
        latent: Tensor = z
        return latent

    def decode(self, z: Tensor) -> tuple[Tensor, Tensor | None]:
        """Decode a latent (B, D) to the mean (B, F, T) in [0, 1] and, where it is learnt, the scale of its texture."""
        out = self.decoder(z)
        if not self.config.learns_scale:
            return torch.sigmoid(out), None
        mean, log_scale = out[:, : self.n_bands], out[:, self.n_bands :]
        return mean.clamp(0.0, 1.0), log_scale.clamp(*LOG_SCALE_RANGE).exp()

    def compute_rows(self, rows: Rows | None) -> None:
        """Compute the loss of these rows of each batch only, with the random numbers that they have in the whole."""
        self.rows = rows
        for module in self.modules():
            if isinstance(module, Dropout):
                module.rows = rows

    def loss(self, x: Tensor) -> Loss:
        """Compute the evidence lower bound of a batch (B, F, T), with one sample of the posterior per sound.

        The ``frames`` network accepts sounds of fewer frames than the longest, followed by silence.
        """
        with self._precision(x):
            h = self.encoder(x)
        h = h.float()
        mean, log_variance = self.heads(h).chunk(2, dim=1)
        log_variance = log_variance.clamp(*LOG_VARIANCE_RANGE)
        noise = draw(torch.randn, mean, self.rows, mean.shape[1])
        z, log_det = self.flow(mean + (0.5 * log_variance).exp() * noise, h)
        log_posterior = -0.5 * (noise.square() + log_variance).sum(1) - log_det
        log_prior = -0.5 * z.square().sum(1)
        with self._precision(x):
            out = self.decoder(z, x.shape[2])
        return Loss(self._mean_reconstruction(x, out.float()), (log_posterior - log_prior).mean())

    def _precision(self, x: Tensor) -> torch.autocast:
        """Return the context that sets the precision of the convolutions."""
        return torch.autocast(x.device.type, torch.bfloat16, enabled=self.autocast)

    def _mean_reconstruction(self, x: Tensor, out: Tensor) -> Tensor:
        """Return the negative log-likelihood, averaged over the sounds."""
        if self.config.learns_scale and is_fused(x.mT, out.mT):
            weights, unit = self.band_weights[:, 0], self.texture_unit[:, 0]
            return mean_likelihood(x.mT, out.mT, weights, unit, LOG_SCALE_RANGE, self.top_db)
        return self._reconstruction(x, out).mean()

    def _reconstruction(self, x: Tensor, out: Tensor) -> Tensor:
        """Return the negative log-likelihood (B,): binary cross-entropy (thesis), or Laplace of mean and texture."""
        if not self.config.learns_scale:
            entropy = functional.binary_cross_entropy_with_logits(out, x, reduction="none")
            return (self.band_weights * entropy).sum((1, 2))
        size = CPU_BATCH if x.device.type == "cpu" else len(x)
        parts = zip(torch.split(x.mT, size), torch.split(out.mT, size), strict=True)
        return torch.cat([self._textured(*part) for part in parts])

    def _textured(self, x: Tensor, out: Tensor) -> Tensor:
        """Return the negative log-likelihood (B,) of sounds (B, T, F), given decoded mean and log scale (B, T, 2 F)."""
        mean, log_scale = torch.split(out, self.n_bands, dim=2)
        bounded = log_scale.clamp(*LOG_SCALE_RANGE)
        log_scale = log_scale + (bounded - log_scale).detach()  # values out of bounds still get a gradient
        weights = audibility(x, mean, self.band_weights[:, 0])
        texture = texture_error(x, mean, log_scale, self.texture_unit[:, 0], weights)
        shift = shift_error(x, mean, self.band_weights[:, 0], self.top_db)
        return mean_error(x, mean, weights) + shift + texture
