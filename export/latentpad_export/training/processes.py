"""The processes of a training, which take the same decisions at the same steps.

`Processes` is one process alone; `latentpad_export.training.fabric.Team` is one of several. What they have to agree on
goes through this interface: clocks, interrupts, and whatever only the first process does.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import torch
from torch import Tensor

from latentpad_export.errors import TrainingError
from latentpad_export.model.rows import Rows

T = TypeVar("T")


class Processes:
    """A process that trains alone."""

    rank, size, machine = 0, 1, 0
    """Number of this process and of its machine, from 0, and how many processes there are."""

    device: torch.device | None = None
    """Of this process, where it has one of its own."""

    def rows(self, n_sounds: int) -> Rows | None:
        """Return the rows of each batch that this process computes; None for all.

        Raises
        ------
        TrainingError
            There are more processes than sounds.
        """
        if self.size == 1:
            return None
        if n_sounds < self.size:
            raise TrainingError(f"batches of {n_sounds} are too small for {self.size} processes; set --batch-size")
        return Rows(self.rank * n_sounds // self.size, (self.rank + 1) * n_sounds // self.size, n_sounds)

    def now(self) -> float:
        """Return the time in seconds, on the clock of the first process."""
        return time.monotonic()

    def any(self, found: bool) -> bool:
        """Return whether something was found by any process."""
        return found

    def first(self, compute: Callable[[], T]) -> T:
        """Return what the first process computes; the others wait."""
        return compute()

    def add(self, values: Tensor) -> Tensor:
        """Return the sums of values over the processes; they may be overwritten."""
        return values

    def add_gradients(self, weights: Iterable[Tensor]) -> None:
        """Replace the gradients of weights by their sums over the processes."""

    def unify(self, tensors: Iterable[Tensor]) -> None:
        """Overwrite tensors by those of the first process."""

    @contextmanager
    def first_on_machine(self) -> Iterator[None]:
        """Hold the others on a machine back until its first process has left the context, however long that takes."""
        yield

    def leave(self) -> None:
        """End the work in common."""


ALONE = Processes()
