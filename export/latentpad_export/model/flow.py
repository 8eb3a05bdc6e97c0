"""Inverse autoregressive flow (Kingma et al., "Improved Variational Inference with Inverse Autoregressive Flow", 2016).

Letters: B batch, D latent dimensions, C context, H hidden units per dimension.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

GATE_BIAS = 1.0
"""Starts the gate near ``z``; the paper (section 4) asks for a positive start so that early layers do not forget."""


class FlowLayer(nn.Module):
    """One step: z' = sigma * z + (1 - sigma) * m, where dimension j of sigma and m sees only z[:j] and the context.

    Each dimension has a network of H units of its own (as in SampleVAE). All of them are one matrix product with
    the weights of later dimensions masked out, so that no loop over dimensions is needed.
    """

    mask: Tensor

    def __init__(self, latent_dim: int, hidden_dim: int, context_dim: int) -> None:
        super().__init__()
        self.latent_dim, self.hidden_dim = latent_dim, hidden_dim
        self.context = nn.Linear(context_dim, latent_dim)
        self.from_context = nn.Linear(latent_dim, latent_dim * hidden_dim)
        self.from_z = nn.Parameter(torch.empty(latent_dim * hidden_dim, latent_dim))
        self.out = nn.Parameter(torch.empty(latent_dim, hidden_dim, 2))
        self.bias = nn.Parameter(torch.zeros(latent_dim, 2))
        nn.init.xavier_uniform_(self.from_z)
        nn.init.normal_(self.out, std=0.1 / hidden_dim**0.5)
        earlier = torch.ones(latent_dim, latent_dim).tril(diagonal=-1)  # [j, i] = 1 where i < j
        self.masked = False
        """Whether `from_z` itself is zero where the mask is."""
        self.register_buffer("mask", earlier.repeat_interleave(hidden_dim, dim=0), persistent=False)

    @torch.no_grad()
    def mask_weights(self) -> None:
        """Mask the weights themselves before an export, which would fold the product and lose their name."""
        self.from_z.mul_(self.mask)
        self.masked = True

    def forward(self, z: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
        """Transform ``z`` (B, D) in the context ``h`` (B, C); return z' (B, D) and log|det dz'/dz| (B,)."""
        context = functional.elu(self.context(h))
        from_z = self.from_z if self.masked else self.from_z * self.mask
        hidden = functional.elu(self.from_context(context) + functional.linear(z, from_z))
        hidden = hidden.reshape(-1, self.latent_dim, self.hidden_dim)
        both = torch.einsum("bdh,dhk->bdk", hidden, self.out) + self.bias
        m, s = both[..., 0], both[..., 1] + GATE_BIAS
        sigma = torch.sigmoid(s)
        return sigma * z + (1 - sigma) * m, functional.logsigmoid(s).sum(dim=1)


class Flow(nn.Module):
    """Several steps; the order of the dimensions is reversed after each, so that the last come first in the next."""

    def __init__(self, n_flows: int, latent_dim: int, hidden_dim: int, context_dim: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(FlowLayer(latent_dim, hidden_dim, context_dim) for _ in range(n_flows))

    def forward(self, z: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
        """Transform ``z`` (B, D) in the context ``h`` (B, C); return z_K (B, D) and the summed log-determinant (B,)."""
        log_det = z.new_zeros(z.shape[0])
        for layer in self.layers:
            z, change = layer(z, h)
            z = z.flip(1)
            log_det = log_det + change
        return z, log_det
