"""Access checks: no page of another site can read what this server answers.

Such a page can make its visitor's browser send requests, even under that site's own name (DNS rebinding). The browser
then says so in ``Host``, ``Origin`` or ``Sec-Fetch-Site``. Unlike the page's server, this one may be open to the
network: every numeric address is accepted, since no foreign name can stand for one. Ports are not compared, because
some clients leave them out of ``Host``.
"""

import ipaddress
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

FORBIDDEN = "OSCQuery is for programs; pages of other sites cannot use it"


def is_rejected(hosts: Sequence[str], origins: Sequence[str], site: str, mode: str) -> bool:
    """Return whether a request may come from a page of another site.

    Parameters
    ----------
    hosts, origins : sequence of str
        The values of the headers ``Host`` and ``Origin``: exactly one host; an origin must be at this host.
    site, mode : str
        ``Sec-Fetch-Site`` and ``Sec-Fetch-Mode``, empty if the client is not a browser.
    """
    if len(hosts) != 1 or not is_own_name(_name(hosts[0])):
        return True
    if any(origin not in (f"http://{hosts[0]}", f"ws://{hosts[0]}") for origin in origins):
        return True
    return site in ("cross-site", "same-site") and mode != "navigate"


def is_own_name(name: str) -> bool:
    """Return whether a host is a numeric address, or a name of this machine."""
    own = socket.gethostname().lower().removesuffix(".local")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in ("localhost", own, f"{own}.local")
    return True


def _name(host: str) -> str:
    """Return a host without its port, in lower case; empty if there is more to it."""
    try:
        split = urlsplit(f"//{host}")
        port = "" if split.port is None else f":{split.port}"
    except ValueError:
        return ""
    name = split.hostname or ""
    return name if host.lower() in (f"{name}{port}", f"[{name}]{port}") else ""
