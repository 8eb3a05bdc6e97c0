"""Bounds on what the clients of the page's server can take up."""

import asyncio
import errno
import http.client
import logging
import socket
import threading
from types import SimpleNamespace

import pytest
from websockets.exceptions import InvalidStatus

from latentpad.web.background import MAX_TASKS
from latentpad.web.connection_limits import ConnectionLimits, Places
from latentpad.web.connection_loop import ConnectionLoop
from latentpad.web.outbox import MAX_UNSENT, MAX_UNSENT_CHARACTERS, Outbox
from latentpad.web.rare_warnings import PAUSE_SECONDS, RareWarnings
from latentpad.web.uploads import AT_ONCE, Uploads

TIMEOUT = 10.0


class FakeConnection:
    """A connection with a file descriptor, and whether it was closed."""

    def __init__(self, descriptor=3):
        self.closed = False
        sock = SimpleNamespace(fileno=lambda: descriptor)
        self.transport = SimpleNamespace(get_extra_info=lambda _: sock, abort=self.abort)

    def abort(self):
        self.closed = True


@pytest.fixture
def limits(monkeypatch):
    monkeypatch.setattr("latentpad.web.connection_limits.MAX_REQUESTS", 3)
    monkeypatch.setattr("latentpad.web.connection_limits.first_reserved_descriptor", lambda: 100)
    return ConnectionLimits("page", {"/socket": Places(2, "2 are open"), "": Places(1, "1 is open")})


def fetch(app, path):
    """Return the status and the content of a response."""
    connection = http.client.HTTPConnection("127.0.0.1", app.page_server.port, timeout=TIMEOUT)
    connection.request("GET", path)
    response = connection.getresponse()
    content = response.read().decode()
    connection.close()
    return response.status, content


def added(limits, n, **options):
    connections = [FakeConnection(**options) for _ in range(n)]
    for connection in connections:
        limits.add(connection)
    return connections


def test_page_number_33_is_told_that_there_are_32(app, open_page):
    pages = [open_page(app) for _ in range(32)]
    with pytest.raises(InvalidStatus) as refused:
        open_page(app)
    assert refused.value.response.status_code == 503
    text = "32 pages of latentpad are open, the maximum; close one of them\n"
    assert refused.value.response.body.decode() == text
    assert fetch(app, "/socket") == (503, text)
    pages.pop().close()
    assert fetch(app, "/socket") == (204, "")
    open_page(app)


def test_the_oldest_connection_without_a_request_makes_room_for_a_new_one(limits):
    asking, *waiting = added(limits, 3)
    limits.answer(asking)
    (new,) = added(limits, 1)
    assert [one.closed for one in (asking, *waiting, new)] == [False, True, False, False]


def test_the_oldest_request_makes_room_where_all_are_being_answered(limits):
    answered = added(limits, 3)
    for one in answered:
        limits.answer(one)
    (new,) = added(limits, 1)
    assert [one.closed for one in (*answered, new)] == [True, False, False, False]


def test_a_websocket_makes_room_for_nobody(limits):
    (page,) = added(limits, 1)
    limits.answer(page)
    assert not limits.open(page, "/socket")
    assert [one.closed for one in added(limits, 5)] == [True, True, False, False, False]
    assert not page.closed


def test_the_last_descriptors_are_left_to_the_rest_of_the_process(limits):
    first, second = added(limits, 2)
    (last,) = added(limits, 1, descriptor=100)
    assert [one.closed for one in (first, second, last)] == [True, False, True]


def test_places_are_those_of_a_path_and_free_again_once_a_connection_is_lost(limits):
    found = []
    for path in ("/socket", "/socket", "/socket", "/other", "/other"):
        (one,) = added(limits, 1)
        limits.answer(one)
        found.append((one, limits.open(one, path)))
    assert [text for _, text in found] == ["", "", "2 are open", "", "1 is open"]
    limits.remove(found[0][0])
    limits.remove(found[0][0])
    assert limits.open(found[2][0], "/socket") == ""


def test_a_connection_that_is_lost_before_its_answer_takes_no_place(limits):
    (one,) = added(limits, 1)
    limits.answer(one)
    limits.remove(one)
    assert limits.open(one, "/other") == "the connection is closed"
    (other,) = added(limits, 1)
    limits.answer(other)
    assert limits.open(other, "/other") == ""


def test_a_client_that_never_finishes_its_request_is_disconnected(make_app, monkeypatch):
    monkeypatch.setattr("latentpad.web.connection_loop.ASKING_SECONDS", 0.2)
    app = make_app().start()
    with socket.create_connection(("127.0.0.1", app.page_server.port), timeout=TIMEOUT) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        assert client.recv(10) == b""


@pytest.mark.parametrize("n", [3, 150])
def test_connections_that_ask_nothing_lock_nobody_out(app, n):
    port = app.page_server.port
    silent = [socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) for _ in range(n)]
    assert fetch(app, "/")[0] == 200
    for one in silent:
        one.close()


def test_what_the_system_refuses_is_one_line_in_the_log(caplog):
    loop = ConnectionLoop("page", [], {}, *(None,) * 3)
    for _ in range(100):
        loop._loop.call_exception_handler(
            {"message": "accept", "exception": OSError(errno.EMFILE, "Too many open files")}
        )
    loop.close()
    assert caplog.messages == ["page: no connection can be accepted now (Too many open files)"]
    assert caplog.records[0].exc_info is None


def test_a_warning_is_repeated_after_a_minute_with_a_count(caplog):
    now = [0.0]
    warnings = RareWarnings(logging.getLogger("a"), lambda: now[0])
    for now[0] in (0.0, 1.0, 2.0, PAUSE_SECONDS):
        warnings.warn("full")
    warnings.warn("other")
    assert caplog.messages == ["full", "full (2 more since the last such line)", "other"]


def test_unsent_messages_are_bounded_in_number_and_size():
    async def scenario():
        many, large = Outbox(), Outbox()
        assert [many.put("a") for _ in range(MAX_UNSENT + 1)].count(True) == MAX_UNSENT
        half = "a" * (MAX_UNSENT_CHARACTERS // 2)
        assert [large.put(half) for _ in range(3)] == [True, True, False]
        assert await large.next() == half

    asyncio.run(scenario())


def test_a_message_that_is_made_when_it_is_sent_waits_once():
    async def scenario():
        outbox, made = Outbox(), []

        def late():
            made.append(1)
            return f"late {len(made)}"

        for message in (late, "a", late, late):
            assert outbox.put(message)
        assert made == []
        assert [await outbox.next() for _ in range(2)] == ["late 1", "a"]
        assert outbox.put(late)
        assert await outbox.next() == "late 2"

    asyncio.run(scenario())


def test_a_page_waits_with_files_while_others_of_it_are_located():
    async def scenario():
        started = []
        background = SimpleNamespace(start=started.append)
        uploads = Uploads(SimpleNamespace(), background, put=None)
        file = b"\x07\0\0\0\1\0a"
        for _ in range(AT_ONCE):
            await uploads.take(file)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(uploads.take(file), 0.01)
        for work in started:
            work.close()
        return len(started)

    assert asyncio.run(scenario()) == AT_ONCE


def test_what_a_page_asks_for_at_once_is_bounded(page, app, monkeypatch):
    go = threading.Event()
    monkeypatch.setattr("latentpad.web.show_requests.reveal", lambda _path: go.wait(TIMEOUT))
    page.send("/latentpad/generate", 7, 0.125, 0.125)
    name = page.receive_until("/latentpad/done")[-1][-1]["name"]
    for _ in range(MAX_TASKS + 1):
        page.send("/page/show", name)
    error = page.receive()
    go.set()
    assert error[:3] == ["/latentpad/error", -1, "queue"]
    assert "wait until one is done" in error[3]


def test_a_task_that_fails_is_logged_and_reported(page, app, monkeypatch, caplog):
    monkeypatch.setattr("latentpad.web.show_requests.reveal", lambda _path: 1 / 0)
    page.send("/latentpad/generate", 7, 0.125, 0.125)
    page.send("/page/show", page.receive_until("/latentpad/done")[-1][-1]["name"])
    assert page.receive() == ["/latentpad/error", -1, "internal", "internal error in latentpad; see its log"]
    assert "A page's request could not be served" in caplog.text


def test_a_session_whose_task_fails_is_disconnected_so_that_its_page_connects_again(
    app, open_page, monkeypatch, caplog
):
    monkeypatch.setattr("latentpad.web.session.monitor_row", lambda _entry: 1 / 0)
    page = open_page(app)
    app.daemon._monitor.record(True, "peer", "/a", ())
    page.send("/page/monitor", 1)
    page.wait_closed()
    assert "A page's session has failed" in caplog.text


def test_half_a_character_is_refused_and_bytes_of_a_file_name_are_not(page):
    page.send_raw('["/page/show", "\\ud800.wav"]')
    assert page.receive()[2:] == [
        "wire",
        "'/page/show': a text has half a character (a surrogate), which no file name has",
    ]
    page.send_raw('["/page/show", "\\udce9.wav"]')
    assert page.receive()[2] == "folder"
