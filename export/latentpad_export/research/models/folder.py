"""The folder of the nine models: what is trained, the weights that are evaluated, the bundles.

::

    settings.json             what all machines have in common that go on with the folder
    training.csv              loss and held-out error of each training, as often as weights are kept
    runs/RUN/checkpoint.pt    state of a training
    weights/RUN-STEPS.pt      weights of a training, in half precision as bundles store them
    bundles/MODEL.latentpad   bundles of the last complete round
    work/                     results of the evaluation
    evaluation/               its report
"""

import csv
import os
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from torch import Tensor

from latentpad_export.errors import TrainingError
from latentpad_export.training.checkpoint import Snapshot
from latentpad_export.training.progress import Progress
from latentpad_export.work_folder import open_folder

COLUMNS = ("training", "steps", "minutes", "loss", "held_out_error_db", "rollbacks")

WEIGHTS = re.compile(r"(?P<run>.+)-(?P<step>\d+)\.pt")


class ModelsFolder:
    """The folder of the nine models.

    Parameters
    ----------
    path : Path
    settings : dict
        All that changes a training, except how much of it is done.

    Raises
    ------
    TrainingError
        The folder contains other files or trainings with other settings, or cannot be created.
    """

    def __init__(self, path: Path, settings: dict[str, Any]) -> None:
        self.path = open_folder(path, settings)
        self.weights, self.bundles, self.work = (self._folder(name) for name in ("weights", "bundles", "work"))

    def run(self, run: str) -> Path:
        """Return the folder of a training."""
        return self._folder(f"runs/{run}")

    def steps(self, run: str) -> tuple[int, ...]:
        """Return the steps at which weights of a training are kept, rising."""
        found = (WEIGHTS.fullmatch(path.name) for path in self.weights.iterdir())
        return tuple(sorted(int(match["step"]) for match in found if match and match["run"] == run))

    def save(self, run: str, weights: dict[str, Tensor], progress: Progress) -> None:
        """Keep the present weights of a training (raises TrainingError)."""
        self._record(run, progress)
        halves = {name: weight.detach().half().cpu() for name, weight in weights.items()}
        Snapshot({"weights": halves, "progress": asdict(progress)}).save(self._weights(run, progress.step))

    def load(self, run: str, step: int) -> tuple[dict[str, Tensor], Progress]:
        """Return the weights of a training after a number of steps, and its progress (raises TrainingError)."""
        content = Snapshot.load(self._weights(run, step)).content
        return {name: weight.float() for name, weight in content["weights"].items()}, Progress(**content["progress"])

    def forget(self, run: str, needed: tuple[int, ...]) -> None:
        """Remove the weights of a training that no round needs any more."""
        for step in set(self.steps(run)) - set(needed):
            self._weights(run, step).unlink(missing_ok=True)

    def _weights(self, run: str, step: int) -> Path:
        return self.weights / f"{run}-{step:06}.pt"

    def _folder(self, name: str) -> Path:
        folder = self.path / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _record(self, run: str, progress: Progress) -> None:
        """Add a line to the table of what was trained (raises TrainingError)."""
        path = self.path / "training.csv"
        row = (run, progress.step, progress.seconds / 60, progress.loss_mean, progress.validation, progress.rollbacks)
        try:
            with path.open("a", newline="", encoding="utf-8") as file:
                writer = csv.writer(file, lineterminator=os.linesep)
                if not file.tell():
                    writer.writerow(COLUMNS)
                writer.writerow(row[:2] + tuple(f"{value:.2f}" for value in row[2:5]) + row[5:])
        except OSError as error:
            raise TrainingError(f"{path}: cannot be written ({error.strerror})") from None
