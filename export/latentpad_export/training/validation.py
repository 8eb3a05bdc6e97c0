"""The validation error of a model."""

from collections.abc import Iterable

import torch
from torch import Tensor

from latentpad_export.model.vae import Autoencoder

AUDIBLE_DB = 60.0
"""A sound is audible down to this far below its loudest band."""


def audible_level(top_db: float) -> float:
    """Return the feature from which on a sound is audible, for a range in dB."""
    return 1 - AUDIBLE_DB / top_db


@torch.no_grad()
def reconstruction_error(model: Autoencoder, batches: Iterable[Tensor], top_db: float) -> float:
    """Return the mean absolute error in dB of decoded features where either is audible; leaves the model in eval mode.

    Parameters
    ----------
    model : Autoencoder
    batches : iterable of Tensor (B, F, T)
        On the device of the model.
    top_db : float
        Range of the features in dB.
    """
    model.eval()
    level = audible_level(top_db)
    sums = []
    for real in batches:
        mean: Tensor = model.decode(model.encode(real))[0]
        audible = (real > level) | (mean > level)
        sums.append(torch.stack([((real - mean).abs() * audible).sum(), audible.sum().float()]))
    error, count = torch.stack(sums).cpu().double().sum(0).tolist() if sums else (0.0, 0)
    return float(error) * top_db / max(count, 1)
