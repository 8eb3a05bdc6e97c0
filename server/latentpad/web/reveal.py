"""Show a file in the system's file manager."""

import shutil
import subprocess
import sys
from pathlib import Path

from latentpad.errors import FolderError

SECONDS = 5.0
"""As long as a file manager is waited for."""


def reveal(path: Path) -> None:
    """Open the file's folder, with the file chosen where the file manager can (raises FolderError)."""
    if not path.exists():
        raise FolderError(f"{path} is no longer there")
    for command in _commands(path):
        quiet = subprocess.DEVNULL
        try:
            manager = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
        except OSError:
            continue
        try:
            status = manager.wait(SECONDS)
        except subprocess.TimeoutExpired:
            return  # it is open, and stays with its window
        if status == 0 or sys.platform == "win32":  # explorer always says 1
            return
    raise FolderError(f"no file manager was found here; the sample is {path}")


def _commands(path: Path) -> list[list[str] | str]:
    """Name what to try, the best first."""
    if sys.platform == "darwin":
        return [["open", "-R", str(path)]]
    if sys.platform == "win32":
        return [f'explorer /select,"{path}"']  # quotes within an argument, which a list would escape
    bus = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.FileManager1"]
    what = ["/org/freedesktop/FileManager1", "org.freedesktop.FileManager1.ShowItems"]
    commands: list[list[str] | str] = [[*bus, *what, f"array:string:{path.as_uri()}", "string:"]]
    return [*commands, ["xdg-open", str(path.parent)]] if shutil.which("xdg-open") else commands
