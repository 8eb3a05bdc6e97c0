"""Access checks: no page of another site can read what this server answers.

Such a page can make its visitor's browser send requests, even under that site's own name (DNS rebinding). The browser
then says so in ``Host``, ``Origin`` or ``Sec-Fetch-Site``. Unlike the page's server, this one may be open to the
network: every numeric address is accepted, since no foreign name can stand for one. Ports are not compared, because
some clients leave them out of ``Host``.
"""

import ipaddress
import socket
from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

FORBIDDEN = "OSCQuery is for programs; pages of other sites cannot use it"
LOOPBACK_NAMES = ("localhost",)


def network_names() -> tuple[str, ...]:
    """Return the names under which this machine is reached, from itself and from the network."""
    full = socket.gethostname().lower()
    host = host_name().lower()
    return (*LOOPBACK_NAMES, full, host, f"{host}.local", announced_name().lower())


def host_name() -> str:
    """Return the name of this machine without its domain."""
    return socket.gethostname().partition(".")[0] or "this-machine"


def announced_name() -> str:
    """Return the name of this machine in the announcement; another than the system's own, which others announce."""
    return f"latentpad-{host_name().replace(' ', '-')}.local"


def is_rejected(names: Collection[str], hosts: Sequence[str], origins: Sequence[str], site: str, mode: str) -> bool:
    """Return whether a request may come from a page of another site.

    Parameters
    ----------
    names : collection of str
        Names of this machine, in lower case.
    hosts, origins : sequence of str
        The values of the headers ``Host`` and ``Origin``: exactly one host; an origin must be at this host.
    site, mode : str
        ``Sec-Fetch-Site`` and ``Sec-Fetch-Mode``, empty if the client is not a browser.
    """
    if len(hosts) != 1 or not _is_own(_name(hosts[0]), names):
        return True
    if any(origin not in (f"http://{hosts[0]}", f"ws://{hosts[0]}") for origin in origins):
        return True
    return site in ("cross-site", "same-site") and mode != "navigate"


def _is_own(name: str, names: Collection[str]) -> bool:
    """Return whether a host is a numeric address, or one of the names."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name.removesuffix(".") in names
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
