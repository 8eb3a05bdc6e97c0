"""What one host is answered: errors, and bytes over the network."""

import threading
import time

import pytest

from latentpad.daemon import answer_limits
from latentpad.daemon.answer_limits import AnswerLimits
from latentpad.daemon.clients import host_of, is_loopback
from latentpad.daemon.rate_limit import MAX_KEYS, RateLimit
from latentpad.osc.wire import encode

TIMEOUT = 5.0

LOCAL, TABLET = ("127.0.0.1", 50001), ("192.168.0.7", 50001)


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limits(clock):
    return AnswerLimits(clock)


def test_a_limit_admits_its_burst_and_then_its_rate(clock):
    limit = RateLimit(3, 2.0, clock)
    assert [limit.admits("a") for _ in range(5)] == [True] * 3 + [False] * 2
    assert limit.admits("b")
    clock.now += 0.5
    assert [limit.admits("a") for _ in range(2)] == [True, False]
    clock.now += 1000
    assert [limit.admits("a", 3), limit.admits("a")] == [True, False]


def test_a_limit_remembers_so_many_keys(clock):
    limit = RateLimit(1, 0.0, clock)
    assert limit.admits("first")
    for key in range(MAX_KEYS):
        limit.admits(key)
    assert len(limit._left) == MAX_KEYS
    assert limit.admits("first")


def n_admitted(limits, n, peer, code, address):
    return sum(limits.admits_error(peer, code, address.format(number)) for number in range(n))


@pytest.mark.parametrize(
    ("code", "address", "most"),
    [
        ("address", "/fail", 0),
        ("address", "/unknown{}", answer_limits.FOREIGN[0]),
        ("wire", "", answer_limits.FOREIGN[0]),
        ("number", "/latentpad/generate", answer_limits.SAME[0]),
        ("address", "/latentpad/{}", answer_limits.UNSERVED[0]),
        ("folder", "", answer_limits.FAILED[0]),
    ],
)
def test_errors_are_limited_by_host_and_address(limits, code, address, most):
    assert n_admitted(limits, 1000, LOCAL, code, address) == most


def test_all_hosts_of_the_network_together_get_so_many_errors(limits):
    forged = [(f"10.0.{number // 256}.{number % 256}", 9) for number in range(1000)]
    assert sum(limits.admits_error(peer, "address", "/a") for peer in forged) == answer_limits.NETWORK[0]
    assert limits.admits_error(LOCAL, "address", "/a")


def test_bytes_are_limited_on_the_network_only(limits, clock):
    burst, per_second = answer_limits.NETWORK_BYTES
    for port in range(1000):
        limits.admits_bytes((TABLET[0], port), burst / 100)
    assert not limits.admits_bytes(TABLET, 1000)
    clock.now += 1.0
    assert limits.admits_bytes(TABLET, per_second)
    assert not limits.admits_bytes(TABLET, 100)
    assert all(limits.admits_bytes(LOCAL, burst) for _ in range(1000))


@pytest.mark.parametrize(
    ("peer", "host", "is_local"),
    [
        (("127.0.0.1", 1), "127.0.0.1", True),
        (("127.1.2.3", 1), "127.1.2.3", True),
        (("192.168.0.7", 1), "192.168.0.7", False),
        (("::1", 1, 0, 0), "::1", True),
        (("fe80::1%eth0", 1, 0, 2), "fe80::/64", False),
        (("2001:db8:1:2:3:4:5:6", 1, 0, 0), "2001:db8:1:2::/64", False),
    ],
)
def test_hosts_are_told_apart_however_many_addresses_they_have(peer, host, is_local):
    assert (host_of(peer), is_loopback(peer)) == (host, is_local)


@pytest.fixture
def flood(daemon, client, monkeypatch):
    """Send a message many times, as if from the network; return how many bytes it took and gave, and how long."""
    monkeypatch.setattr(answer_limits, "is_loopback", lambda peer: False)
    n_bytes, n_served = [], threading.Semaphore(0)
    send, serve = daemon._endpoint.send, daemon._dispatcher.serve
    daemon._endpoint.send = lambda datagram, peers: (n_bytes.append(len(datagram) * len(peers)), send(datagram, peers))
    daemon._dispatcher.serve = lambda *one: (serve(*one), n_served.release())

    def run(*message):
        sent, begun = encode(*message), time.monotonic()
        for _ in range(20):
            for _ in range(25):
                client.send_raw(sent)
            assert all(n_served.acquire(timeout=TIMEOUT) for _ in range(25))
        return 500 * len(sent), sum(n_bytes), time.monotonic() - begun

    return run


def test_a_forged_sender_makes_no_reflector(flood):
    _, answered, seconds = flood("/latentpad/nearest", 1, 0.5, 0.5, 32)
    burst, per_second = answer_limits.NETWORK_BYTES
    assert burst / 2 < answered <= burst + per_second * seconds


@pytest.mark.parametrize(
    "message", [("/a",), ("/latentpad/get", "sead"), ("/latentpad/xy", 2.0, 2.0), ("/latentpad/hello",)]
)
def test_errors_and_welcomes_are_fewer_bytes_than_what_caused_them(flood, message):
    sent, answered, _ = flood(*message)
    assert 0 < answered < sent
