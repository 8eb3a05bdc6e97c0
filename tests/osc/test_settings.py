import math

import pytest

from latentpad.daemon.subscribers import FORGOTTEN_AFTER, MAX_SUBSCRIBERS, Subscribers, at_port
from latentpad.errors import OscError
from latentpad.osc.settings import PadState, check
from latentpad.request import CONTROLS, Control, Request

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


def test_the_point_begins_in_the_middle_and_moves_by_axis():
    pad = PadState()
    assert pad.request() == Request(0.5, 0.5, 0)
    pad.move(0.1, None)
    pad.move(None, 0.9)
    assert pad.request() == Request(0.1, 0.9, 0)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.key)
def test_controls_shape_the_request_within_their_bounds(control):
    pad = PadState()
    assert pad.get(control.key) == pad.request().settings[control.key] == control.default
    assert pad.set(control.key, control.low) == pad.request().settings[control.key] == control.low
    assert pad.set(control.key, control.high) == control.high
    for outside in (control.low - 0.01, control.high + 0.01):
        with pytest.raises(OscError, match=f"{control.key} must be {control.low} to {control.high}, not"):
            pad.set(control.key, outside)
    assert pad.request().settings[control.key] == control.high


def test_settings_are_remembered():
    pad = PadState()
    assert (pad.get("seed"), pad.get("trigger"), pad.auto) == (0, "manual", False)
    assert pad.set("seed", 42.0) == 42
    assert pad.set("trigger", "auto") == "auto"
    assert (pad.request().seed, pad.auto) == (42, True)


@pytest.mark.parametrize(
    ("key", "value", "code", "complaint"),
    [
        ("sed", 1, "key", "no setting 'sed'; there are seed, variation, length, pitch, decay, tone, trigger"),
        ("seed", -1, "number", "seed must be 0 to 2147483647, not -1"),
        ("seed", 2**31, "number", "seed must be 0 to 2147483647"),
        ("seed", 0.5, "number", "whole number"),
        ("seed", math.nan, "number", "finite"),
        ("seed", True, "number", "seed must be a number, not True"),
        ("seed", "7", "number", "seed must be a number, not '7'"),
        ("trigger", "always", "arguments", "trigger must be manual or auto, not 'always'"),
        ("trigger", 1, "arguments", "trigger must be manual or auto, not 1"),
    ],
)
def test_a_bad_setting_is_refused_and_changes_nothing(key, value, code, complaint):
    pad = PadState()
    with pytest.raises(OscError, match=complaint) as caught:
        pad.set(key, value)
    assert caught.value.code == code
    assert (pad.get("seed"), pad.get("trigger")) == (0, "manual")


def test_a_setting_with_a_float_as_default_takes_fractions_within_its_bounds():
    tone = Control("tone", 0.0, -12.0, 12.0, "brighter or darker")
    assert check(tone, -3) == -3.0
    with pytest.raises(OscError, match=r"tone must be -12\.0 to 12\.0, not 12\.5"):
        check(tone, 12.5)


def test_everybody_subscribed_is_listed_once(subscribers):
    subscribers.add(A, (A, REPLY))
    subscribers.add(B, (B, REPLY))
    assert subscribers.peers() == [A, REPLY, B]


def test_a_subscriber_is_forgotten_without_ping(subscribers, clock):
    subscribers.add(A, (REPLY,))
    clock.now += FORGOTTEN_AFTER - 1
    assert subscribers.peers() == [REPLY]
    clock.now += 1
    assert subscribers.peers() == []


def test_a_ping_keeps_what_its_source_subscribed(subscribers, clock):
    subscribers.add(A, (REPLY,))
    subscribers.add(B, (B,))
    clock.now += FORGOTTEN_AFTER - 1
    assert subscribers.refresh(A, REPLY) == (REPLY,)
    clock.now += FORGOTTEN_AFTER - 1
    assert subscribers.peers() == [REPLY]


def test_a_ping_from_a_port_never_seen_keeps_the_reply_port_of_its_host(subscribers, clock):
    subscribers.add(A, (A, REPLY))
    clock.now += FORGOTTEN_AFTER - 1
    assert subscribers.refresh(B, REPLY) == (REPLY,)
    clock.now += FORGOTTEN_AFTER - 1
    assert subscribers.peers() == [A, REPLY]
    assert subscribers.refresh(B, ("127.0.0.1", 9400)) == ()


def test_bye_forgets_what_its_source_subscribed_and_nothing_of_others(subscribers):
    subscribers.add(A, (A, REPLY))
    subscribers.add(B, (B, REPLY))
    subscribers.remove(A, REPLY)
    assert subscribers.peers() == [B, REPLY]


def test_bye_from_a_port_never_seen_forgets_the_reply_port_of_its_host(subscribers):
    subscribers.add(A, (A, REPLY))
    subscribers.remove(B, REPLY)
    assert subscribers.peers() == [A]


def test_a_hello_that_changes_nothing_is_told_apart(subscribers, clock):
    assert subscribers.add(A, (A,))
    assert not subscribers.add(A, (A,))
    assert subscribers.add(A, (A, REPLY))
    clock.now += FORGOTTEN_AFTER + 1
    assert subscribers.add(A, (A, REPLY))


def test_a_second_hello_replaces_the_first(subscribers):
    subscribers.add(A, (REPLY,))
    subscribers.add(A, (at_port(A, 9400),))
    assert subscribers.peers() == [("127.0.0.1", 9400)]


def test_the_longest_unseen_goes_when_there_are_too_many(subscribers):
    peers = [("127.0.0.1", 50000 + n) for n in range(MAX_SUBSCRIBERS)]
    for peer in peers:
        subscribers.add(peer, (peer,))
    subscribers.refresh(peers[0], REPLY)
    subscribers.add(REPLY, (REPLY,))
    assert subscribers.peers() == [*peers[2:], peers[0], REPLY]


def test_another_port_of_an_ipv6_host_keeps_its_scope():
    assert at_port(("fe80::1", 50001, 0, 2), 9311) == ("fe80::1", 9311, 0, 2)
