"""The system's buffer for datagrams: as large as it gets, and what does not fit is counted."""

import itertools
import socket
import sys

import pytest

from latentpad.daemon import receive_buffer

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell what they drop")


@pytest.fixture
def sock():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        yield sock


def test_the_buffer_is_not_smaller_than_before_and_no_larger_than_wanted(sock):
    before = receive_buffer.size(sock)
    receive_buffer.enlarge(sock)
    assert before <= receive_buffer.size(sock) <= max(before, receive_buffer.WANTED_BYTES)


class Limited:
    """A socket of a system that refuses more than so many bytes."""

    def __init__(self, limit):
        self.limit, self.granted = limit, 200_000

    def setsockopt(self, level, option, n_bytes):
        if option == receive_buffer.SO_RCVBUFFORCE or n_bytes > self.limit:
            raise OSError("refused")
        self.granted = n_bytes

    def getsockopt(self, level, option):
        return 2 * self.granted if sys.platform == "linux" else self.granted


@pytest.mark.parametrize(
    ("limit", "granted"), [(8 << 20, 4 << 20), (3 << 20, 2 << 20), (1_000_000, 1 << 19), (0, 200_000)]
)
def test_a_system_that_refuses_is_asked_for_less(limit, granted):
    limited = Limited(limit)
    receive_buffer.enlarge(limited)
    assert limited.granted == granted


@LINUX
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_both_counts_of_what_was_lost_are_exact(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock, socket.socket(family, socket.SOCK_DGRAM) as sender:
        try:
            sock.bind((host, 0))
        except OSError:
            pytest.skip("this system has no IPv6")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 10_000)
        for _ in range(500):
            sender.sendto(b"datagram", sock.getsockname())
        lost = receive_buffer.n_lost(sock)
        assert receive_buffer._n_lost_of_table(sock) == lost
        sock.setblocking(False)
        assert n_received(sock) + lost == 500
        assert lost > 250


def n_received(sock):
    """Count what is in the buffer."""
    for n in itertools.count():
        try:
            sock.recv(100)
        except BlockingIOError:
            return n
