"""Who may come in: pages of our own, asked for under a name of this machine; nobody else's page, under no other name.

A page of another site can send its visitor's browser here, under its own name even (DNS rebinding). The browser then
says so, in ``Host``, ``Origin`` or ``Sec-Fetch-Site``.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

NAMES = ("127.0.0.1", "localhost", "::1")
"""Names under which a browser on this machine finds us."""


def rejection_reason(hosts: Sequence[str], origins: Sequence[str], site: str, mode: str, port: int) -> str | None:
    """Say why a request is refused; None if it is welcome.

    Parameters
    ----------
    hosts, origins : sequence of str
        The values of the headers ``Host`` and ``Origin``: one each, or no origin.
    site, mode : str
        ``Sec-Fetch-Site`` and ``Sec-Fetch-Mode``, empty where the client is no browser.
    port : int
        Ours.
    """
    if len(hosts) != 1 or not _is_ours(hosts[0], port):
        return "latentpad's page is there under 127.0.0.1 and localhost only"
    if len(origins) > 1 or any(not _is_own_page(origin, port) for origin in origins):
        return "latentpad answers no pages but its own"
    if site in ("cross-site", "same-site") and mode != "navigate":
        return "latentpad answers no pages but its own"
    return None


def _is_own_page(origin: str, port: int) -> bool:
    scheme, found, host = origin.partition("://")
    return scheme == "http" and bool(found) and _is_ours(host, port)


def _is_ours(host: str, port: int) -> bool:
    """Tell whether a host, with its port unless that is 80, is this machine's loopback."""
    try:
        split = urlsplit(f"//{host}")
        named, at = split.hostname, 80 if split.port is None else split.port
    except ValueError:
        return False
    plain = host.lower() in (f"{named}:{at}", f"[{named}]:{at}", named, f"[{named}]")
    return plain and named in NAMES and at == port
