"""The system's file manager, opened at a file."""

import shutil
import subprocess
import sys
from pathlib import Path

from latentpad.errors import FolderError

TIMEOUT = 5.0
"""Seconds to wait for a file manager to exit."""


def reveal(path: Path) -> None:
    """Open a file's folder, with the file selected if the file manager can do that (raises FolderError)."""
    if not path.exists():
        raise FolderError(f"{path} no longer exists")
    for command in _commands(path):
        null = subprocess.DEVNULL
        try:
            manager = subprocess.Popen(command, stdin=null, stdout=null, stderr=null, start_new_session=True)
        except OSError:
            continue
        try:
            status = manager.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            return  # it is open, and runs as long as its window
        if status == 0 or sys.platform == "win32":  # explorer always returns 1
            return
    raise FolderError(f"no file manager found; the sample is {path}")


def _commands(path: Path) -> list[list[str] | str]:
    """Return the commands to try, the best first."""
    if sys.platform == "darwin":
        return [["open", "-R", str(path)]]
    if sys.platform == "win32":
        return [f'explorer /select,"{path}"']  # quotes within an argument, which a list would escape
    bus = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.FileManager1"]
    call = ["/org/freedesktop/FileManager1", "org.freedesktop.FileManager1.ShowItems"]
    commands: list[list[str] | str] = [[*bus, *call, f"array:string:{path.as_uri()}", "string:"]]
    return [*commands, ["xdg-open", str(path.parent)]] if shutil.which("xdg-open") else commands
