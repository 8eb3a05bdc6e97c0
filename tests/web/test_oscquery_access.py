import socket

import pytest

from latentpad.web.oscquery.access import LOOPBACK_NAMES, is_rejected, network_names

OWN = socket.gethostname().partition(".")[0]
NUMERIC = ["127.0.0.1:9310", "127.0.0.1", "localhost:9310", "LOCALHOST", "[::1]:9310", "[::1]", "192.168.0.7:9310"]
NAMED = [OWN, f"{OWN}:9310", f"{OWN}.local:9310", f"{OWN.upper()}.local.:9310", f"latentpad-{OWN}.local:9310"]
FOREIGN = [
    *("", "evil.example", "evil.example:9310", "127.0.0.1.evil.example", "localhost.evil.example:9310", "127.1"),
    *("user@127.0.0.1", "127.0.0.1:9310@evil.example", "127.0.0.1/x", "127.0.0.1:nine", "[::1", "127.0.0.1:99999"),
    *("evil.local", ".", "latentpad-evil.local"),
]


@pytest.mark.parametrize("names", [LOOPBACK_NAMES, network_names()], ids=["loopback", "network"])
@pytest.mark.parametrize("host", NUMERIC)
def test_numeric_addresses_are_accepted(host, names):
    assert not is_rejected(names, [host], [], "", "")
    assert not is_rejected(names, [host], [f"http://{host}"], "same-origin", "cors")
    assert not is_rejected(names, [host], [f"ws://{host}"], "", "")


@pytest.mark.parametrize("host", NAMED)
def test_names_of_this_machine_are_accepted_from_the_network_only(host):
    assert not is_rejected(network_names(), [host], [], "", "")
    assert is_rejected(LOOPBACK_NAMES, [host], [], "", "")


@pytest.mark.parametrize("host", FOREIGN)
def test_any_other_name_is_rejected(host):
    assert is_rejected(network_names(), [host], [], "", "")


@pytest.mark.parametrize("hosts", [[], ["127.0.0.1", "127.0.0.1"], ["127.0.0.1", "evil.example"]])
def test_there_must_be_exactly_one_host(hosts):
    assert is_rejected(LOOPBACK_NAMES, hosts, [], "", "")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://127.0.0.1:8080", "https://127.0.0.1:9310", "file://"]
)
def test_pages_of_other_servers_are_rejected(origin):
    assert is_rejected(LOOPBACK_NAMES, ["127.0.0.1:9310"], [origin], "", "")
    assert is_rejected(LOOPBACK_NAMES, ["127.0.0.1:9310"], ["http://127.0.0.1:9310", origin], "", "")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_may_link_here_but_embed_nothing(site):
    assert not is_rejected(LOOPBACK_NAMES, ["127.0.0.1:9310"], [], site, "navigate")
    for mode in ("no-cors", "cors", "websocket", ""):
        assert is_rejected(LOOPBACK_NAMES, ["127.0.0.1:9310"], [], site, mode)
