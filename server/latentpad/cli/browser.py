"""The user's browser, opened at the page where there is a display."""

import logging
import os
import sys
import threading
import webbrowser

logger = logging.getLogger(__name__)

DISPLAYS = "DISPLAY", "WAYLAND_DISPLAY"


def has_display() -> bool:
    """Return whether windows can be opened where the user sees them: not on a server, nor over SSH without X."""
    if sys.platform in ("win32", "darwin"):
        return not os.environ.get("SSH_CONNECTION")
    return any(map(os.environ.get, DISPLAYS))


def open_page(address: str) -> bool:
    """Open the page in the browser; return whether there is one."""
    try:
        return has_display() and webbrowser.open(address)
    except (webbrowser.Error, OSError) as error:
        logger.debug("the browser cannot be started: %s", error)
        return False


def open_page_soon(address: str) -> None:
    """Open the page while the program goes on: some browsers end only when the page is closed."""
    threading.Thread(target=_open, args=(address,), name="latentpad-browser", daemon=True).start()


def _open(address: str) -> None:
    """Open the page, or log where it is."""
    if not open_page(address):
        reason = "No browser could be opened" if has_display() else "There is no display here"
        logger.warning("%s; the page is at %s", reason, address)
