"""The states of PyTorch's random generators, so that a resumed run draws the same numbers.

All processes of a training draw the same numbers, each on its own device, so that one of them stands for all.
"""

from typing import Any

import torch


def generator_states() -> dict[str, Any]:
    """Return the states of the generators of the CPU and of the present accelerator."""
    states: dict[str, Any] = {"torch": torch.get_rng_state()}
    if torch.cuda.is_initialized():  # type: ignore[no-untyped-call]
        states["cuda"] = [torch.cuda.get_rng_state()]
    if torch.backends.mps.is_available():
        states["mps"] = torch.mps.get_rng_state()
    return states


def restore_generators(states: dict[str, Any]) -> None:
    """Restore the states of the generators that there are here; others are ignored, missing ones left as they are."""
    torch.set_rng_state(states["torch"])
    if "cuda" in states and torch.cuda.is_initialized():  # type: ignore[no-untyped-call]
        torch.cuda.set_rng_state(states["cuda"][0])
    if "mps" in states and torch.backends.mps.is_available():
        torch.mps.set_rng_state(states["mps"])
