"""Random changes of features that keep the kind of a sound: other filters and other decays.

A network that has heard each sound through many filters and with many decays predicts sounds better that it has not
heard. The changes are made on the device, anew for each batch.
"""

import torch
from torch import Tensor
from torch.nn import functional

from latentpad_export.model.rows import Rows, draw
from latentpad_export.presets import Augmentation

N_POINTS = 8
"""Random gains between which a filter is interpolated over the bands."""


def augment(x: Tensor, ranges: Augmentation, top_db: float, rows: Rows | None = None) -> Tensor:
    """Return changed features (B, F, T), whose loudest bin is 1 again; silence remains silence.

    Parameters
    ----------
    x : Tensor (B, F, T)
        In [0, 1], B sounds of F bands and T frames, each with a loudest bin of 1.
    ranges : Augmentation
    top_db : float
        Decibels between 0 and 1.
    rows : Rows, optional
        The rows of a batch in `x`, where several processes share it.
    """
    _, n_bands, n_frames = x.shape
    changed = (draw(torch.rand, x, rows, 1, 1) < ranges.share).to(x.dtype)
    points = draw(torch.randn, x, rows, 1, N_POINTS) * (ranges.filter_db / top_db)
    gains = functional.interpolate(points, size=n_bands, mode="linear", align_corners=True).mT
    slopes = draw(torch.randn, x, rows, 1, 1) * (ranges.decay_db / top_db)
    decays = slopes * torch.arange(n_frames, device=x.device, dtype=x.dtype) / 100
    moved = x + changed * (gains + decays)
    peaks = torch.where(x > 0, moved, 0.0).amax((1, 2), keepdim=True)
    levelled: Tensor = torch.where(x > 0, moved + (1 - peaks) * changed, x).clamp(0.0, 1.0)
    return levelled
