"""The start of latentpad at login, by what each system has for that; a file that is not latentpad's is never touched.

=======  =========================================================
Linux    ``systemd/user/latentpad.service`` in the folder for settings
macOS    ``Library/LaunchAgents/latentpad.plist``
Windows  the shortcut ``latentpad`` in the folder Startup
=======  =========================================================
"""

import os
import plistlib
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from latentpad.cli.own_command import check_permanent
from latentpad.errors import LatentpadError
from latentpad.files import replace_file
from latentpad.paths import user_path

MARK = "written by latentpad for its start at login"
"""In every file that is latentpad's own."""

UNIT = f"""# {MARK}
[Unit]
Description=latentpad

[Service]
ExecStart={{command}}
Restart=on-failure

[Install]
WantedBy=default.target
"""

SHORTCUT = (
    "$s = (New-Object -ComObject WScript.Shell).CreateShortcut($env:LATENTPAD_LINK); "
    "$s.TargetPath = $env:LATENTPAD_TARGET; $s.Arguments = $env:LATENTPAD_ARGUMENTS; "
    "$s.Description = $env:LATENTPAD_MARK; $s.WindowStyle = 7; $s.Save()"
)
"""For PowerShell; paths come as variables, since no quotes would do for all of them."""

SECONDS = 30.0
"""Longest time for the system's own programs."""


def enable(command: list[str]) -> Path:
    """Have a command started at login; return the file that says so.

    Raises
    ------
    LatentpadError
        The system offers no such start, the file is not latentpad's or cannot be written, or the app is where it
        cannot stay.
    """
    check_permanent()
    path = _path()
    _check_own(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if sys.platform == "win32":
            _write_shortcut(path, command)
        elif sys.platform == "darwin":
            replace_file(path, _agent(command))
        else:
            _write_unit(path, command)
    except OSError as error:
        raise LatentpadError(f"{path} cannot be written ({error.strerror})") from None
    return path


def disable() -> Path | None:
    """Have latentpad no longer started at login; return the file that was removed, None if there was none.

    Raises
    ------
    LatentpadError
        The file is not latentpad's, or cannot be removed.
    """
    path = _path()
    if not os.path.lexists(path):
        return None
    _check_own(path)
    try:
        path.unlink()
        if sys.platform not in ("win32", "darwin"):
            if _wanted(path).is_symlink():
                _wanted(path).unlink()
            _reload()
    except OSError as error:
        raise LatentpadError(f"{path} cannot be removed ({error.strerror})") from None
    return path


def is_enabled() -> bool:
    """Return whether latentpad is started at login by what `enable` has written."""
    with suppress(LatentpadError):
        path = _path()
        _check_own(path)
        return path.exists() and (sys.platform in ("win32", "darwin") or os.path.lexists(_wanted(path)))
    return False


def _path() -> Path:
    """Return the file, which need not exist (raises LatentpadError if the system has none)."""
    if sys.platform == "win32":
        programs = Path(os.environ.get("APPDATA") or user_path("~/AppData/Roaming"), "Microsoft", "Windows")
        return programs / "Start Menu" / "Programs" / "Startup" / "latentpad.lnk"
    if sys.platform == "darwin":
        return user_path("~/Library/LaunchAgents/latentpad.plist")
    if not shutil.which("systemctl"):
        raise LatentpadError("this system has no systemd; add 'latentpad serve --log' to the programs of your session")
    return Path(os.environ.get("XDG_CONFIG_HOME") or user_path("~/.config"), "systemd", "user", "latentpad.service")


def _check_own(path: Path) -> None:
    """Raise LatentpadError if there is a file of somebody else's."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise LatentpadError(f"{path} cannot be read ({error.strerror})") from None
    if MARK.encode() not in content and MARK.encode("utf-16-le") not in content:
        raise LatentpadError(f"{path} was not written by latentpad; remove it yourself if it is of no use")


def _write_unit(path: Path, command: list[str]) -> None:
    """Write the unit of systemd and the link that enables it (raises OSError, LatentpadError)."""
    wanted = _wanted(path)
    if wanted.exists() and not wanted.is_symlink():
        raise LatentpadError(f"{wanted} was not written by latentpad; remove it yourself if it is of no use")
    replace_file(path, UNIT.format(command=" ".join(map(_quoted, command))).encode())
    wanted.parent.mkdir(exist_ok=True)
    with suppress(FileExistsError):
        wanted.symlink_to(path)
    _reload()


def _quoted(argument: str) -> str:
    """Return an argument as systemd reads it."""
    for special, escaped in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$"), ("\n", "\\n")):
        argument = argument.replace(special, escaped)
    return f'"{argument}"'


def _wanted(path: Path) -> Path:
    """Return the link by which systemd starts a unit at login."""
    return path.parent / "default.target.wants" / path.name


def _reload() -> None:
    """Have systemd read its files again, if it runs for this user; else it does at the next login."""
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(["systemctl", "--user", "daemon-reload"], capture_output=True, timeout=SECONDS, check=False)


def _agent(command: list[str]) -> bytes:
    """Return the agent of launchd."""
    agent = {"Label": "latentpad", "ProgramArguments": command, "RunAtLoad": True, "ProcessType": "Interactive"}
    head, tag, rest = plistlib.dumps(agent).partition(b"<plist ")
    return head + f"<!-- {MARK} -->\n".encode() + tag + rest


def _write_shortcut(path: Path, command: list[str]) -> None:
    """Write a shortcut of Windows (raises OSError, LatentpadError)."""
    texts = {"LINK": str(path), "TARGET": command[0], "ARGUMENTS": subprocess.list2cmdline(command[1:]), "MARK": MARK}
    variables = {f"LATENTPAD_{name}": text for name, text in texts.items()}
    program = ["powershell", "-NoProfile", "-NonInteractive", "-Command", SHORTCUT]
    try:
        done = subprocess.run(program, env=os.environ | variables, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise LatentpadError(f"PowerShell has not written {path} within {SECONDS:.0f} s") from None
    if done.returncode or not path.exists():
        raise LatentpadError(f"{path} cannot be written (PowerShell ended with status {done.returncode})")
