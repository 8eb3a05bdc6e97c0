"""Muon: steps of weight matrices along their orthogonalised momentum.

All directions of a matrix then change about equally. With Adam, a few of them grow until the training diverges, and
rare ones are learnt late: from nothing, 32,000 sounds bring the preset ``studio`` as far as three million with Adam
(docs/quality.md). A matrix moves by RMS times the rate, about as far as Adam would move it.

The orthogonalisation multiplies Gram matrices, which are small where a matrix is wide, in single precision: many
processors have no fast multiplication of bfloat16, in which Muon is mostly computed.

Source: Jordan et al. 2024, *Muon: An optimizer for hidden layers in neural networks*, with the size of the steps of Liu
et al. 2025, *Muon is scalable for LLM training* (eq. 4).
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer

MOMENTUM = 0.95

COEFFICIENTS = 3.4445, -4.7750, 2.0315
"""Of x, x³ and x⁵ in an iteration, which brings singular values near to 1 fast rather than exactly (Jordan et al.)."""

N_ITERATIONS = 5

RMS = 0.2
"""Root mean square of the elements of a step relative to the rate."""


class Muon(Optimizer):
    """Updates matrices; those of a shape together.

    As in PyTorch's fused Adam, gradients are divided by `grad_scale`, and a step changes nothing if `found_inf` is 1.
    """

    def __init__(self, groups: Iterable[dict[str, Any]], device: torch.device) -> None:
        """Prepare for groups of matrices on the device; their rates are set before each step."""
        super().__init__(groups, {"lr": 0.0})
        self.grad_scale, self.found_inf = torch.ones((), device=device), torch.zeros((), device=device)

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Move all matrices that have gradients."""
        for group in self.param_groups:
            shapes = defaultdict(list)
            for weight in group["params"]:
                if weight.grad is not None:
                    shapes[weight.shape].append(weight)
            for weights in shapes.values():
                self._move(weights, group["lr"])

    def _move(self, weights: list[Tensor], rate: float) -> None:
        """Move matrices of one shape."""
        momenta = [self._momentum(weight) for weight in weights]
        momentum, is_bad = torch.stack(momenta), self.found_inf > 0
        gradient = torch.stack([weight.grad for weight in weights if weight.grad is not None]) / self.grad_scale
        gradient = torch.where(is_bad, momentum, gradient)
        momentum.lerp_(gradient, 1 - MOMENTUM)
        direction = orthogonalised(gradient.lerp(momentum, MOMENTUM))  # Nesterov's
        moved = torch.where(is_bad, 0.0, rate * RMS * max(weights[0].shape) ** 0.5 * direction)
        for weight, kept, new, way in zip(weights, momenta, momentum, moved, strict=True):
            kept.copy_(new)
            weight.sub_(way)

    def _momentum(self, weight: Tensor) -> Tensor:
        """Return the momentum of a matrix, at first zeros."""
        state = self.state[weight]
        if not state:
            state["momentum"] = torch.zeros_like(weight)
        momentum: Tensor = state["momentum"]
        return momentum


def orthogonalised(matrices: Tensor) -> Tensor:
    """Return matrices with the same singular vectors and with singular values around 1.

    Newton-Schulz iterations X ← a X + b (X Xᵀ) X + c (X Xᵀ)² X, as products of their polynomials in the Gram matrix.
    Singular values below a thousandth of the norm stay small.

    Parameters
    ----------
    matrices : Tensor (..., m, n)

    Returns
    -------
    Tensor (..., m, n)
    """
    wide = matrices if matrices.shape[-2] <= matrices.shape[-1] else matrices.mT
    wide = wide / wide.norm(dim=(-2, -1), keepdim=True).clamp_min(1e-7)
    gram = wide @ wide.mT
    product = factor = _factor(gram)
    for _ in range(N_ITERATIONS - 1):
        gram = factor @ gram @ factor
        factor = _factor(gram)
        product = factor @ product
    result: Tensor = product @ wide
    return result if wide.shape == matrices.shape else result.mT


def _factor(gram: Tensor) -> Tensor:
    """Return what an iteration multiplies matrices by that have these Gram matrices (..., m, m)."""
    a, b, c = COEFFICIENTS
    identity = torch.eye(gram.shape[-1], dtype=gram.dtype, device=gram.device)
    factor: Tensor = a * identity + b * gram + c * gram @ gram
    return factor
