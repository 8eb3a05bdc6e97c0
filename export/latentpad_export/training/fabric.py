"""One of several processes of a training, on one or more machines, connected by Lightning Fabric.

Fabric chooses the device of each process and connects them. Gradients are added on the devices; decisions are taken
over a connection between the hosts, so that no accelerator is waited for. When a process ends, the others' next
exchange fails, and they end as well.
"""

import os
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from logging import WARNING, getLogger
from typing import TypeVar

import torch
from lightning_fabric import Fabric
from lightning_fabric.plugins.environments.lightning import LightningEnvironment
from lightning_fabric.strategies.ddp import DDPStrategy
from torch import Tensor, distributed

from latentpad_export.errors import TrainingError
from latentpad_export.training.place import Place
from latentpad_export.training.processes import Processes

T = TypeVar("T")

MEETING, EXCHANGE, PREPARATION = timedelta(minutes=30), timedelta(minutes=10), timedelta(days=7)
"""Longest waits for the others: to join, for an exchange, and while a library is read."""


class LostProcessError(TrainingError):
    """Another process of the training has ended."""


class Team(Processes):
    """One of several processes."""

    def __init__(self, fabric: Fabric) -> None:
        """Become part of the processes that Fabric has connected."""
        self.rank, self.size, self.device = fabric.global_rank, fabric.world_size, fabric.device
        self.machine, self._local_rank = fabric.node_rank, fabric.local_rank
        with _others():
            self._host = distributed.new_group(backend="gloo", timeout=EXCHANGE)
            self._patient = distributed.new_group(backend="gloo", timeout=PREPARATION)

    def now(self) -> float:
        """Return the time in seconds, on the clock of the first process."""
        seconds = torch.tensor(time.monotonic(), dtype=torch.float64)
        with _others():
            distributed.broadcast(seconds, src=0, group=self._host)
        return float(seconds)

    def any(self, found: bool) -> bool:
        """Return whether something was found by any process."""
        votes = torch.tensor(int(found))
        with _others():
            distributed.all_reduce(votes, group=self._host)
        return bool(votes)

    def first(self, compute: Callable[[], T]) -> T:
        """Return what the first process computes; the others wait."""
        result = [compute()] if self.rank == 0 else [None]
        with _others():
            distributed.broadcast_object_list(result, src=0, group=self._host, device=torch.device("cpu"))
        return result[0]  # type: ignore[return-value]

    def add(self, values: Tensor) -> Tensor:
        """Return the sums of values over the processes; they may be overwritten."""
        with _others():
            distributed.all_reduce(values)
        return values

    def add_gradients(self, weights: Iterable[Tensor]) -> None:
        """Replace the gradients of weights by their sums over the processes."""
        gradients = [weight.grad for weight in weights if weight.grad is not None]
        sums = self.add(torch.cat([gradient.flatten() for gradient in gradients]))
        parts = torch.split(sums, [gradient.numel() for gradient in gradients])
        torch._foreach_copy_(gradients, [part.view_as(g) for part, g in zip(parts, gradients, strict=True)])

    def unify(self, tensors: Iterable[Tensor]) -> None:
        """Overwrite tensors by those of the first process."""
        with _others():
            for tensor in tensors:
                distributed.broadcast(tensor, src=0)

    @contextmanager
    def first_on_machine(self) -> Iterator[None]:
        """Hold the others on a machine back until its first process has left the context, however long that takes."""
        if self._local_rank > 0:
            self._wait()
        yield
        if self._local_rank == 0:
            self._wait()

    def leave(self) -> None:
        """End the work in common, together."""
        self._wait()
        distributed.destroy_process_group()

    def _wait(self) -> None:
        """Wait for the others."""
        with _others():
            distributed.barrier(group=self._patient)


def join(place: Place, local_rank: int) -> Team:
    """Connect a process with the others, and return it as part of them.

    Raises
    ------
    TrainingError
        The others did not join in time, or the connection failed.
    """
    os.environ |= {"LOCAL_RANK": str(local_rank), "NODE_RANK": str(place.node)}
    os.environ |= {"MASTER_ADDR": place.address, "MASTER_PORT": str(place.port)}
    for name in ("lightning_fabric", "lightning_fabric.utilities.rank_zero"):
        getLogger(name).setLevel(WARNING)
    backend = "gloo" if place.device == "cpu" else None
    try:
        fabric = Fabric(
            accelerator=place.device,
            devices=place.devices,
            num_nodes=place.nodes,
            strategy=DDPStrategy(process_group_backend=backend, timeout=MEETING),
            plugins=[LightningEnvironment()],
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about settings that are not used
            fabric.launch()
    except RuntimeError as error:
        reason = str(error).partition("\n")[0]
        raise TrainingError(
            f"process {place.rank(local_rank) + 1} of {place.size} could not join the others at "
            f"{place.address}:{place.port} ({reason})"
        ) from None
    return Team(fabric)


@contextmanager
def _others() -> Iterator[None]:
    """Report a failed exchange in one line."""
    try:
        yield
    except RuntimeError as error:
        line = str(error).partition("\n")[0]
        reason = "" if "gloo" in line else f" ({line[:200]})"  # which only says that the connection is closed
        raise LostProcessError(
            f"another process of the training has ended or cannot be reached{reason}; repeat the command to resume"
        ) from None
