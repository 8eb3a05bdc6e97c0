"""The devices and machines of a training, from the command line and the environment."""

import argparse
import os
from importlib.util import find_spec

import torch

from latentpad.cli.arguments import integer
from latentpad.errors import install_advice
from latentpad_export.errors import TrainingError
from latentpad_export.training.place import Place

ADDRESS = ("MASTER_ADDR", "MASTER_PORT", "NODE_RANK")
"""Environment variables of Lightning Fabric that name the first machine, its port, and the number of this machine."""


def add_devices(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose devices and machines."""
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps (default: %(default)s)")
    parser.add_argument(
        "--devices", type=integer(1, 1_024), metavar="N", help="train on N of them, which share each batch (default: 1)"
    )
    parser.add_argument(
        "--nodes",
        type=integer(1, 1_024),
        metavar="N",
        help=f"train on N machines, each with {', '.join(ADDRESS)} set (default: 1)",
    )


def choose_device(name: str) -> str:
    """Choose the device to train on; ``auto`` is the fastest available (raises TrainingError)."""
    available = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if available[name])
    if not available.get(name):
        names = ", ".join(name for name in available if available[name])
        raise TrainingError(f"--device={name} is not available (choose from {names})")
    return name


def started_by_torchrun() -> bool:
    """Return whether this process is one of several that torchrun has started."""
    return "TORCHELASTIC_RUN_ID" in os.environ


def choose_place(device: str, devices: int | None, nodes: int | None, batch_size: int) -> Place | None:
    """Return the place of this machine among those of a training; None for one process.

    Raises
    ------
    TrainingError
        There are not as many devices, the machines do not know each other, or the batches are too small.
    """
    if started_by_torchrun():
        place = _torchrun_place(device, devices, nodes)
    elif (devices or 1) * (nodes or 1) == 1:
        return None
    else:
        place = _place(device, devices or 1, nodes or 1)
    if find_spec("lightning_fabric") is None:
        raise TrainingError(f"several processes need lightning-fabric; {install_advice('train')}")
    n_present, what = _present(device)
    if place.devices > n_present:
        raise TrainingError(f"--devices={place.devices}: this machine has {n_present} {what}")
    if place.size > batch_size:
        raise TrainingError(f"{place.size} processes need a --batch-size of {place.size} at least, not {batch_size}")
    return place


def _present(device: str) -> tuple[int, str]:
    """Return how many devices of a kind there are, and what they are called."""
    if device == "cuda":
        return torch.cuda.device_count(), "CUDA devices"
    return (os.cpu_count() or 1, "CPU cores") if device == "cpu" else (1, f"device for {device}")


def _place(device: str, devices: int, nodes: int) -> Place:
    """Return the place of a machine that starts the processes itself."""
    if nodes == 1:
        return Place(device, devices)
    missing = [name for name in ADDRESS if not os.environ.get(name)]
    if missing:
        raise TrainingError(
            f"--nodes={nodes}: set {', '.join(missing)} in the environment (the first machine's address, a free port "
            "on it, the number of this machine from 0)"
        )
    node = _number("NODE_RANK", 0, nodes - 1)
    return Place(device, devices, nodes, node, os.environ["MASTER_ADDR"], _number("MASTER_PORT", 1, 65_535))


def _torchrun_place(device: str, devices: int | None, nodes: int | None) -> Place:
    """Return the place of a machine on which torchrun has started the processes."""
    n_local, size = _number("LOCAL_WORLD_SIZE", 1, 1_024), _number("WORLD_SIZE", 1, 1_048_576)
    if devices not in (None, n_local) or nodes not in (None, size // n_local):
        raise TrainingError(
            f"torchrun has started {n_local} processes on each of {size // n_local} machines; leave out --devices and "
            "--nodes, or give the same"
        )
    node, port = _number("GROUP_RANK", 0, size), _number("MASTER_PORT", 1, 65_535)
    return Place(device, n_local, size // n_local, node, os.environ["MASTER_ADDR"], port)


def _number(name: str, low: int, high: int) -> int:
    """Return a number from the environment."""
    try:
        return integer(low, high)(os.environ[name])
    except argparse.ArgumentTypeError as error:
        raise TrainingError(f"{name} in the environment {error}") from None
