"""The colours of the window, those of the page in its dark and its light theme, and which one the system has."""

import subprocess
import sys
from dataclasses import dataclass

ASKING_SECONDS = 1.0


@dataclass(frozen=True)
class Theme:
    """Colours by their use."""

    back: str
    raised: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    selected: str
    wave: str
    bad: str


DARK = Theme(
    back="#161a1f",
    raised="#232930",
    line="#2b323a",
    text="#eef1f4",
    quiet="#aab4be",
    accent="#7cc7ff",
    on_accent="#06131d",
    selected="#234a68",
    wave="#7cc7ff",
    bad="#ff9a8a",
)
LIGHT = Theme(
    back="#ffffff",
    raised="#eef1f4",
    line="#dde2e7",
    text="#14181c",
    quiet="#4a545e",
    accent="#0061a8",
    on_accent="#ffffff",
    selected="#cbe3f7",
    wave="#0061a8",
    bad="#a32010",
)


def theme_of(choice: str) -> Theme:
    """Return the theme of a choice: ``dark``, ``light``, or ``system``, for which the system is asked."""
    if choice == "system":
        return LIGHT if is_system_light() else DARK
    return LIGHT if choice == "light" else DARK


def is_system_light() -> bool:
    """Whether programs are to be light; True where the system does not tell."""
    if sys.platform == "win32":
        return _windows_is_light()
    if sys.platform == "darwin":
        return "Dark" not in _output(["defaults", "read", "-g", "AppleInterfaceStyle"])
    gnome = ["gsettings", "get", "org.gnome.desktop.interface"]
    scheme = _output([*gnome, "color-scheme"])
    return "prefer-dark" not in scheme and "dark" not in _output([*gnome, "gtk-theme"]).lower()


def _windows_is_light() -> bool:
    if sys.platform != "win32":
        return True
    import winreg  # of Windows only

    personalize = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, personalize) as key:
            return bool(winreg.QueryValueEx(key, "AppsUseLightTheme")[0])
    except OSError:
        return True


def _output(command: list[str]) -> str:
    """Return what a program prints; nothing if there is no such program."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=ASKING_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace")
