"""A process whose children write samples until they are killed: folder_writer.py FOLDER N_CHILDREN KILLS LIMIT

Each child tells by a byte that a sample has been written. Which of their systems' calls a kill hits is random. With a
limit, in bytes, no file gets larger, as on a full disk.
"""

import os
import random
import resource
import signal
import sys
from pathlib import Path

import numpy as np

from latentpad.errors import FolderError
from latentpad.request import Request
from latentpad.samples.folder import Folder
from latentpad.samples.recipe import Recipe

RECIPE = Recipe(Request(0.25, 0.5, 7), bundle="toy", digest="0" * 64, version="0.1.0")
SIGNAL = np.linspace(-0.9, 0.9, 20_000, dtype=np.float32)


def write(folder, told):
    """Write samples for ever."""
    drop = Folder(folder)
    while True:
        drop.write(SIGNAL, 44100, "kick", RECIPE)
        os.write(told, b".")


def begin(folder):
    """Start a child; return its id and what it tells."""
    telling, told = os.pipe()
    child = os.fork()
    if not child:
        write(folder, told)
    os.close(told)
    return child, telling


def kill_writers(folder, n_children, n_kills):
    """Kill children after some samples each; some are alive at any time."""
    rng, living, n_written = random.Random(0), [begin(folder) for _ in range(n_children)], 0
    for _ in range(n_kills):
        child, telling = living.pop(0)
        for _ in range(rng.randrange(4)):
            n_written += len(os.read(telling, 1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(telling, 1000):
            n_written += len(more)
        os.close(telling)
        living.append(begin(folder))
    for child, telling in living:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(telling, 1000):
            n_written += len(more)
    return n_written


def write_until_full(folder, n_bytes):
    """Write samples that do not fit; return the error."""
    drop = Folder(folder)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))
    try:
        drop.write(SIGNAL, 44100, "kick", RECIPE)
    except FolderError as error:
        return str(error)
    return "written"


if __name__ == "__main__":
    folder, n_children, n_kills, limit = Path(sys.argv[1]), *map(int, sys.argv[2:])
    print(write_until_full(folder, limit) if limit else kill_writers(folder, n_children, n_kills))
