"""The likelihood of `latentpad_export.model.losses` on a CPU, with its gradient computed at the same time.

The loop needs numba; without it, the likelihood is computed by tensor operations, as on other devices.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from math import log
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from latentpad_export.model import losses
from latentpad_export.model.likelihood_arrays import LONG, TALL, WIDE, Settings, Weights, make_scratch


@cache
def kernels() -> ModuleType | None:
    """Return the module of the loop, or None where there is no numba."""
    try:
        from latentpad_export.model import likelihood_kernel
    except ImportError:
        return None
    return likelihood_kernel


def is_fused(x: Tensor, out: Tensor) -> bool:
    """Return whether the loop computes the likelihood of sounds (B, T, F) and decoded values (B, T, 2 F)."""
    if x.device.type != "cpu" or x.dtype != torch.float32 or out.dtype != torch.float32:
        return False
    return kernels() is not None and x.shape[1] >= LONG and x.shape[2] >= WIDE


def warm_up(device: torch.device) -> None:
    """Compile the loop, before a training is timed; once per machine, and on CPUs only."""
    x, out = (torch.zeros(1, 8, n, device=device) for n in (8, 16))
    weights = torch.ones(8)
    if is_fused(x, out):
        mean_likelihood(x, out, weights, weights, (-1.0, 1.0), 80.0)


def mean_likelihood(
    x: Tensor, out: Tensor, band_weights: Tensor, unit: Tensor, log_scale_range: tuple[float, float], top_db: float
) -> Tensor:
    """Return the negative log-likelihood of sounds, averaged over them.

    Parameters
    ----------
    x : Tensor (B, T, F)
    out : Tensor (B, T, 2 F)
        Decoded mean and logarithm of the scale.
    band_weights, unit : Tensor (F,)
        Weight of each band, and its roughness in noise.
    log_scale_range : tuple of float
        Bounds of the log scale.
    top_db : float
        Range of the sounds.
    """
    mean: Tensor = _Likelihood.apply(x, out, band_weights, unit, log_scale_range, top_db)  # type: ignore[no-untyped-call]
    return mean


class _Likelihood(torch.autograd.Function):
    """Mean likelihood, whose gradient is known after the forward pass."""

    @staticmethod
    def forward(
        context: Any,
        x: Tensor,
        out: Tensor,
        band_weights: Tensor,
        unit: Tensor,
        log_scale_range: tuple[float, float],
        top_db: float,
    ) -> Tensor:
        """Compute the likelihood and its gradient, sounds in parallel."""
        module: Any = kernels()
        x, out = x.contiguous(), out.contiguous()
        gradient = torch.empty_like(out)
        settings = _settings(len(x), log_scale_range, top_db)
        onset = np.array(losses.ONSET_WEIGHTS, dtype=np.float32)
        weights = Weights(onset, band_weights.contiguous().numpy(), (1 / unit).numpy())
        arrays = x.numpy(), out.numpy(), gradient.numpy(), x.amax(2).numpy()

        def compute(part: slice) -> float:
            scratch = make_scratch(*x.shape[1:])
            return float(module.likelihood(*(array[part] for array in arrays), weights, settings, scratch))

        bounds = np.linspace(0, len(x), min(torch.get_num_threads(), len(x)) + 1).astype(int)
        parts = [slice(start, stop) for start, stop in pairwise(bounds.tolist())]
        if len(parts) == 1:
            sums = [compute(parts[0])]
        else:
            with ThreadPoolExecutor(len(parts)) as pool:
                sums = list(pool.map(compute, parts))
        context.save_for_backward(gradient)
        return x.new_tensor(sum(sums))

    @staticmethod
    @once_differentiable
    def backward(context: Any, factor: Tensor) -> tuple[Tensor | None, ...]:
        """Return the gradient."""
        (gradient,) = context.saved_tensors
        return None, gradient if float(factor) == 1 else gradient * factor, None, None, None, None


def _settings(n_sounds: int, log_scale_range: tuple[float, float], top_db: float) -> Any:
    """Return the numbers that the loop needs."""
    columns, patches = losses.PATCHES[1][1] / WIDE, losses.PATCHES[0][1] / (TALL * LONG)
    return Settings(
        *(
            np.float32(number)
            for number in (
                losses.INAUDIBLE_LEVEL,
                1 / (losses.AUDIBLE_LEVEL - losses.INAUDIBLE_LEVEL),
                losses.INAUDIBLE_WEIGHT,
                1 / losses.SCALE,
                columns,
                patches,
                losses.NEPERS_PER_DB * top_db / log(2),
                losses.LOUDEST,
                losses.SHIFT,
                *log_scale_range,
                1 / n_sounds,
            )
        )
    )
