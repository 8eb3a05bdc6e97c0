"""Return of memory to the system once something large is no longer used."""

import ctypes
import gc
import sys
from contextlib import suppress
from pathlib import Path

COMPILER = "libllvmlite"
"""The library whose code is used only while loops are compiled or loaded."""

MADV_DONTNEED = 4


def release_memory() -> None:
    """Free what only refers to itself, and give free pages back to the system.

    glibc keeps what it once had: after some switches between bundles, half as much again as one bundle takes.
    """
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


def release_compiler() -> None:
    """Give the pages with the compiler's code back to the system, 50 MB; they are read again if they are needed.

    They are not written to, so that nothing is lost; the system would take them itself when memory runs out.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError, ValueError):
        advise = ctypes.CDLL(None).madvise
        advise.argtypes = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
        for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
            span, access, *_ = line.split()
            if access == "r-xp" and COMPILER in line:
                first, end = (int(address, 16) for address in span.split("-"))
                advise(first, end - first, MADV_DONTNEED)
