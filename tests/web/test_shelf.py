"""The shelf and the page's server: what opens a shelf, and what it follows."""

import socket
import threading
import time
from contextlib import suppress

import pytest

from latentpad.errors import LatentpadError
from latentpad.shelf.content import ShelfContent
from latentpad.shelf.link import Connected, Disconnected, Link

TIMEOUT = 10.0


class Opener:
    """In place of what opens windows."""

    def __init__(self, error=None, is_available=True):
        self.ports, self.error, self._is_available = [], error, is_available

    def is_available(self):
        return self._is_available

    def open(self, port):
        self.ports.append(port)
        if self.error:
            raise LatentpadError(self.error)


class Follower:
    """A shelf without a window."""

    def __init__(self, port):
        self.link = Link(port)
        self.raised, self.events = [], []
        self.content = ShelfContent(self.link.send, "", lambda: self.raised.append(True))
        self.link.start()

    def wait(self, condition):
        end = time.monotonic() + TIMEOUT
        while not condition():
            assert time.monotonic() < end, (self.content.state, self.content.told, self.content.rows)
            for event in self.link.events():
                self.events.append(event)
                self.content.take(event)
            time.sleep(0.01)

    def names(self):
        return [name for row in self.content.rows for name in getattr(row, "names", ())]


@pytest.fixture
def follow():
    followers = []

    def make(port):
        followers.append(Follower(port))
        return followers[-1]

    yield make
    for one in followers:
        one.link.stop()


@pytest.fixture
def make_opener_app(make_app):
    return lambda opener: make_app(shelf=opener).start()


def test_a_page_is_told_where_a_shelf_can_be_opened(make_opener_app, open_page):
    app = make_opener_app(Opener())
    assert ["/page/shelf"] in open_page(app, skip_start=False).receive_until("/page/samples")
    app = make_opener_app(Opener(is_available=False))
    assert ["/page/shelf"] not in open_page(app, skip_start=False).receive_until("/page/samples")


def test_a_page_opens_a_shelf_and_is_told_why_it_cannot(make_opener_app, open_page):
    opener = Opener()
    app = make_opener_app(opener)
    page = open_page(app)
    page.send("/page/shelf/open")
    opener.error = "the shelf needs a display"
    page.send("/page/shelf/open")
    assert page.receive_until("/page/wrong")[-1] == ["/page/wrong", "the shelf needs a display"]
    assert opener.ports == [app.page_server.port] * 2


def test_without_an_opener_the_page_is_told_what_to_type(page):
    page.send("/page/shelf/open")
    assert page.receive()[1].endswith("start it with: latentpad shelf")
    page.send("/page/shelf/open", 1)
    assert page.receive()[:3] == ["/latentpad/error", -1, "arguments"]


def test_a_shelf_that_is_open_comes_to_the_front_instead(make_opener_app, open_page, follow):
    opener = Opener()
    app = make_opener_app(opener)
    shelf = follow(app.page_server.port)
    shelf.wait(lambda: shelf.content.state == "")
    page = open_page(app)
    page.send("/page/shelf/open")
    shelf.wait(lambda: shelf.raised)
    assert opener.ports == []
    shelf.link.send("/page/shelf")  # once more: no trace of it may be left
    shelf.link.stop()
    end = time.monotonic() + TIMEOUT
    while not opener.ports:
        assert time.monotonic() < end
        page.send("/page/shelf/open")
        page.send("/page/samples")
        page.receive_until("/page/samples")


def test_a_shelf_follows_samples_kits_keeping_and_undo(app, page, follow):
    page.send("/latentpad/generate", 1, 0.125, 0.125, 5)
    page.receive_until("/latentpad/done")
    page.send("/latentpad/kit", 7, "acoustic", 3)
    page.receive_until("/latentpad/finished")
    shelf = follow(app.page_server.port)
    kick, kit = "kick_x0.125_y0.125_s5.wav", "Acoustic 1/01 Kick.wav"
    shelf.wait(lambda: shelf.names()[:1] == [kit] and shelf.names()[-1:] == [kick])
    page.send("/latentpad/generate", 2, 0.875, 0.125, 6)
    snare = "snare_x0.875_y0.125_s6.wav"
    shelf.wait(lambda: shelf.names()[0] == snare)
    shelf.content.selection.only(kick)
    shelf.content.keep()
    shelf.wait(lambda: shelf.names()[0] == kick)
    assert shelf.content.told == f"Kept as {kick}."
    assert shelf.content.entry(kick).file == app.drop / "kept" / kick
    page.send("/latentpad/undo", 3)
    shelf.wait(lambda: snare not in shelf.names())
    assert shelf.content.folder == app.drop.as_posix()


def test_a_shelf_says_why_it_is_not_admitted_and_waits(app, follow, monkeypatch):
    monkeypatch.setattr("latentpad.web.http_handler.rejection_reason", lambda *_: "not today")
    shelf = follow(app.page_server.port)
    shelf.wait(lambda: shelf.content.state == "not today. Trying again …")
    monkeypatch.undo()
    shelf.wait(lambda: shelf.content.state == "")


def test_another_program_at_the_port_is_named(follow):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection, suppress(OSError):
                    connection.recv(65536)  # else the client may be told of a reset, and nothing else
                    connection.sendall(b"220 hello\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        shelf = follow(port)
        shelf.wait(lambda: f"another program answers at 127.0.0.1:{port}" in shelf.content.state)


def test_connection_and_disconnection_are_told_once(make_app, follow):
    app = make_app().start()
    shelf = follow(app.page_server.port)
    shelf.wait(lambda: shelf.content.state == "")
    app.daemon.stop()
    shelf.wait(lambda: not shelf.content.is_connected)
    time.sleep(1.5)  # two more tries
    shelf.wait(lambda: True)
    told = [event for event in shelf.events if isinstance(event, Connected | Disconnected)]
    assert told[:2] == [Connected(), Disconnected("")]
    assert len(told) <= 3
