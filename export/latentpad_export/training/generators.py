"""The states of PyTorch's random generators on all devices, so that a resumed run draws the same numbers."""

from typing import Any

import torch


def generator_states() -> dict[str, Any]:
    """Return the states of the generators of the CPU and of the accelerators that there are."""
    states: dict[str, Any] = {"torch": torch.get_rng_state()}
    if torch.cuda.is_initialized():  # type: ignore[no-untyped-call]
        states["cuda"] = torch.cuda.get_rng_state_all()
    if torch.backends.mps.is_available():
        states["mps"] = torch.mps.get_rng_state()
    return states


def restore_generators(states: dict[str, Any]) -> None:
    """Restore the states of the generators that there are here; others are ignored, missing ones left as they are."""
    torch.set_rng_state(states["torch"])
    if "cuda" in states and torch.cuda.is_initialized():  # type: ignore[no-untyped-call]
        for index, state in enumerate(states["cuda"][: torch.cuda.device_count()]):
            torch.cuda.set_rng_state(state, index)
    if "mps" in states and torch.backends.mps.is_available():
        torch.mps.set_rng_state(states["mps"])
