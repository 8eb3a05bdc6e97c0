"""Both loopback addresses are served, whatever the host."""

import socket
import sys
from contextlib import ExitStack

import pytest

from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.daemon.ports import InUse, bind_all
from latentpad.errors import PortError

KINDS = {"UDP": socket.SOCK_DGRAM, "TCP": socket.SOCK_STREAM}
ANOTHER = pytest.mark.skipif(sys.platform != "linux", reason="this system has one IPv4 loopback address")
HOSTS = (None, "localhost", "127.0.0.1", "0.0.0.0", "::1", "::")


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


pytestmark = pytest.mark.skipif(not has_ipv6(), reason="this system has no IPv6")


@pytest.fixture
def opened():
    """Close sockets after the test."""
    with ExitStack() as stack:
        yield lambda *sockets: [stack.enter_context(one) for one in sockets]


def taken(kind, host):
    """Return a socket that another program has bound."""
    other = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind)
    other.bind((host, 0))
    if kind is socket.SOCK_STREAM:
        other.listen()
    return other


@pytest.mark.parametrize("host", [*HOSTS, pytest.param("127.0.0.2", marks=ANOTHER)])
def test_osc_is_served_at_both_loopback_addresses(player, listener, connect, host):
    daemon = Daemon(player, DaemonOptions(host=host, port=0, reply_port=listener.port))
    daemon.start()
    try:
        for address in dict.fromkeys(("127.0.0.1", "::1", *([host] if host == "127.0.0.2" else []))):
            client = connect(daemon.port, address)
            client.socket.connect(client.to)  # replies from another address would not be received
            client.socket.send(client.message("generate", 7).dgram)
            assert client.receive_until("done")[-1][1] == 7
    finally:
        daemon.stop()


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_first_socket_is_that_of_the_host_and_all_have_one_port(opened, kind, host):
    sockets = opened(*bind_all(host, 0, kind, InUse("", ""), "--port"))
    names = [one.getsockname() for one in sockets]
    assert len({name[1] for name in names}) == 1
    assert names[0][0] == (host if host in ("0.0.0.0", "::", "::1") else "127.0.0.1")
    assert len(sockets) == 2


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_port_that_another_program_has_at_one_address_is_refused_in_one_line(opened, kind, address):
    (other,) = opened(taken(kind, address))
    port = other.getsockname()[1]
    with pytest.raises(PortError, match=rf"^\w+ port {port} is already in use by [^,]+, quit that program\.") as caught:
        opened(*bind_all(None, port, kind, InUse("", ", quit that program."), "--port"))
    assert "\n" not in str(caught.value)
    assert (address == "::1") == (" at ::1" in str(caught.value))


def test_a_port_that_is_chosen_is_free_at_both_addresses(opened, monkeypatch):
    ports = [taken(socket.SOCK_DGRAM, "::1") for _ in range(3)]
    opened(*ports)
    bind, chosen = socket.socket.bind, iter([one.getsockname()[1] for one in ports])

    def bind_to_a_port_of_theirs(self, address):
        bind(self, (address[0], next(chosen, 0) if address[:2] == ("127.0.0.1", 0) else address[1], *address[2:]))

    monkeypatch.setattr(socket.socket, "bind", bind_to_a_port_of_theirs)
    first, second = opened(*bind_all(None, 0, socket.SOCK_DGRAM, InUse("", ""), "--port"))
    assert first.getsockname()[1] == second.getsockname()[1]
    assert next(chosen, None) is None
