import socket

import pytest

from latentpad.web.oscquery.access import is_own_name, is_rejected

OWN = f"{socket.gethostname().removesuffix('.local')}"


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1:9310", "127.0.0.1", "localhost:9310", "LOCALHOST", "[::1]:9310", "[::1]", "192.168.0.7:9310"),
        *(OWN, f"{OWN}:9310", f"{OWN}.local:9310"),
    ],
)
def test_numeric_addresses_and_own_names_are_accepted(host):
    assert not is_rejected([host], [], "", "")
    assert not is_rejected([host], [f"http://{host}"], "same-origin", "cors")
    assert not is_rejected([host], [f"ws://{host}"], "", "")


@pytest.mark.parametrize(
    "host",
    [
        *("", "evil.example", "evil.example:9310", "127.0.0.1.evil.example", "localhost.evil.example:9310", "127.1"),
        *("user@127.0.0.1", "127.0.0.1:9310@evil.example", "127.0.0.1/x", "127.0.0.1:nine", "[::1", "127.0.0.1:99999"),
    ],
)
def test_any_other_name_is_rejected(host):
    assert is_rejected([host], [], "", "")


@pytest.mark.parametrize("hosts", [[], ["127.0.0.1", "127.0.0.1"], ["127.0.0.1", "evil.example"]])
def test_there_must_be_exactly_one_host(hosts):
    assert is_rejected(hosts, [], "", "")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://127.0.0.1:8080", "https://127.0.0.1:9310", "file://"]
)
def test_pages_of_other_servers_are_rejected(origin):
    assert is_rejected(["127.0.0.1:9310"], [origin], "", "")
    assert is_rejected(["127.0.0.1:9310"], ["http://127.0.0.1:9310", origin], "", "")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_may_link_here_but_embed_nothing(site):
    assert not is_rejected(["127.0.0.1:9310"], [], site, "navigate")
    for mode in ("no-cors", "cors", "websocket", ""):
        assert is_rejected(["127.0.0.1:9310"], [], site, mode)


def test_names_of_others_are_not_ones_own():
    assert not is_own_name("evil.local")
    assert not is_own_name("")
