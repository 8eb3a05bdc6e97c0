"""Trainings in one process and in two; writes what they did to results.json in the folder given.

A script of its own, since each process that it starts imports it.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from latentpad.bundle.representation import Representation
from latentpad.errors import LatentpadError
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.data.library import Sound
from latentpad_export.data.split import Split
from latentpad_export.errors import TrainingError
from latentpad_export.presets import STUDIO, ModelConfig
from latentpad_export.training import fit as fitting
from latentpad_export.training import launch as launching
from latentpad_export.training import schedule
from latentpad_export.training import trainer as training
from latentpad_export.training.budget import Budget
from latentpad_export.training.fit import FitOptions, fit
from latentpad_export.training.launch import launch
from latentpad_export.training.place import Place
from latentpad_export.training.processes import ALONE, Processes
from latentpad_export.training.progress import Progress

N = 40
PRESET = replace(
    STUDIO,
    representation=Representation(8_000, n_fft=64, hop_length=32, n_bands=16, n_frames=32, top_db=80.0),
    model=ModelConfig("frames", latent_dim=3, n_flows=1, flow_hidden=2, width=4, dropout=0.2, learns_scale=True),
    training=replace(STUDIO.training, batch_size=7, learning_rate=3e-3, average=0.8),
)
"""An odd number of sounds per batch, so that the processes have different shares of it."""
STEPS, CUT = 40, 17
TWO = Place("cpu", 2)

augment, accept_loss = fitting.augment, Progress.accept_loss


def features() -> FeatureSet:
    """Return random features of sounds of different lengths."""
    rng = np.random.default_rng(0)
    stored = rng.integers(256, size=(N, 16, 32), dtype=np.uint8)
    sounds = tuple(Sound(Path(f"{i}.wav"), f"{i}.wav", "", "", "") for i in range(N))
    return FeatureSet(stored, np.arange(N), sounds, rng.uniform(0.01, 0.1, N).astype("f4"), np.ones(N, "f4"), ())


def train(
    folder: Path,
    processes: Processes = ALONE,
    at_batch: Callable[[int, Tensor], Tensor] = lambda number, x: x,
    steps: int = STEPS,
) -> dict[str, Any]:
    """Train in a folder, or resume; `at_batch` may change the features of a batch, given its number."""
    losses: list[float] = []
    numbers = iter(range(10_000))
    folder.mkdir(exist_ok=True)
    torch.set_num_threads(1)
    training.VALIDATE_EVERY, schedule.WARMUP_STEPS = 10, 1
    fitting.augment = lambda *given: at_batch(next(numbers), augment(*given))
    Progress.accept_loss = lambda self, value, step: losses.append(value) or accept_loss(self, value, step)
    split = Split(np.arange(30), np.arange(30, N), np.arange(N))
    options = FitOptions(Budget(steps), seed=1, device="cpu", precision="float32")
    result: dict[str, Any] = {"losses": losses, "interrupted": False}
    try:
        model, progress = fit(
            PRESET, features(), filter_bank(PRESET.representation, "warped")[0], split, options, folder, None, processes
        )
        weights = torch.cat([weight.detach().flatten() for weight in model.parameters()])
        result |= {"weights": weights.tolist(), "progress": asdict(progress)}
    except KeyboardInterrupt:
        result["interrupted"] = True
    return result


def press_ctrl_c(number: int, x: Tensor) -> Tensor:
    """Interrupt this process in the middle of a step."""
    if number == CUT:
        signal.raise_signal(signal.SIGINT)
    return x


def spoil(number: int, x: Tensor) -> Tensor:
    """Make one batch diverge."""
    return torch.full_like(x, float("nan")) if number == 28 else x


def kill(number: int, x: Tensor) -> Tensor:
    """Kill this process in the middle of a step."""
    if number == CUT:
        os.kill(os.getpid(), signal.SIGKILL)
    return x


def keep(number: int, x: Tensor) -> Tensor:
    """Leave a batch as it is."""
    return x


def in_two(folder: Path, processes: Processes) -> None:
    """Train in one of two processes; the second one is interrupted, has the batch that diverges, and is killed."""
    second = processes.rank == 1
    results = {
        "two": train(folder / "two", processes),
        "two, interrupted": train(folder / "cut by two", processes, press_ctrl_c if second else keep),
        "one, then two": train(folder / "cut by one", processes),
        "two, diverged": train(folder / "diverged", processes, spoil if second else keep),
    }
    (folder / f"{processes.rank}.json").write_text(json.dumps(results))
    train(folder / "killed", processes, kill if second else keep)


def until_stopped(folder: Path, processes: Processes) -> None:
    """Train until interrupted from outside; then the second process fails, while the first one waits for it."""

    def at_batch(number: int, x: Tensor) -> Tensor:
        if number == CUT and processes.rank == 0:
            (folder / "is training").touch()
        time.sleep(0.01)
        return x

    if train(folder / "stopped", processes, at_batch, steps=100_000)["interrupted"] and processes.rank == 1:
        raise TrainingError("the disk of the second is full")
    processes.any(False)


def outcome(work: Callable[[Path, Processes], None], folder: Path) -> str:
    """Return how a training in two processes ended, in the words of its error."""
    try:
        launch(TWO, work, folder)
    except LatentpadError as error:
        return str(error)
    except KeyboardInterrupt:
        return "interrupted"
    return "done"


def interrupt_when_training(folder: Path) -> None:
    """Press Ctrl-C in this process once the others are training."""
    while not (folder / "is training").exists():
        time.sleep(0.02)
    os.kill(os.getpid(), signal.SIGINT)


def main(folder: Path) -> None:
    """Run all trainings."""
    launching.GRACE_SECONDS = 10.0
    results = {
        "one": train(folder / "one"),
        "one, interrupted": train(folder / "cut by one", at_batch=press_ctrl_c),
        "killed": outcome(in_two, folder),
        "two, then one": train(folder / "cut by two"),
        "killed, then one": train(folder / "killed"),
    }
    threading.Thread(target=partial(interrupt_when_training, folder), daemon=True).start()
    results["stopped, then failed"] = outcome(until_stopped, folder)
    (folder / "results.json").write_text(json.dumps(results))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
