"""What the window needs of the system: Tk, tkinterdnd2 and a display; and how large the system wants things to be."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec

from latentpad.errors import LatentpadError, install_advice

STANDARD_DPI = 96.0
MIN_SCALE, MAX_SCALE = 0.5, 4.0
ASKING_SECONDS = 1.0

TK = {
    "linux": "install it (Debian, Ubuntu: sudo apt install python3-tk; Fedora: python3-tkinter; Arch: tk)",
    "darwin": "install it (Homebrew: brew install python-tk; python.org's Python has it)",
    "win32": "run Python's installer again, choose Modify, and tick 'tcl/tk and IDLE'",
}
"""What to do without Tk, by system."""


class ShelfError(LatentpadError):
    """The shelf cannot be opened."""


def why_not_here(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Return why the shelf cannot be opened here, in a line that says what to do; empty if it can.

    Parameters
    ----------
    environment : mapping, optional
        The variables of the environment, which name the display.
    platform : str, optional
        The system, as `sys.platform`.
    """
    if not (_is_installed("tkinter") and _is_installed("_tkinter")):
        return f"the shelf needs Tk, which this Python lacks; {TK.get(platform, TK['linux'])}"
    if not _is_installed("tkinterdnd2"):
        return f"the shelf needs tkinterdnd2; {install_advice('shelf')}"
    if platform in ("win32", "darwin") or environment.get("DISPLAY"):
        return ""
    if environment.get("WAYLAND_DISPLAY"):
        return "the shelf needs X, and this Wayland session has none; install or turn on Xwayland and log in again"
    return "the shelf needs a display, and there is none (DISPLAY is not set); start it in a desktop session"


def prepare_scaling() -> None:
    """Have Windows report its true scale to this process, and scale by itself on screens with another one.

    Otherwise text is blurred on every screen that is not at 100 %.
    """
    if sys.platform == "win32":
        import ctypes  # for Windows only

        with suppress(AttributeError, OSError):  # before Windows 8.1
            ctypes.windll.shcore.SetProcessDpiAwareness(1)


def system_scale(windowing_system: str, dpi: float) -> float:
    """Return by how much the system enlarges everything.

    Parameters
    ----------
    windowing_system : str
        As Tk names it: ``x11``, ``win32`` or ``aqua``, where Tk's pixels are scaled already.
    dpi : float
        Under X, `desktop_dpi`; else as Tk measures it. 0 if it is not known.
    """
    if windowing_system == "aqua" or not dpi:
        return 1.0
    return min(MAX_SCALE, max(MIN_SCALE, dpi / STANDARD_DPI))


def desktop_dpi() -> float:
    """Return ``Xft.dpi``, which desktops under X set by their scale; 0 if it is not set.

    Tk measures the screen instead.
    """
    try:
        done = subprocess.run(["xrdb", "-query"], capture_output=True, timeout=ASKING_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return 0.0
    found = re.search(rb"^Xft\.dpi:\s*(\d+(?:\.\d+)?)\s*$", done.stdout, re.MULTILINE)
    return float(found[1]) if found else 0.0


def _is_installed(name: str) -> bool:
    """Whether a module can be found, without importing it."""
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
