"""Latents of mapped sounds refined by gradient: those near the encoder's that decode closest to the sounds.

An encoder makes a latent from a sound in one step; a few steps of gradient descent through the decoder find a better
one. The prior keeps latents where the decoder has learnt to decode, and each dimension moves as fast as it varies, so
that one that carries nothing stays where it is. A sound whose error does not fall keeps the encoder's latent.

References
----------
Kim, Wiseman, Miller, Sontag and Rush, "Semi-Amortized Variational Autoencoders", 2018.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from latentpad_export.model.losses import audibility, mean_error, shift_error
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import FRAME_MULTIPLE

MAX_SOUNDS = 5_000
"""Sounds up to which latents are refined unless an option says otherwise: ten minutes on one core."""

N_STEPS, RATE = 20, 0.08
"""Steps of Adam, and the first one's length relative to how far each dimension is from 0 (root of the mean square)."""

LAST_RATE = 0.1
"""Length of the last step relative to the first."""

MOMENTA = 0.9, 0.9
"""Decay of Adam's running means; the usual one of the squares is too slow for so few steps."""

BATCH = 32

TAIL = 48
"""Frames of silence after a sound that are compared, too: what is decoded may not ring on."""


def refines(asked: bool | None, n_sounds: int) -> bool:
    """Return whether to refine the latents of a map: as asked, otherwise unless there are more than `MAX_SOUNDS`."""
    return n_sounds <= MAX_SOUNDS if asked is None else asked


@dataclass(frozen=True)
class Refiner:
    """Refines latents with the networks that made them."""

    model: Autoencoder
    """With its decoder; stays as it is."""

    prior: float
    """Weight of the latents' own likelihood, as in the training: beta."""

    spread: NDArray[np.float32] | None = None
    """[latent_dim] how far each dimension usually is from 0; None: as in the latents that are refined."""

    def __call__(
        self, stored: NDArray[np.uint8], seconds: NDArray[np.float32], latents: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return refined latents [n, latent_dim] of sounds, given those that the encoder makes.

        Parameters
        ----------
        stored : np.ndarray [shape=(n, n_frames, n_bands), uint8]
            Their features, 255 = 1.
        seconds : np.ndarray [shape=(n,), float32]
            Their lengths.
        latents : np.ndarray [shape=(n, latent_dim), float32]
        """
        return self.refine(lambda rows: stored[rows], seconds, latents)

    def refine(
        self,
        stored: Callable[[NDArray[np.int64]], NDArray[np.uint8]],
        seconds: NDArray[np.float32],
        latents: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """Refine as `__call__` does, where `stored` returns the features of some sounds by their rows."""
        refined = latents.copy()
        spread = np.sqrt(np.square(latents).mean(axis=0)) if self.spread is None else self.spread
        spreads = torch.from_numpy(spread).to(self._device)
        order = np.argsort(seconds, kind="stable")
        self.model.eval()
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            cut = self._cut(np.ascontiguousarray(stored(rows)))
            first = torch.from_numpy(latents[rows]).to(self._device)
            refined[rows] = self._descend(torch.from_numpy(cut).to(self._device), first, spreads).cpu().numpy()
        return refined

    @property
    def _device(self) -> torch.device:
        """Return the device of the model."""
        return next(self.model.parameters()).device

    def _cut(self, stored: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return features (B, T, F) without most of the silence after the longest; the ``image`` network needs all."""
        if self.model.config.network == "image":
            return stored
        sounding = np.flatnonzero(stored.any(axis=(0, 2)))
        n_frames = (sounding[-1] + 1 if len(sounding) else 0) + TAIL
        return stored[:, : -(-n_frames // FRAME_MULTIPLE) * FRAME_MULTIPLE]

    def _descend(self, stored: Tensor, first: Tensor, spread: Tensor) -> Tensor:
        """Return the best latents (B, D) on the way from the first ones; `stored` is (B, T, F)."""
        x = stored.float() / 255
        moved = torch.zeros_like(first).requires_grad_(True)
        optimizer = torch.optim.Adam([moved], betas=MOMENTA)
        best, lowest = first, torch.full((len(first),), torch.inf, device=first.device)
        for step in range(N_STEPS + 1):
            z = first + spread * moved
            losses = self._losses(x, z)
            better = losses.detach() < lowest
            best = torch.where(better[:, None], z.detach(), best)
            lowest = torch.where(better, losses.detach(), lowest)
            (moved.grad,) = torch.autograd.grad(losses.sum(), [moved])
            optimizer.param_groups[0]["lr"] = RATE * (1 - (1 - LAST_RATE) * step / N_STEPS)
            optimizer.step()
        return best

    def _losses(self, x: Tensor, z: Tensor) -> Tensor:
        """Return the error (B,) of decoded latents (B, D) against sounds (B, T, F), in nats, with the prior's."""
        with torch.autocast(x.device.type, torch.bfloat16, enabled=self.model.autocast):
            out = self.model.decoder(z, x.shape[1])
        mean = out.float().mT[..., : self.model.n_bands]
        if not self.model.config.learns_scale:
            mean = torch.sigmoid(mean)
        bands = self.model.band_weights[:, 0]
        error = mean_error(x, mean, audibility(x, mean, bands)) + shift_error(x, mean, bands, self.model.top_db)
        return error + self.prior * 0.5 * z.square().sum(1)
