"""The announcement of OSC and OSCQuery on the local network (mDNS), so that programs find latentpad by themselves."""

import asyncio
import ipaddress
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from latentpad.web.oscquery.access import announced_name, host_name

if TYPE_CHECKING:
    from zeroconf.asyncio import AsyncServiceInfo

logger = logging.getLogger(__name__)

TYPES = ("_oscjson._tcp.local.", "_osc._udp.local.")


async def announce(addresses: Sequence[str], port: int) -> None:
    """Announce a port until cancelled; return at once if there are no addresses, or the network does not allow it.

    Parameters
    ----------
    addresses : sequence of str
        Numeric addresses at which the port is reached from the network.
    port : int
        Of OSC over UDP, and of OSCQuery over TCP.
    """
    if not addresses:
        return
    try:
        from zeroconf import Error
        from zeroconf.asyncio import AsyncZeroconf
    except ModuleNotFoundError:
        logger.info('Not announced on the network; pip install ".[discovery]" would change that')
        return
    try:
        network = AsyncZeroconf(interfaces=list(addresses))
    except (OSError, RuntimeError) as error:
        logger.warning("Not announced on the network: %s", error)
        return
    try:
        for service in services(addresses, port):
            await network.async_register_service(service, allow_name_change=True)
        logger.info("Announced on the network as %r", service.get_name())
        await asyncio.Event().wait()
    except (OSError, Error) as error:
        logger.warning("Not announced on the network: %s", error or type(error).__name__)
    finally:
        await network.async_unregister_all_services()
        await network.async_close()


def services(addresses: Sequence[str], port: int) -> list["AsyncServiceInfo"]:
    """Return the services to announce."""
    from zeroconf.asyncio import AsyncServiceInfo

    return [
        AsyncServiceInfo(
            kind,
            f"latentpad on {host_name()}.{kind}",
            port=port,
            server=f"{announced_name()}.",
            parsed_addresses=list(addresses),
        )
        for kind in TYPES
    ]


def reachable(address: str) -> list[str]:
    """Return the addresses at which a bound address is reached from the network; none if it is a loopback address."""
    bound = ipaddress.ip_address(address.partition("%")[0])
    if bound.is_loopback:
        return []
    if not bound.is_unspecified:
        return [address]
    try:
        from ifaddr import get_adapters
    except ModuleNotFoundError:  # it comes with zeroconf, without which nothing is announced
        return [address]
    found = [str(one.ip) for adapter in get_adapters() for one in adapter.ips if one.is_IPv4]
    return [one for one in found if not ipaddress.ip_address(one).is_loopback]
