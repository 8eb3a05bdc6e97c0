"""The announcement on the network, found by a browser of python-oscquery over this machine's loopback interface."""

import asyncio
import logging
import sys
import threading

import pytest
from pythonoscquery.osc_query_browser import OSCQueryListener
from zeroconf import ServiceBrowser, Zeroconf

from latentpad.web.oscquery.announcement import TYPES, announce, reachable

TIMEOUT = 10.0


class Found(OSCQueryListener):
    """Waits until both services are there, or gone."""

    def __init__(self):
        super().__init__()
        self.both, self.none = threading.Event(), threading.Event()

    def add_service(self, zc, type_, name):
        super().add_service(zc, type_, name)
        if self.oscjson_services and self.osc_services:
            self.both.set()

    def remove_service(self, zc, type_, name):
        super().remove_service(zc, type_, name)
        if not self.oscjson_services and not self.osc_services:
            self.none.set()


@pytest.fixture
def found():
    network, listener = Zeroconf(interfaces=["127.0.0.1"]), Found()
    browser = ServiceBrowser(network, list(TYPES), listener)
    yield listener
    browser.cancel()
    network.close()


def run_until_cancelled(addresses, port, meanwhile):
    """Announce while a function runs in another thread."""

    async def run():
        task = asyncio.create_task(announce(addresses, port))
        await asyncio.to_thread(meanwhile)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(run())


def test_both_services_are_found_lead_to_the_port_and_go_when_it_ends(found):
    seen = []

    def look():
        found.both.wait(TIMEOUT)
        seen.extend([*found.oscjson_services.values(), *found.osc_services.values()])

    run_until_cancelled(["127.0.0.1"], 9310, look)
    assert [(one.type, one.port, one.parsed_addresses()) for one in seen] == [
        (kind, 9310, ["127.0.0.1"]) for kind in TYPES
    ]
    assert all(one.name.startswith("latentpad on ") for one in seen)
    assert found.none.wait(TIMEOUT)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.0.0.2"])
def test_nothing_is_announced_of_a_loopback_address(address, caplog):
    caplog.set_level(logging.INFO)
    assert reachable(address) == []
    asyncio.run(announce([], 9310))
    assert caplog.messages == []


def test_addresses_of_the_network_are_announced_as_they_are_bound():
    assert reachable("192.0.2.7") == ["192.0.2.7"]
    assert reachable("fe80::1%eth0") == ["fe80::1%eth0"]
    assert not any(address.startswith("127.") for address in reachable("0.0.0.0"))


def test_without_zeroconf_one_line_says_how_to_be_announced(monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "zeroconf.asyncio", None)
    caplog.set_level(logging.INFO)
    asyncio.run(announce(["192.0.2.7"], 9310))
    assert caplog.messages == ['Not announced on the network; pip install ".[discovery]" would change that']


def test_a_network_without_multicast_costs_a_warning_only(monkeypatch, caplog):
    def refuse(interfaces):
        raise OSError(19, "No such device")

    monkeypatch.setattr("zeroconf.asyncio.AsyncZeroconf", refuse)
    asyncio.run(announce(["192.0.2.7"], 9310))
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("WARNING", "Not announced on the network: [Errno 19] No such device")
    ]
