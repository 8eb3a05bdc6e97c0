"""The system's file manager, opened at a file or a folder."""

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
    if not _run_first(_commands(path)):
        raise FolderError(f"no file manager found; the sample is {path}")


def open_folder(path: Path) -> None:
    """Open a folder (raises FolderError)."""
    if not path.is_dir():
        raise FolderError(f"{path} no longer exists")
    if not _run_first(_folder_commands(path)):
        raise FolderError(f"no file manager found; the folder is {path}")


def _run_first(commands: list[list[str] | str]) -> bool:
    """Run the first of some commands that works; return whether there is one."""
    for command in commands:
        null = subprocess.DEVNULL
        try:
            manager = subprocess.Popen(command, stdin=null, stdout=null, stderr=null, start_new_session=True)
        except OSError:
            continue
        try:
            status = manager.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            return True  # it is open, and runs as long as its window
        if status == 0 or sys.platform == "win32":  # explorer always returns 1
            return True
    return False


def _commands(path: Path) -> list[list[str] | str]:
    """Return the commands to try, the best first."""
    if sys.platform == "darwin":
        return [["open", "-R", str(path)]]
    if sys.platform == "win32":
        return [f'explorer /select,"{path}"']  # quotes within an argument, which a list would escape
    return _desktop_commands("ShowItems", path, path.parent)


def _folder_commands(path: Path) -> list[list[str] | str]:
    """Return the commands that open a folder, the best first."""
    if sys.platform == "darwin":
        return [["open", str(path)]]
    if sys.platform == "win32":
        return [f'explorer "{path}"']
    return _desktop_commands("ShowFolders", path, path)


def _desktop_commands(method: str, shown: Path, folder: Path) -> list[list[str] | str]:
    """Return the commands of desktops that follow freedesktop.org."""
    bus = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.FileManager1"]
    call = ["/org/freedesktop/FileManager1", f"org.freedesktop.FileManager1.{method}"]
    commands: list[list[str] | str] = [[*bus, *call, f"array:string:{shown.as_uri()}", "string:"]]
    return [*commands, ["xdg-open", str(folder)]] if shutil.which("xdg-open") else commands
