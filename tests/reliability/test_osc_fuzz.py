"""Datagrams of any kind: latentpad reads what an independent reader reads, and serves the next message."""

import logging
import random
import struct

import osc_reader
import pytest
from hypothesis import HealthCheck, given, settings
from osc_datagrams import CORPUS, DATAGRAMS, bundle_of, mutated

from latentpad.errors import WireError
from latentpad.osc.address import signatures
from latentpad.osc.protocol import IN, PREFIX
from latentpad.osc.wire import decode, encode

N_DAMAGED = 20_000

FUZZ = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def exact(messages):
    """Return messages in a form in which equal ones compare as equal, floats bit for bit and types apart."""
    return [
        (address, [struct.pack(">d", value) if isinstance(value, float) else (type(value), value) for value in args])
        for address, args in messages
    ]


def decoded(datagram):
    """Return what latentpad reads, None if it refuses."""
    try:
        return exact(decode(datagram))
    except WireError:
        return None


def read(datagram):
    """Return what the independent reader reads, None if it refuses."""
    try:
        return exact(osc_reader.read(datagram))
    except osc_reader.UnreadableError:
        return None


@settings(FUZZ, max_examples=60)
@given(DATAGRAMS)
def test_two_readers_agree_on_any_datagram(datagram):
    assert decoded(datagram) == read(datagram)


def test_they_agree_on_thousands_of_damaged_datagrams():
    rng, n_read = random.Random(0), 0
    for _ in range(N_DAMAGED):
        datagram = mutated(rng.choice(CORPUS), rng)
        found = read(datagram)
        assert decoded(datagram) == found, datagram
        n_read += found is not None
    assert 0.1 < n_read / N_DAMAGED < 0.9


@pytest.mark.parametrize("depth", [0, 1, osc_reader.MAX_DEPTH, osc_reader.MAX_DEPTH + 1, 40])
@pytest.mark.parametrize("size", [16, osc_reader.MAX_BYTES, osc_reader.MAX_BYTES + 4])
def test_they_agree_on_depth_and_size(depth, size):
    packet = b"/a\0\0,b\0\0" + struct.pack(">i", max(0, size - 20 * depth - 12)) + bytes(max(0, size - 20 * depth - 12))
    for _ in range(depth):
        packet = bundle_of([packet])
    assert (decoded(packet) is None) == (depth > osc_reader.MAX_DEPTH or len(packet) > osc_reader.MAX_BYTES)
    assert decoded(packet) == read(packet)


@settings(FUZZ, max_examples=40)
@given(datagram=DATAGRAMS)
def test_after_any_datagram_the_next_message_is_served(client, daemon, caplog, datagram):
    client.send_raw(datagram)
    client.send("ping", 123456)
    while client.receive_until("pong")[-1][1] != 123456:
        pass
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_after_thousands_of_damaged_requests_the_next_message_is_served(client, daemon, caplog):
    rng = random.Random(0)
    corpus = [encode(PREFIX + row.verb, *example(row)) for row in IN]
    for number in range(1500):
        client.send_raw(mutated(rng.choice(corpus), rng))
        if number % 50 == 49:
            client.send("ping", number)
            while client.receive_until("pong")[-1][1] != number:
                pass
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


def example(row):
    """Return arguments that are valid for a row of the table."""
    values = {"i": 1, "f": 0.5, "s": "kick", "any": 1}
    group = signatures(row.group)[0] * row.times[0] if row.group else ()
    return [values[kind] for kind, _ in (*signatures(row.arguments)[-1], *group)]


@pytest.mark.parametrize("size", [8196, 16384, 65504, 65507])
def test_the_largest_datagrams_are_refused_with_one_error(client, size):
    client.send_raw(b"/latentpad/generate\0,b\0\0" + struct.pack(">i", size) + bytes(size - 28))
    (error,) = client.replies_before_pong()
    assert error == ("error", -1, "wire", f"datagram of {size} bytes; the limit is 8192")
