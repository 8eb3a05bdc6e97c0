"""What the processes of test_background compute."""

import os
import signal
import time
from pathlib import Path

import numpy as np


def square(folder, argument):
    """Return the square of a number, and leave a trace of having been here."""
    path = Path(folder) / f"{argument}-{os.getpid()}"
    path.touch()
    return {"square": np.array(argument**2), "process": np.array(os.getpid())}


def refuse_three(folder, argument):
    if argument == 3:
        raise ValueError("three")
    return square(folder, argument)


def die_at_three(folder, argument):
    if argument == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return square(folder, argument)


def wait_for_ever(folder, argument):
    square(folder, argument)
    time.sleep(600)


class DeadlyToRead:
    """Ends the process that unpickles it."""

    def __reduce__(self):
        return _end, (bytes(1_000_000),)


def _end(_content):
    os._exit(1)
