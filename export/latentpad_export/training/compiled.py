"""The likelihood compiled, where that works."""

import logging

import torch

from latentpad_export.model.vae import Autoencoder

logger = logging.getLogger(__name__)

SHAPES = ((3, 32), (5, 96))
"""Sounds and frames of the batches that are tried; all others are handled as the second is."""


def compile_likelihood(model: Autoencoder, device: torch.device) -> None:
    """Compile the likelihood of a model of means and scales on the device, or warn and leave it as it is."""
    eager = model._textured
    try:
        compiled = torch.compile(eager, dynamic=True)
        for n, n_frames in SHAPES:
            x = torch.rand(n, n_frames, model.n_bands, device=device)
            out = torch.rand(n, n_frames, 2 * model.n_bands, device=device, requires_grad=True)
            compiled(x, out).sum().backward()  # type: ignore[no-untyped-call]
    except (RuntimeError, ImportError, OSError) as error:  # no compiler, or none for this device
        logger.warning(
            "The likelihood cannot be compiled (%s); training goes on without", str(error).partition("\n")[0]
        )
        return
    model._textured = compiled  # type: ignore[method-assign]
