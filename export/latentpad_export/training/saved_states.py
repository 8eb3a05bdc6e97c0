"""The last good state of a run, in memory, and its checkpoint on disk, which the first process writes."""

import logging
from pathlib import Path

from latentpad_export.errors import TrainingError
from latentpad_export.training.checkpoint import Run, Snapshot, restore, take_snapshot

logger = logging.getLogger(__name__)

SNAPSHOT_SECONDS = 60.0
"""Time between two checkpoints on disk."""

MAX_ROLLBACKS = 12

GOOD_ERROR = 1.1
"""Error of the validation split relative to the lowest one, up to which a state is good enough to roll back to: one
that has begun to diverge would diverge again."""


class SavedStates:
    """The states that a run can return to."""

    def __init__(self, run: Run, path: Path, resumed: bool) -> None:
        """Keep the present state of a run, which was read from the checkpoint if it is resumed."""
        self._run, self._path = run, path
        self.last_good: Snapshot = take_snapshot(run)
        self._written_at = run.processes.now()
        self._written_step = run.progress.step if resumed else -1

    def keep(self) -> None:
        """Keep the present state as the last good one, unless its error has risen too far above the lowest one."""
        progress = self._run.progress
        if not progress.validation > GOOD_ERROR * progress.best_validation:
            self.last_good = take_snapshot(self._run)

    @property
    def gave_up(self) -> bool:
        """Return whether the loss diverged too often to go on."""
        return self._run.progress.rollbacks > MAX_ROLLBACKS

    @property
    def is_due(self) -> bool:
        """Return whether it is time for another checkpoint."""
        return self._run.processes.now() - self._written_at > SNAPSHOT_SECONDS

    def write(self, is_good: bool) -> None:
        """Write the present state, or the last good one where the present one is not (raises TrainingError)."""
        if self._run.processes.rank == 0:
            (take_snapshot(self._run) if is_good else self.last_good).save(self._path)
        self._written_at = self._run.processes.now()
        self._written_step = self._run.progress.step

    def write_alone(self) -> None:
        """Write the last good state if it is newer than the checkpoint, without the other processes."""
        if self._run.processes.rank == 0 and self.last_good.step > self._written_step:
            self.last_good.save(self._path)

    def roll_back(self) -> None:
        """Return to the last good state at half the learning rate.

        Raises
        ------
        TrainingError
            That was done too often, and there are no validated weights to end with.
        """
        progress = self._run.progress
        rollbacks, scale, seconds = progress.rollbacks + 1, progress.rate_scale / 2, progress.seconds
        restore(self._run, self.last_good)  # the number of roll-backs changes the batches: not the ones that led here
        progress.rollbacks, progress.rate_scale, progress.seconds = rollbacks, scale, seconds
        if self.gave_up and not self._run.best:
            raise TrainingError(
                f"the loss diverged {rollbacks} times although the learning rate was halved each time; "
                "start again with another --seed, a larger --batch-size or --precision float32"
            )
        logger.warning("The loss diverged; back to step %d at half the learning rate", progress.step)
