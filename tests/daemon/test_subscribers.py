import pytest

from latentpad.daemon.clients import at_port
from latentpad.daemon.subscribers import EXPIRY_SECONDS, MAX_SUBSCRIBERS, Subscribers

A, B, REPLY = ("127.0.0.1", 50001), ("127.0.0.1", 50002), ("127.0.0.1", 9311)


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def subscribers(clock):
    return Subscribers(clock)


def test_every_subscribed_address_is_listed_once(subscribers):
    subscribers.add(A, (A, REPLY))
    subscribers.add(B, (B, REPLY))
    assert subscribers.peers() == [A, REPLY, B]


def test_a_subscription_expires_without_a_ping(subscribers, clock):
    subscribers.add(A, (REPLY,))
    clock.now += EXPIRY_SECONDS - 1
    assert subscribers.peers() == [REPLY]
    clock.now += 1
    assert subscribers.peers() == []


def test_a_ping_keeps_the_subscription_of_its_source(subscribers, clock):
    subscribers.add(A, (REPLY,))
    subscribers.add(B, (B,))
    clock.now += EXPIRY_SECONDS - 1
    assert subscribers.refresh(A, REPLY) == (REPLY,)
    clock.now += EXPIRY_SECONDS - 1
    assert subscribers.peers() == [REPLY]


def test_a_ping_from_an_unknown_port_keeps_the_reply_port_of_its_host(subscribers, clock):
    subscribers.add(A, (A, REPLY))
    clock.now += EXPIRY_SECONDS - 1
    assert subscribers.refresh(B, REPLY) == (REPLY,)
    clock.now += EXPIRY_SECONDS - 1
    assert subscribers.peers() == [A, REPLY]
    assert subscribers.refresh(B, ("127.0.0.1", 9400)) == ()


def test_bye_removes_only_the_subscription_of_its_source(subscribers):
    subscribers.add(A, (A, REPLY))
    subscribers.add(B, (B, REPLY))
    subscribers.remove(A, REPLY)
    assert subscribers.peers() == [B, REPLY]


def test_bye_from_an_unknown_port_removes_the_reply_port_of_its_host(subscribers):
    subscribers.add(A, (A, REPLY))
    subscribers.remove(B, REPLY)
    assert subscribers.peers() == [A]


def test_a_hello_that_changes_nothing_is_recognised(subscribers, clock):
    assert subscribers.add(A, (A,))
    assert not subscribers.add(A, (A,))
    assert subscribers.add(A, (A, REPLY))
    clock.now += EXPIRY_SECONDS + 1
    assert subscribers.add(A, (A, REPLY))


def test_a_second_hello_replaces_the_first(subscribers):
    subscribers.add(A, (REPLY,))
    subscribers.add(A, (at_port(A, 9400),))
    assert subscribers.peers() == [("127.0.0.1", 9400)]


def test_the_longest_unseen_subscription_is_removed_when_there_are_too_many(subscribers):
    peers = [("127.0.0.1", 50000 + n) for n in range(MAX_SUBSCRIBERS)]
    for peer in peers:
        subscribers.add(peer, (peer,))
    subscribers.refresh(peers[0], REPLY)
    subscribers.add(REPLY, (REPLY,))
    assert subscribers.peers() == [*peers[2:], peers[0], REPLY]


def test_another_port_of_an_ipv6_host_keeps_its_scope():
    assert at_port(("fe80::1", 50001, 0, 2), 9311) == ("fe80::1", 9311, 0, 2)


def test_subscriptions_from_the_network_never_end_those_of_this_machine(subscribers):
    for peer in (A, B):
        subscribers.add(peer, (peer,))
    forged = [(f"10.0.0.{n}", 9) for n in range(3 * MAX_SUBSCRIBERS)]
    for peer in forged:
        subscribers.add(peer, (peer,))
    assert subscribers.peers() == [A, B, *forged[2 - MAX_SUBSCRIBERS :]]


def test_the_own_peers_of_a_source_are_its_reply_port_or_that_of_its_host(subscribers):
    subscribers.add(A, (at_port(A, 9400),))
    assert subscribers.own_peers(A, REPLY) == (at_port(A, 9400),)
    assert subscribers.own_peers(B, REPLY) == ()
    subscribers.add(A, (A, REPLY))
    assert subscribers.own_peers(B, REPLY) == (REPLY,)
