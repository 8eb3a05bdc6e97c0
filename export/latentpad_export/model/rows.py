"""Random numbers of a batch that several processes share: each draws those of the whole batch and keeps its own.

So the numbers of a sound do not depend on how many processes there are, and all generators remain in the same state.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

Distribution = Callable[..., Tensor]
"""Draws a tensor of a shape, as `torch.randn` does."""


@dataclass(frozen=True)
class Rows:
    """The sounds of a batch that one process computes."""

    start: int
    stop: int
    total: int
    """Sounds of the whole batch."""

    @property
    def share(self) -> float:
        """Return the share of the batch, in (0, 1]."""
        return (self.stop - self.start) / self.total


def draw(distribution: Distribution, x: Tensor, rows: Rows | None, *shape: int) -> Tensor:
    """Draw (B, *shape) numbers for a tensor (B, ...), on its device and in its precision.

    Parameters
    ----------
    distribution : callable
        As `torch.rand` and `torch.randn`.
    x : Tensor (B, ...)
    rows : Rows, optional
        The rows of the batch in `x`; all of them where it is not given.
    *shape : int
    """
    numbers = distribution((rows.total if rows else len(x), *shape), device=x.device, dtype=x.dtype)
    return numbers[rows.start : rows.stop] if rows else numbers


class Dropout(nn.Dropout):
    """Dropout of a batch, or of rows of it."""

    rows: Rows | None = None

    def forward(self, x: Tensor) -> Tensor:
        """Keep the shape (B, E)."""
        if self.rows is None or not self.training:
            dropped: Tensor = super().forward(x)
            return dropped
        return x * draw(self._factors, x, self.rows, *x.shape[1:])

    def _factors(self, shape: tuple[int, ...], device: torch.device, dtype: torch.dtype) -> Tensor:
        """Return the factor of each unit: 0, or more than 1."""
        return functional.dropout(torch.ones(shape, device=device, dtype=dtype), self.p)
