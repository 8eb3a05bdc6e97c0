"""The state of a training run, in memory and on disk."""

import pickle
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from latentpad.files import replacing
from latentpad_export.errors import TrainingError
from latentpad_export.model.vae import Autoencoder
from latentpad_export.training.generators import generator_states, restore_generators
from latentpad_export.training.processes import Processes
from latentpad_export.training.progress import Progress
from latentpad_export.training.update import Update


class Run(Protocol):
    """Everything that a training step changes."""

    model: Autoencoder
    update: Update
    processes: Processes
    progress: Progress
    best: dict[str, Tensor]
    """Weights with the lowest error of the validation split so far; never changed in place."""
    losses: list[Tensor]
    """Losses that the progress does not include yet; none when a snapshot is taken."""


@dataclass(frozen=True)
class Snapshot:
    """A copy of the state of a run."""

    content: dict[str, Any]

    @property
    def step(self) -> int:
        """Return the number of steps taken."""
        return int(self.content["progress"]["step"])

    def save(self, path: Path) -> None:
        """Write the snapshot, completely or not at all.

        Raises
        ------
        TrainingError
            The file cannot be written.
        """
        try:
            with replacing(path) as temporary:
                torch.save(self.content, temporary)
        except (OSError, RuntimeError) as error:
            raise TrainingError(f"{path}: cannot be written ({_first_line(error)})") from None

    @classmethod
    def load(cls, path: Path) -> "Snapshot":
        """Read a snapshot; nothing in the file is executed.

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
            raise TrainingError(f"{path}: contains no training run; remove it to start again")
        return cls(content)


def take_snapshot(run: Run) -> Snapshot:
    """Copy the state of a run."""
    return Snapshot(
        {
            "model": copied(run.model.state_dict()),
            "average": copied(run.update.averaged.state_dict()) if run.update.average else {},
            "optimizers": copied(run.update.optimizer_states()),
            "best": run.best,
            "progress": asdict(run.progress),
            **generator_states(),
        }
    )


def restore(run: Run, snapshot: Snapshot) -> None:
    """Reset a run to a copied state."""
    content = snapshot.content
    run.model.load_state_dict(content["model"])
    if run.update.average:
        run.update.averaged.load_state_dict(content["average"])
    states = content["optimizers"] if "optimizers" in content else [content["optimizer"]]  # of an earlier version
    run.update.load_optimizers(copied(states))
    run.best = content.get("best", {})
    for name, value in content["progress"].items():
        setattr(run.progress, name, value)
    run.update.gradient_norm.fill_(run.progress.gradient_norm)
    run.losses.clear()
    restore_generators(content)


def resume(run: Run, path: Path) -> None:
    """Reset a run to the state in a checkpoint.

    Raises
    ------
    TrainingError
        The checkpoint is damaged or belongs to another network or optimizer.
    """
    snapshot = run.processes.first(lambda: Snapshot.load(path))
    try:
        restore(run, snapshot)
    except (KeyError, TypeError, ValueError, RuntimeError):
        raise TrainingError(f"{path}: written for another network or optimizer; remove it to start again") from None


def _first_line(error: Exception) -> str:
    """Return the reason without the paragraphs that PyTorch adds."""
    return str(error).partition("\n")[0].partition(". ")[0] or type(error).__name__


def copied(state: Any) -> Any:
    """Copy nested tensors; the optimizer returns references to its own."""
    if isinstance(state, torch.Tensor):
        return state.detach().clone()
    if isinstance(state, dict):
        return {key: copied(value) for key, value in state.items()}
    if isinstance(state, list):
        return [copied(value) for value in state]
    return state
