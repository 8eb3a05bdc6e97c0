"""The length of a training, and the bar that shows how much of it is done."""

from dataclasses import dataclass
from typing import Any

from tqdm import tqdm

from latentpad_export.training.progress import Progress


@dataclass(frozen=True)
class Budget:
    """The length of a training: a number of steps, or minutes where they are given."""

    steps: int
    minutes: float | None = None

    def share(self, step: int, seconds: float) -> float:
        """Return the completed fraction of the run, in [0, 1]."""
        return min(1.0, seconds / (60 * self.minutes) if self.minutes else step / self.steps)

    def note(self, step: int) -> str:
        """Return what to add where a run resumes that is longer already; empty where it is not."""
        is_longer = not self.minutes and step > self.steps
        return f", more than --steps {self.steps}: another --cache begins a new training" if is_longer else ""

    def is_stalled(self, progress: Progress, patience: float) -> bool:
        """Return whether the error has not fallen for a share of the steps, `patience`, before their end.

        Never, where it is 0 or the budget is in minutes.
        """
        waited = self.share(progress.validated_step, 0) - self.share(progress.best_step, 0)
        return 0 < patience <= waited and self.share(progress.step, progress.seconds) < 1


def open_bar(budget: Budget, shown: bool = True) -> Any:
    """Return a progress bar, which is shown in terminals only, if at all."""
    total, unit = (budget.minutes * 60, "s") if budget.minutes else (budget.steps, "step")
    return tqdm(total=round(total), desc="training", unit=unit, disable=None if shown else True, mininterval=1.0)


def update_bar(bar: Any, budget: Budget, progress: Progress) -> None:
    """Show the progress."""
    bar.n = min(bar.total, round(progress.seconds) if budget.minutes else progress.step)
    bar.set_postfix_str(progress.status(), refresh=False)
    bar.update(0)
