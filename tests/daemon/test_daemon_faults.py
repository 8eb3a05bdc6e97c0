import logging

import pytest

from latentpad.errors import FolderError, LatentpadError


@pytest.mark.parametrize(
    ("datagram", "complaint"), [(b"/latentpad/xy\0\0\0,ff\0\0\0", "not a multiple of 4"), (b"", "empty")]
)
def test_a_datagram_that_is_not_osc_is_refused_with_an_error(client, datagram, complaint):
    client.send_raw(datagram)
    verb, id, code, text = client.receive()
    assert (verb, id, code) == ("error", -1, "wire")
    assert complaint in text


@pytest.mark.parametrize(
    ("message", "code", "complaint"),
    [
        (("generat", 1), "address", "did you mean /latentpad/generate?"),
        (("xy", 0.5), "arguments", "takes f x, f y"),
        (("xy", float("nan"), 0.5), "number", "finite"),
        (("xy", 0.5, "a"), "number", "'a'"),
        (("x", 2), "clamped", "x=2 is out of range (0 to 1); using 1"),
        (("get", "speed"), "key", "unknown setting 'speed'"),
    ],
)
def test_what_cannot_be_served_is_refused_with_an_error(client, message, code, complaint):
    client.send(*message)
    verb, id, *rest = client.receive()
    assert (verb, id, rest[0]) == ("error", -1, code)
    assert complaint in rest[1]


def test_a_clamped_request_is_reported_under_its_id_and_served(client):
    client.send("generate", 7, 0.5, -3)
    assert client.receive() == ("error", 7, "clamped", "y=-3 is out of range (0 to 1); using 0")
    assert client.receive_until("done")[-1][4] == 0.0


def test_replies_that_come_back_are_ignored(client):
    client.send("done", 7, "/a.wav", 0.5, 0.5, 0, 44100, 22050, 1.0, 12.5, 0)
    client.send("error", -1, "address", "unknown address")
    assert client.replies_before_pong() == []


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (FolderError("/music is full"), "folder", "/music is full"),
        (LatentpadError("not here"), "render", "not here"),
        (ValueError("shapes differ"), "render", "ValueError: shapes differ (see the log)"),
    ],
)
def test_a_failed_render_is_reported_and_the_next_one_served(client, player, error, code, text):
    player.error = error
    client.send("generate", 7)
    assert client.receive_until("error")[-1] == ("error", 7, code, text)
    player.error = None
    client.send("generate", 8)
    assert client.receive_until("done")[-1][1] == 8


def test_only_a_bug_is_logged_with_its_traceback(client, player, caplog):
    player.error = ValueError("shapes differ")
    client.send("generate", 7)
    client.receive_until("error")
    player.error = FolderError("/music is full")
    client.send("generate", 8)
    client.receive_until("error")
    assert [record.exc_info is None for record in caplog.records if record.levelno >= logging.WARNING] == [False, True]


def test_a_fault_in_serving_is_logged_with_its_traceback_and_told_once(client, daemon, caplog, monkeypatch):
    serve = daemon._dispatcher._serve
    monkeypatch.setattr(
        daemon._dispatcher, "_serve", lambda message, *more: 1 / ("x" not in message.address) and serve(message, *more)
    )
    for _ in range(30):
        client.send("x", 0.5)
    told = client.replies_before_pong()
    assert told[0] == ("error", -1, "internal", "internal error in latentpad; see its log")
    assert 0 < len([record for record in caplog.records if record.exc_info]) < 10
