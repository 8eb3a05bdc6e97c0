"""Floods of datagrams: few answers, nobody else waits, and what does not fit is counted."""

import re
import socket
import struct
import sys
import time

import pytest

from latentpad.daemon import answer_limits, receive_buffer
from latentpad.osc.wire import MAX_BYTES, encode

N_BURST = 1000


def bundle(*elements):
    return b"#bundle\0" + struct.pack(">Q", 1) + b"".join(struct.pack(">i", len(one)) + one for one in elements)


def full_bundle(*message):
    """Return the bundle of MAX_BYTES that holds a message as often as possible, and how often."""
    element = encode(*message)
    n = (MAX_BYTES - 16) // (4 + len(element))
    return bundle(*[element] * n), n


UNSERVED = {
    "unknown": ("/latentpad/rendom",),
    "foreign": ("/a", 1),
    "clamped": ("/latentpad/xy", 2.0, 2.0),
    "unknown key": ("/latentpad/get", "sead"),
    "no history": ("/latentpad/undo",),
    "wrong kind of argument": ("/latentpad/generate", "now"),
}


@pytest.fixture
def subscriber(new_client):
    subscriber = new_client()
    subscriber.send("hello", subscriber.port)
    subscriber.receive_until("bundle")
    return subscriber


@pytest.mark.parametrize("message", UNSERVED.values(), ids=UNSERVED)
def test_a_datagram_is_answered_with_one_error_for_its_sender_alone(client, subscriber, message):
    datagram, n = full_bundle(*message)
    assert n > 150
    client.send_raw(datagram)
    assert [reply[0] for reply in client.replies_before_pong()] == ["error"]
    assert [reply for reply in subscriber.replies_before_pong() if reply[0] != "point"] == []


def test_the_smallest_messages_are_answered_with_one_error_too(client):
    client.send_raw(bundle(*[b"/a\0\0"] * 1022))
    assert [reply[:3] for reply in client.replies_before_pong()] == [("error", -1, "address")]


def test_the_error_of_a_datagram_is_about_what_was_not_served_rather_than_changed(client):
    client.send_raw(bundle(encode("/latentpad/xy", 2.0, 0.5), encode("/fail", 1), encode("/latentpad/get", "sead")))
    assert [reply[:3] for reply in client.replies_before_pong()] == [("error", -1, "key")]


def test_errors_about_one_address_are_held_back_after_some_and_that_is_reported(client, daemon, caplog):
    begun = time.monotonic()
    for _ in range(50):
        client.send("get", "sead")
    answered = len(client.replies_before_pong())
    burst, per_second = answer_limits.SAME
    assert burst <= answered <= burst + per_second * (time.monotonic() - begun)
    client.send("rendom")
    assert [reply[2] for reply in client.replies_before_pong()] == ["address"]
    daemon.stop()
    held_back = sum(int(n) for n in re.findall(r"(\d+) errors? \w+ not sent", caplog.text))
    assert held_back == 50 - answered
    notes = [entry.address for entry in daemon._monitor.after(0) if not entry.peer]
    assert sum(int(re.match(r"\d+", note)[0]) for note in notes) == held_back


def test_requests_are_answered_however_many_fail(client, player):
    player.error = ValueError("broken")
    for id in range(100):
        client.send("keep", id)
        assert client.receive()[:2] == ("error", id)


def test_others_do_not_wait_for_large_bundles(client, new_client):
    hostile = new_client()
    datagram, _ = full_bundle("/latentpad/x", 0.5)
    for _ in range(30):
        hostile.send_raw(datagram)
    hostile.send("ping", 1)
    client.send("generate", 7)
    assert client.receive_until("done")[-1][1] == 7
    hostile.socket.setblocking(False)
    with pytest.raises(BlockingIOError):
        hostile.receive()
    hostile.socket.settimeout(20.0)
    assert hostile.receive() == ("pong", 1)


def test_messages_of_one_sender_keep_their_order(client):
    values = [encode("/latentpad/set", "seed", number) for number in range(100)]
    client.send_raw(bundle(*values))
    client.send("get", "seed")
    assert [reply[2] for reply in client.replies_before_pong()] == [*range(100), 99]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell what they drop")
@pytest.mark.parametrize("n_bytes", [None, 20_000])
def test_a_burst_is_served_or_its_loss_is_reported_exactly(client, daemon, caplog, n_bytes):
    if n_bytes:
        for sock in daemon._endpoint._sockets:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, n_bytes)
    served, serve = [], daemon._dispatcher.serve
    daemon._dispatcher.serve = lambda message, *more: (served.append(message), serve(message, *more))
    with daemon._dispatcher._lock:  # the receiver is held up
        for number in range(N_BURST):
            client.send("x", number / N_BURST)
    buffer_bytes = daemon._endpoint.buffer_bytes
    n_pings = pings_until_served(client)
    daemon.stop()
    n_lost = sum(int(n) for n in re.findall(r"(\d+) datagrams? \w+ lost", caplog.text))
    assert len(served) + n_lost == N_BURST + n_pings
    if n_bytes:
        assert n_lost > N_BURST / 2
    elif buffer_bytes >= receive_buffer.WANTED_BYTES:
        assert n_lost == 0


def pings_until_served(client):
    """Ping until there is an answer, and return how often: a ping may be lost, too."""
    client.socket.settimeout(0.5)
    for n in range(1, 50):
        client.send("ping", 1)
        try:
            client.receive_until("pong")
            return n
        except TimeoutError:
            continue
    raise AssertionError("no answer")
