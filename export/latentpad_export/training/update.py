"""One update of the weights: clipped gradients, Adam or Muon, and the running average, without waiting for the device.

The norm of the gradient and its running mean stay on the device. The optimizers receive the factor by which the
gradients are too long, and whether they are finite, as tensors (as they do from PyTorch's own `GradScaler`); a step
whose gradients are not finite changes nothing.
"""

from copy import deepcopy
from math import inf
from typing import Any

import torch
from torch import Tensor
from torch.nn import Parameter
from torch.nn.utils import get_total_norm
from torch.optim import Optimizer
from torch.optim.swa_utils import get_ema_multi_avg_fn

from latentpad_export.model.vae import Autoencoder
from latentpad_export.training.muon import Muon
from latentpad_export.training.progress import CLIP_NORM_FACTOR, WARMUP_STEPS

REST_RATE = 0.25
"""Learning rate of Adam for those weights that Muon leaves to it, relative to Muon's."""


class Update:
    """Updates the weights of a model."""

    def __init__(
        self,
        model: Autoencoder,
        average: float,
        device: torch.device,
        encoder_rate: float = 1.0,
        has_muon: bool = False,
    ) -> None:
        """Prepare for a model on the device.

        Parameters
        ----------
        model : Autoencoder
        average : float in [0, 1)
            Decay of the running average of the weights; 0 for none.
        device : torch.device
        encoder_rate : float
            Learning rate of the encoder relative to that of the other layers.
        has_muon : bool
            Whether Muon updates the matrices, except those of the flow, which are masked; otherwise Adam updates all.
        """
        self.weights = [weight for weight in model.parameters() if weight.requires_grad]
        self.fused = has_fused_adam(device)
        encoder = {id(weight) for weight in model.encoder.parameters()} if encoder_rate != 1 else set()
        flow = {id(weight) for weight in model.flow.parameters()}
        matrices = [weight for weight in self.weights if has_muon and weight.ndim == 2 and id(weight) not in flow]
        of_muon = {id(weight) for weight in matrices}
        rest = [weight for weight in self.weights if id(weight) not in of_muon]

        def groups(weights: list[Parameter], rate: float) -> list[dict[str, Any]]:
            """Return the groups of an optimizer, with their rates relative to the run's."""
            parts = [(rate, [w for w in weights if id(w) not in encoder])]
            parts.append((rate * encoder_rate, [w for w in weights if id(w) in encoder]))
            return [{"params": part, "relative": relative} for relative, part in parts if part]

        rest_rate = REST_RATE if has_muon else 1.0
        adam = torch.optim.Adam(groups(rest, rest_rate), eps=1e-6, fused=self.fused, foreach=not self.fused)
        self.muon = Muon(groups(matrices, 1.0), device) if has_muon else None
        self.optimizers: list[Optimizer] = [adam, self.muon] if self.muon else [adam]
        self.gradient_norm = torch.zeros((), device=device)
        """Running mean of the norm of the gradients."""
        self.average = average
        self.averaged = deepcopy(model).requires_grad_(False).eval() if average else model
        """The model with the averaged weights."""
        self._newest = list(model.state_dict().values())
        self._averages = list(self.averaged.state_dict().values())

    def step(self, step: int, rate: float) -> None:
        """Update the weights by their gradients.

        Parameters
        ----------
        step : int
            From 0.
        rate : float
            The learning rate.
        """
        excess, bad = self._measure(step)
        for optimizer in self.optimizers:
            if self.fused or optimizer is self.muon:
                optimizer.grad_scale, optimizer.found_inf = excess, bad  # type: ignore[attr-defined]
            else:
                self._prepare_gradients(optimizer, excess, bad)
            for group in optimizer.param_groups:
                group["lr"] = rate * group["relative"]
            optimizer.step()
        if self.average:
            decay = min(self.average, step / (step + 10))  # early averages move faster
            get_ema_multi_avg_fn(decay)(self._averages, self._newest, step)  # type: ignore[no-untyped-call]

    def is_finite(self) -> bool:
        """Return whether all weights are finite; waits for the device."""
        return bool(torch.isfinite(get_total_norm(self.weights)))

    def zero_gradients(self) -> None:
        """Discard the gradients."""
        for weight in self.weights:
            weight.grad = None

    def optimizer_states(self) -> list[dict[str, Any]]:
        """Return the state of each optimizer, Adam's first."""
        return [optimizer.state_dict() for optimizer in self.optimizers]

    def load_optimizers(self, states: list[dict[str, Any]]) -> None:
        """Load the state of each optimizer, also of one with another implementation."""
        for optimizer, state in zip(self.optimizers, states, strict=True):
            for saved, present in zip(state["param_groups"], optimizer.param_groups, strict=True):
                saved.update({name: present[name] for name in present if name != "params"})
            optimizer.load_state_dict(state)

    def _prepare_gradients(self, optimizer: Optimizer, excess: Tensor, bad: Tensor) -> None:
        """Shorten the gradients of an optimizer that does not do it itself, or replace them by 0."""
        for group in optimizer.param_groups:
            for weight in group["params"]:
                if weight.grad is not None:
                    weight.grad = torch.where(bad > 0, 0.0, weight.grad / excess)

    @torch.no_grad()
    def _measure(self, step: int) -> tuple[Tensor, Tensor]:
        """Return the factor by which the gradients are too long, at least 1, and 1 if one is not finite, else 0."""
        norm = get_total_norm([weight.grad for weight in self.weights if weight.grad is not None])
        finite = torch.isfinite(norm)
        decay = min(0.99, step / (step + 1))
        if step < WARMUP_STEPS:
            excess, counted = torch.ones_like(norm), norm
        else:
            limit = CLIP_NORM_FACTOR * self.gradient_norm
            excess, counted = ((norm + 1e-6) / limit).clamp(1.0, inf), torch.minimum(norm, limit)
        mean = decay * self.gradient_norm + (1 - decay) * counted
        self.gradient_norm.copy_(torch.where(finite, mean, self.gradient_norm))
        return torch.where(finite, excess, 1.0), (~finite).float()


def has_fused_adam(device: torch.device) -> bool:
    """Return whether the device does all of Adam in one kernel that also scales the gradients and can skip a step."""
    probe = torch.nn.Parameter(torch.zeros(1, device=device))
    probe.grad = torch.zeros_like(probe)
    try:
        optimizer = torch.optim.Adam([probe], fused=True)
        optimizer.grad_scale = optimizer.found_inf = torch.ones((), device=device)  # type: ignore[attr-defined]
        optimizer.step()
    except RuntimeError:
        return False
    return True
