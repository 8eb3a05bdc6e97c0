"""The state of a training run, in memory and on disk."""

import pickle
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from latentpad.files import replacing
from latentpad_export.errors import TrainingError

if TYPE_CHECKING:
    from latentpad_export.training.trainer import Trainer


@dataclass(frozen=True)
class Snapshot:
    """Copies of everything that a step changes."""

    content: dict[str, Any]

    def save(self, path: Path) -> None:
        """Write it whole or not at all.

        Raises
        ------
        TrainingError
            The disk is full or may not be written to.
        """
        try:
            with replacing(path) as temporary:
                torch.save(self.content, temporary)
        except (OSError, RuntimeError) as error:
            raise TrainingError(f"{path}: cannot be written ({_first_line(error)})") from None

    @classmethod
    def load(cls, path: Path) -> "Snapshot":
        """Read it; nothing in it is executed.

        Raises
        ------
        TrainingError
            The file is damaged.
        """
        try:
            content = torch.load(path, map_location="cpu", weights_only=True)
        except (OSError, RuntimeError, EOFError, LookupError, ValueError, pickle.UnpicklingError) as error:
            raise TrainingError(f"{path}: damaged ({_first_line(error)}); remove it to start again") from None
        if not isinstance(content, dict):
            raise TrainingError(f"{path}: holds no training run; remove it to start again")
        return cls(content)


def take(trainer: "Trainer") -> Snapshot:
    """Copy the state of a run."""
    return Snapshot(
        {
            "model": {k: v.detach().clone() for k, v in trainer.model.state_dict().items()},
            "average": {k: v.clone() for k, v in trainer.average.items()},
            "optimizer": _copied(trainer.optimizer.state_dict()),
            "progress": asdict(trainer.progress),
            "torch": torch.get_rng_state(),
        }
    )


def restore(trainer: "Trainer", snapshot: Snapshot) -> None:
    """Bring a run back to a copied state."""
    content = snapshot.content
    trainer.model.load_state_dict(content["model"])
    for name, value in content["average"].items():
        trainer.average[name].copy_(value)
    trainer.optimizer.load_state_dict(_copied(content["optimizer"]))
    for name, value in content["progress"].items():
        setattr(trainer.progress, name, value)
    torch.set_rng_state(content["torch"])


def _first_line(error: Exception) -> str:
    """Give the reason without the paragraphs that PyTorch adds."""
    return str(error).partition("\n")[0] or type(error).__name__


def _copied(state: Any) -> Any:
    """Copy nested tensors; the optimizer hands out its own."""
    if isinstance(state, torch.Tensor):
        return state.detach().clone()
    if isinstance(state, dict):
        return {key: _copied(value) for key, value in state.items()}
    if isinstance(state, list):
        return [_copied(value) for value in state]
    return state
