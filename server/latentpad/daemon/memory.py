"""Return of memory to the system once something large is no longer used."""

import ctypes
import gc
import sys
from contextlib import suppress


def release_memory() -> None:
    """Free what only refers to itself, and give free pages back to the system.

    glibc keeps what it once had: after some switches between bundles, half as much again as one bundle takes.
    """
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
