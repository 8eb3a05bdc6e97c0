"""A disk that does not answer: only the thread that waits for it is held up, and the daemon ends all the same."""

import logging
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from latentpad.daemon import daemon as daemon_module
from latentpad.daemon.ending import end_all

TIMEOUT = 5.0


@pytest.fixture
def disk():
    """An event; while it is not set, the disk does not answer."""
    disk = threading.Event()
    yield disk
    disk.set()


def test_undo_does_not_wait_long_for_the_folder(client, new_client, player, monkeypatch, disk):
    play = player.play
    monkeypatch.setattr(
        player, "play", lambda request: replace(play(request), path=player.folder / f"{len(player.played)}.wav")
    )
    for id in (1, 2, 3):
        client.send("generate", id)
        client.receive_until("done")
    monkeypatch.setattr("latentpad.daemon.dispatcher.is_regular", lambda path: disk.wait(60.0))
    client.send("undo", 4)
    client.send("undo", 5)
    other = new_client()
    assert other.replies_before_pong() == []
    assert not disk.is_set()
    found = [client.receive_until("done")[-1] for _ in range(2)]  # a file that cannot be looked at counts as there
    assert [(id, Path(path).name) for _, id, path, *_ in found] == [(4, "2.wav"), (5, "1.wav")]


def test_a_hung_folder_leaves_the_receiving_thread_alone(client, new_client, player):
    player.go.clear()  # it writes, and does not come back
    client.send("generate", 1)
    assert client.receive() == ("busy", 1)
    other = new_client()
    for message in (("set", "seed", 5), ("xy", 0.25, 0.5), ("undo", 2), ("keep", 3), ("nearest", 4, 0.5, 0.5)):
        other.send(*message)
    assert "value" in [reply[0] for reply in other.replies_before_pong()]


def test_stop_leaves_a_render_behind_that_does_not_end(daemon, client, player, caplog, monkeypatch):
    monkeypatch.setattr(daemon_module, "RENDER_SECONDS", 0.05)
    caplog.set_level(logging.INFO)
    player.go.clear()
    client.send("generate", 1)
    assert client.receive() == ("busy", 1)
    daemon.stop()
    assert daemon.is_hung
    (warning,) = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert warning == "Stopped without waiting longer for a disk that does not answer (rendering)"
    assert daemon._rendering.daemon
    player.go.set()
    daemon._rendering.join(TIMEOUT)
    assert not daemon._rendering.is_alive()
    assert [record for record in caplog.records if record.exc_info] == []


def test_stop_leaves_anything_else_behind_that_does_not_end(daemon, monkeypatch, caplog, disk):
    monkeypatch.setattr(daemon_module, "CLOSE_SECONDS", 0.05)
    monkeypatch.setattr(daemon._bundles, "stop", disk.wait)
    daemon.stop()
    assert daemon.is_hung
    assert "(bundles)" in caplog.text


def test_a_stop_of_which_nothing_hangs_is_not_hung(daemon):
    daemon.stop()
    assert not daemon.is_hung


def test_all_the_times_together_are_less_than_five_seconds():
    seconds = daemon_module.RECEIVE_SECONDS + daemon_module.RENDER_SECONDS + daemon_module.CLOSE_SECONDS
    assert 4 < seconds < 5


def test_everything_is_ended_at_once_and_a_fault_stops_nothing(caplog):
    both = threading.Barrier(2, timeout=TIMEOUT)

    def fail():
        raise ValueError("broken")

    assert end_all({"a": both.wait, "b": both.wait, "c": fail, "d": lambda: False}, TIMEOUT) == ["d"]
    assert "Ending c has failed" in caplog.text
