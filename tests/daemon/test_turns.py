"""Large bundles in turns."""

import pytest

from latentpad.daemon.turns import MAX_BYTES, SLICE_SECONDS, Turns

A, B = ("127.0.0.1", 1), ("127.0.0.1", 2)


class Served:
    """Serves datagrams of so many messages as their bytes; each message takes a third of a slice."""

    def __init__(self):
        self.now, self.messages = 0.0, []

    def __call__(self, datagram, source):
        for number in datagram:
            self.messages.append((source, number))
            self.now += SLICE_SECONDS / 3
            yield


@pytest.fixture
def served():
    return Served()


@pytest.fixture
def turns(served):
    return Turns(served, lambda: served.now)


def serve_all(turns):
    while turns:
        turns.serve_slice()


def test_senders_take_turns_and_keep_their_order(turns, served):
    turns.add(bytes([1, 2, 3, 4]), A)
    turns.add(bytes([5]), A)
    turns.add(bytes([1, 2]), B)
    assert A in turns
    serve_all(turns)
    assert served.messages == [*((A, n) for n in (1, 2, 3)), (B, 1), (B, 2), (A, 4), (A, 5)]
    assert A not in turns


def test_a_slice_serves_several_small_datagrams(turns, served):
    for number in range(5):
        turns.add(bytes([number]), A)
    turns.serve_slice()
    assert [number for _, number in served.messages] == [0, 1, 2]
    serve_all(turns)
    assert [number for _, number in served.messages] == [0, 1, 2, 3, 4]


def test_so_many_bytes_wait_at_once(turns):
    assert all(turns.add(bytes(8192), A) for _ in range(MAX_BYTES // 8192))
    assert not turns.add(b"1", B)
    turns.serve_slice()
    assert turns.add(bytes(8192), B)


def test_nothing_is_served_where_nothing_waits(turns, served):
    turns.serve_slice()
    assert not turns
    assert served.messages == []
