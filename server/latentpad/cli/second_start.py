"""A start of ``latentpad serve`` while one of this user's runs on the same ports: its page is opened."""

import argparse
import os
import time
from hashlib import sha256
from pathlib import Path

from latentpad.cli.browser import has_display, open_page
from latentpad.daemon.running import Running, find_running
from latentpad.errors import PortError

IGNORED = "port", "web_port", "open", "debug", "unremembered", "log"
"""Arguments that say nothing of what is to be played, or how."""

TITLE = b"<title>latentpad</title>"

WAIT_SECONDS, TRY_SECONDS, RETRY_SECONDS = 5.0, 2.0, 0.2
"""For the page to answer; one request; before the next one."""

STOP = "stop it with 'latentpad --daemon stop'"


def joins_running(arguments: argparse.Namespace, defaults: argparse.Namespace, patience: float = 0.0) -> bool:
    """Return whether a latentpad of this user has the ports already; its page is open then, or its address printed.

    Parameters
    ----------
    arguments, defaults : Namespace
        Those of this start, and those of one without arguments.
    patience : float
        Seconds to wait for one to appear: it has its ports a moment before it can be found.

    Raises
    ------
    PortError
        It has no page, does not answer, or does not play what this start was asked to.
    """
    until = time.monotonic() + patience
    while not (found := _find(arguments)):
        if time.monotonic() >= until:
            return False
        time.sleep(RETRY_SECONDS)
    check_same(arguments, defaults, found)
    if not found.page:
        raise PortError(f"latentpad is already running, without a page; {STOP} to start another")
    if not _answers(found.page):
        raise PortError(f"latentpad is already running, but {found.page} does not answer; {STOP}, and start it again")
    is_open = arguments.open is not False and has_display() and open_page(found.page)
    print(f"latentpad is already running; {'its page opens' if is_open else 'its page is'}: {found.page}")
    return True


def _find(arguments: argparse.Namespace) -> Running | None:
    """Return the latentpad that has the OSC port of the arguments."""
    return next((one for one in find_running() if one.port == arguments.port), None)


def digest_of(arguments: argparse.Namespace) -> str:
    """Return a digest of what a start is asked to play, and how."""
    given = {
        name: os.path.abspath(value) if isinstance(value, Path) else value
        for name, value in vars(arguments).items()
        if name not in IGNORED
    }
    return sha256(repr(sorted(given.items())).encode("utf-8", "surrogatepass")).hexdigest()


def check_same(arguments: argparse.Namespace, defaults: argparse.Namespace, found: Running) -> None:
    """Raise PortError if a start was asked for something that the one that runs need not be.

    It need not be what neither a start without arguments nor its own start has asked for.
    """
    digest = digest_of(arguments)
    has_other_page = bool(found.web_port) and arguments.web_port != found.web_port
    if has_other_page or digest not in (digest_of(defaults), found.asked):
        more = f" ({found.page})" if found.page else ""
        raise PortError(
            f"latentpad is already running{more}, and plays something else or with other options; {STOP}, or start "
            "this one with other ports: --port, --web-port"
        )


def _answers(page: str) -> bool:
    """Return whether the page is there; while latentpad starts, that can take a moment."""
    from http.client import HTTPConnection, HTTPException  # takes 20 ms, which no first start needs

    until = time.monotonic() + WAIT_SECONDS
    while True:
        connection = HTTPConnection(page.removeprefix("http://"), timeout=TRY_SECONDS)
        try:
            connection.request("GET", "/")
            return TITLE in connection.getresponse().read()
        except (OSError, HTTPException):
            if time.monotonic() > until:
                return False
        finally:
            connection.close()
        time.sleep(RETRY_SECONDS)
