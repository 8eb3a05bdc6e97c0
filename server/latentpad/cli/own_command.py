"""How this latentpad is started again: as the app, or with the interpreter that runs it."""

import os
import sys
from pathlib import Path

from latentpad.errors import LatentpadError

TRANSLOCATED = "/AppTranslocation/"
"""Part of the path under which macOS starts an app that was not moved from where it was downloaded."""


def is_app() -> bool:
    """Return whether this is the app, which has its own interpreter."""
    return bool(getattr(sys, "frozen", False))


def own_command(windowless: bool = False) -> list[str]:
    """Return the command that starts this latentpad, without arguments.

    Parameters
    ----------
    windowless : bool
        Whether it is to open no console on Windows.
    """
    program = sys.executable
    if is_app():
        return [program]
    if windowless and sys.platform == "win32" and (silent := Path(program).with_name("pythonw.exe")).exists():
        program = str(silent)
    return [program, "-P", "-m", "latentpad"]  # -P: no modules of the current folder


def check_permanent() -> None:
    """Raise LatentpadError if the app runs from a place that will be gone, such as a disk image."""
    if is_app() and is_temporary(sys.executable):
        raise LatentpadError("latentpad runs from a read-only or temporary place; move it to your programs first")


def is_temporary(program: str) -> bool:
    """Return whether a program is on a read-only disk, or where macOS has put it for one run."""
    if TRANSLOCATED in program:
        return True
    try:
        return hasattr(os, "statvfs") and bool(os.statvfs(program).f_flag & os.ST_RDONLY)
    except OSError:
        return False
