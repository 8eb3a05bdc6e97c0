"""A window that tells why the app has ended, for those who have started it without a terminal."""

import ctypes
import shutil
import subprocess
import sys
from contextlib import suppress

from latentpad.cli.browser import has_display
from latentpad.cli.log_file import last_error, log_path
from latentpad.daemon.options import DaemonOptions

TITLE = "latentpad"

WINDOWS_ERROR = 0x10
"""MB_ICONERROR."""

SCRIPT = "on run texts\ndisplay alert (item 1 of texts) message (item 2 of texts) as critical\nend run"

DIALOGS = (
    ("zenity", "--error", "--no-markup", f"--title={TITLE}", "--text"),
    ("kdialog", "--title", TITLE, "--error"),
    ("xmessage", "-center", "-title", TITLE),
    ("notify-send", "--urgency=critical", TITLE),
)
"""Of Linux desktops; the text comes last."""


def alert_last_error() -> None:
    """Show the last error in the log, where there is a display."""
    text = last_error(log_path(DaemonOptions.port))
    if not has_display():
        return
    if sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(None, text, TITLE, WINDOWS_ERROR)
        return
    command = dialog_command(text)
    if command:
        with suppress(OSError):
            subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)


def dialog_command(text: str) -> list[str]:
    """Return the command that shows a text and waits until it was read; empty if there is none."""
    if sys.platform == "darwin":
        return ["osascript", "-e", SCRIPT, TITLE, text]
    found = next((dialog for dialog in DIALOGS if shutil.which(dialog[0])), ())
    return [*found, text] if found else []
