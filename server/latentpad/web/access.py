"""Access checks: only latentpad's own page is served, and only under a name of this machine.

A page of another site can make its visitor's browser send requests to this server, even under that site's own name (DNS
rebinding). The browser then says so in ``Host``, ``Origin`` or ``Sec-Fetch-Site``.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

NAMES = ("127.0.0.1", "localhost", "::1")
"""Names under which a browser on this machine reaches the server."""


def rejection_reason(hosts: Sequence[str], origins: Sequence[str], site: str, mode: str, port: int) -> str | None:
    """Return why a request is rejected; None if it is accepted.

    Parameters
    ----------
    hosts, origins : sequence of str
        The values of the headers ``Host`` and ``Origin``: exactly one host, and at most one origin.
    site, mode : str
        ``Sec-Fetch-Site`` and ``Sec-Fetch-Mode``, empty if the client is not a browser.
    port : int
        The server's.
    """
    if len(hosts) != 1 or not _is_own_host(hosts[0], port):
        return "latentpad's page is served at 127.0.0.1 and localhost only"
    if len(origins) > 1 or any(not _is_own_origin(origin, port) for origin in origins):
        return "latentpad serves its own page only"
    if site in ("cross-site", "same-site") and mode != "navigate":
        return "latentpad serves its own page only"
    return None


def _is_own_origin(origin: str, port: int) -> bool:
    scheme, separator, host = origin.partition("://")
    return scheme == "http" and bool(separator) and _is_own_host(host, port)


def _is_own_host(host: str, port: int) -> bool:
    """Whether a host, with its port unless that is 80, is this server on the loopback interface."""
    try:
        split = urlsplit(f"//{host}")
        name, host_port = split.hostname, 80 if split.port is None else split.port
    except ValueError:
        return False
    is_plain = host.lower() in (f"{name}:{host_port}", f"[{name}]:{host_port}", name, f"[{name}]")
    return is_plain and name in NAMES and host_port == port
