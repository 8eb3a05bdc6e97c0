"""The validation error of a model."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from latentpad_export.model.vae import Autoencoder

AUDIBLE = 0.25
"""Features above this are audible: 60 dB below the loudest band of the sound, at a range of 80 dB."""


def reconstruction_error(model: Autoencoder, x: NDArray[np.float32], top_db: float, device: torch.device) -> float:
    """Return the mean absolute error in dB of decoded features [n, n_bands, n_frames] where either is audible."""
    model.eval()
    errors, count = 0.0, 0
    with torch.no_grad():
        for start in range(0, len(x), 64):
            real = torch.from_numpy(x[start : start + 64]).to(device)
            mean: Tensor = model.decode(model.encode(real))[0]
            audible = (real > AUDIBLE) | (mean > AUDIBLE)
            errors += float((real - mean).abs()[audible].sum()) * top_db
            count += int(audible.sum())
    return errors / max(count, 1)
