"""Buttons of controllers: what they send when they are pressed, and when they are released."""

import struct

import pytest

from latentpad.daemon.buttons import MAX_PRESSED, RELEASE_SECONDS, Buttons
from latentpad.osc.wire import Message

GENERATE, VARY = "/latentpad/generate", "/latentpad/vary"


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def buttons(clock):
    return Buttons(clock)


def typed(tags, data=b"", address=b"/latentpad/generate"):
    """Return a message with any type tags."""
    return b"".join(text + b"\0" * (4 - len(text) % 4) for text in (address, b"," + tags)) + data


@pytest.mark.parametrize("tag", [b"", b"I", b"N", b"T"])
def test_impulse_nil_and_true_are_as_no_argument(client, player, tag):
    client.send_raw(typed(tag))
    assert [reply[:2] for reply in client.receive_until("done")] == [("busy", -1), ("done", -1)]
    assert len(player.played) == 1


@pytest.mark.parametrize(
    "address", ["generate", "random", "vary", "kit", "keep", "undo", "map", "bundles", "cancel", "bye"]
)
def test_false_alone_is_a_release_and_does_nothing(client, player, address):
    client.send_raw(typed(b"F", address=b"/latentpad/" + address.encode()))
    assert client.replies_before_pong() == []
    assert player.played == []


PRESS_AND_RELEASE = {
    "integers": (typed(b"i", struct.pack(">i", 1)), typed(b"i", struct.pack(">i", 0))),
    "floats": (typed(b"f", struct.pack(">f", 1)), typed(b"f", struct.pack(">f", 0))),
    "doubles": (typed(b"d", struct.pack(">d", 1)), typed(b"h", struct.pack(">q", 0))),
    "true and false": (typed(b"T"), typed(b"F")),
    "true and zero": (typed(b"T"), typed(b"i", bytes(4))),
    "one and false": (typed(b"i", struct.pack(">i", 1)), typed(b"F")),
}


@pytest.mark.parametrize("messages", PRESS_AND_RELEASE.values(), ids=PRESS_AND_RELEASE)
def test_a_press_and_its_release_make_one_sample(client, player, messages):
    for message in messages:
        client.send_raw(message)
    assert [reply[0] for reply in client.receive_until("done")] == ["busy", "done"]
    assert client.replies_before_pong() == []
    assert len(player.played) == 1


def test_zero_and_one_are_ids_as_well(client):
    for id in (0, 1, 2, 0, 1):
        client.send("generate", id)
        assert client.receive_until("done")[-1][1] == id


def test_a_release_of_another_sender_is_an_id(client, new_client):
    client.send("generate", 1)
    client.receive_until("done")
    other = new_client()
    other.send("generate", 0)
    assert other.receive_until("done")[-1][1] == 0


def test_a_release_counts_for_a_second(buttons, clock):
    assert not buttons.is_release(Message(GENERATE, (1,)), "pad")
    clock.now += RELEASE_SECONDS
    assert buttons.is_release(Message(GENERATE, (0,)), "pad")
    assert not buttons.is_release(Message(GENERATE, (1,)), "pad")
    clock.now += RELEASE_SECONDS + 0.01
    assert not buttons.is_release(Message(GENERATE, (0,)), "pad")


def test_each_press_has_one_release(buttons):
    found = [buttons.is_release(Message(GENERATE, (value,)), "pad") for value in (1, 0, 0, 1, 1, 0)]
    assert found == [False, True, False, False, False, True]


def test_addresses_are_told_apart_and_another_message_ends_a_press(buttons):
    buttons.is_release(Message(VARY, (1,)), "pad")
    assert not buttons.is_release(Message(GENERATE, (0,)), "pad")
    assert buttons.is_release(Message(VARY, (0,)), "pad")
    buttons.is_release(Message(GENERATE, (1,)), "pad")
    buttons.is_release(Message(GENERATE, (7, 0.5, 0.5)), "pad")
    assert not buttons.is_release(Message(GENERATE, (0,)), "pad")


@pytest.mark.parametrize("address", ["/latentpad/ping", "/latentpad/cancel", "/latentpad/x", "/latentpad/set/reverse"])
def test_where_nothing_is_made_zero_is_a_number(buttons, address):
    buttons.is_release(Message(address, (1,)), "pad")
    assert not buttons.is_release(Message(address, (0,)), "pad")


def test_few_presses_are_remembered(buttons):
    for sender in range(MAX_PRESSED + 1):
        buttons.is_release(Message(GENERATE, (1,)), sender)
    assert not buttons.is_release(Message(GENERATE, (0,)), 0)
    assert buttons.is_release(Message(GENERATE, (0,)), 1)
    assert len(buttons._pressed) < MAX_PRESSED


def test_undo_by_a_button_goes_back_one_step(client):
    for id in (5, 6, 7):
        client.send("generate", id)
        client.receive_until("done")
    client.send("undo", 1)
    client.send("undo", 0)
    assert len([reply for reply in client.replies_before_pong() if reply[0] in ("done", "error")]) == 1
