"""Libraries that a page sends over a WebSocket of their own."""

import errno
import json
import struct
import sys
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from latentpad.web.imports import importer as importer_module

sys.path.insert(0, str(Path(__file__).parents[2] / "reliability"))  # page_fuzz.py: no package
from page_fuzz import PageFuzz

NOON = 1_700_000_000_000
HUGE = f'["offer", "x", [["a.wav", 1{"0" * 400}, 0]]]'
TIMEOUT = 20.0


def part(index, content):
    """Return a file as a part of a message; None for one that cannot be read."""
    return (
        struct.pack("<II", index, 2**32 - 1) if content is None else struct.pack("<II", index, len(content)) + content
    )


class Sender:
    """Sends a library as the page does."""

    def __init__(self, port, **options):
        self._exit = ExitStack()
        connection = connect(f"ws://127.0.0.1:{port}/library", compression=None, **options)
        self.socket = self._exit.enter_context(connection)

    def text(self, *values):
        self.socket.send(json.dumps(values))

    def offer(self, name, *rows):
        self.text("offer", name, [list(row) for row in rows])
        return self.receive()

    def file(self, index, content):
        self.socket.send(part(index, content))
        return self.receive()

    def receive(self):
        return json.loads(self.socket.recv(timeout=TIMEOUT))

    def close(self):
        self._exit.close()


@pytest.fixture
def watched(make_importer):
    return make_importer("wait")


@pytest.fixture
def served(make_app, watched):
    return make_app(importer=watched.importer).start()


@pytest.fixture
def sender(served):
    one = Sender(served.page_server.port)
    yield one
    one.close()


def test_a_library_is_copied_and_mapped(sender, watched, folders, commands):
    assert sender.offer("My Drums", ("Kicks/a.wav", 3, NOON), ("b.wav", 2, NOON), ("x.txt", 1, NOON)) == [
        "wanted",
        [0, 1],
    ]
    assert sender.file(1, b"bb") == ["taken"]
    assert sender.file(0, b"aaa") == ["taken"]
    sender.text("end")
    assert sender.receive() == ["started"]
    state = watched.wait(lambda state: state.scanned)
    copy = folders.copies / "My Drums"
    assert (state.phase, state.folder, state.copied_bytes) == ("running", str(copy), 5)
    assert [skipped.name for skipped in state.skipped] == ["x.txt"]
    assert (copy / "Kicks/a.wav").read_bytes() == b"aaa"
    assert [plan.folder for plan in commands] == [copy]


def test_a_library_that_was_copied_before_is_not_sent_again(sender, served, watched):
    rows = [("a.wav", 3, NOON)]
    assert sender.offer("My Drums", *rows) == ["wanted", [0]]
    sender.file(0, b"aaa")
    sender.close()
    state = watched.wait_phase("failed")
    assert "only what is missing is copied" in state.message
    again = Sender(served.page_server.port)
    assert again.offer("My Drums", *rows) == ["wanted", []]
    again.text("end")
    assert again.receive() == ["started"]
    again.close()


def test_files_that_cannot_be_read_or_have_changed_are_left_out(sender, watched):
    sender.offer("My Drums", ("a.wav", 3, NOON), ("b.wav", 3, NOON), ("c.wav", 1, NOON))
    sender.socket.send(part(0, None) + part(1, b"bb") + part(2, b"c"))
    assert sender.receive() == ["taken"]
    sender.text("end")
    assert sender.receive() == ["started"]
    state = watched.wait(lambda state: state.scanned)
    assert [(one.name, one.reason) for one in state.skipped] == [
        ("a.wav", "cannot be read by the browser"),
        ("b.wav", "has changed while it was read; import the folder again"),
    ]


def test_progress_is_shown_while_files_are_copied(sender, watched):
    sender.offer("My Drums", ("a.wav", 3, NOON), ("b.wav", 3, NOON))
    sender.file(0, b"aaa")
    state = watched.wait(lambda state: state.progress)
    assert (state.phase, state.progress.stage, state.progress.done, state.progress.total) == ("copying", "copy", 1, 2)
    assert state.progress.remaining > 0


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (part(7, b"x"), "file 7 was not asked for"),
        (part(7, None), "file 7 was not asked for"),
        (part(0, b"aaa") + b"x", "must begin with its number and size"),
        (part(0, b"aaa")[:-1], "file 0 has fewer bytes than its size"),
        (part(0, b"aaa") + part(0, b"aaa"), "file 0 was not asked for"),
        ("hello", "must be files, or the end"),
        ('["end"]', "1 files of My Drums were not sent"),
    ],
)
def test_a_message_that_is_out_of_place_ends_the_import(sender, watched, message, reason):
    sender.offer("My Drums", ("a.wav", 3, NOON))
    sender.socket.send(message)
    address, text, is_shown = sender.receive()
    assert (address, is_shown) == ("refused", True)
    assert reason in text
    assert watched.wait_phase("failed").message == text


@pytest.mark.parametrize("message", ["", "hello", '["offer"]', b"\x00", '["offer", "x", [["a.wav", -1, 0]]]', HUGE])
def test_what_is_no_offer_is_refused_and_changes_nothing(sender, watched, message):
    sender.socket.send(message)
    assert sender.receive()[0] == "refused"
    assert watched.runner.state.phase == "idle"


def test_another_import_is_refused_and_the_first_goes_on(sender, served, watched):
    sender.offer("My Drums", ("a.wav", 3, NOON))
    other = Sender(served.page_server.port)
    assert other.offer("Other", ("a.wav", 3, NOON)) == [
        "refused",
        "My Drums is being imported; cancel that, or wait until it is done",
        False,
    ]
    other.close()
    assert sender.file(0, b"aaa") == ["taken"]
    assert watched.runner.state.name == "My Drums"


def test_a_copy_that_is_cancelled_stops_and_the_next_import_is_not_touched(sender, served, watched, folders):
    sender.offer("My Drums", ("a.wav", 3, NOON), ("b.wav", 3, NOON))
    sender.file(0, b"aaa")
    watched.runner.cancel()
    assert watched.wait_phase("cancelled").message == ""
    other = Sender(served.page_server.port)
    assert other.offer("Other", ("a.wav", 3, NOON)) == ["wanted", [0]]
    assert sender.file(1, b"bbb") == ["refused", "the import was cancelled", False]
    assert (watched.runner.state.name, watched.runner.state.phase) == ("Other", "copying")
    assert not (folders.copies / "My Drums/b.wav").exists()
    other.close()


def test_a_full_disk_is_told(make_importer, make_app):
    watched = make_importer(free=lambda _: 1000)
    sender = Sender(make_app(importer=watched.importer).start().page_server.port)
    address, text, is_shown = sender.offer("My Drums", ("a.wav", 3, NOON))
    sender.close()
    assert (address, is_shown) == ("refused", True)
    assert "type the folder's path instead, which copies nothing" in text
    assert watched.wait_phase("failed").message == text


def test_without_the_packages_nothing_is_copied(sender, folders, monkeypatch):
    monkeypatch.setattr(importer_module, "map_advice", lambda: 'run: pip install ".[map]"')
    assert sender.offer("My Drums", ("a.wav", 3, NOON)) == ["refused", 'run: pip install ".[map]"', False]
    assert not folders.copies.exists()


def test_pages_of_other_sites_cannot_send_a_library(served, watched):
    port = served.page_server.port
    for options in ({"origin": "http://evil.example"}, {"origin": "null"}, {"origin": f"http://127.0.0.1:{port + 1}"}):
        with pytest.raises(InvalidStatus, match="403"):
            Sender(port, **options)
    with pytest.raises(InvalidStatus, match="403"):
        Sender(port, additional_headers={"Sec-Fetch-Site": "cross-site"})
    assert watched.runner.state.phase == "idle"


def test_a_page_server_without_imports_has_no_such_socket(app):
    with pytest.raises(InvalidStatus, match="404"):
        Sender(app.page_server.port)


def test_files_cannot_be_posted(served):
    request = urllib.request.Request(f"{served.url}/library", data=b"x", method="POST")
    with pytest.raises(OSError):  # noqa: PT011  # refused, or hung up on
        urllib.request.urlopen(request, timeout=TIMEOUT)


def test_a_page_that_sends_no_list_of_files_is_disconnected(sender, watched, monkeypatch):
    monkeypatch.setattr("latentpad.web.imports.receiver.OFFER_SECONDS", 0.1)
    late = Sender(int(sender.socket.remote_address[1]))
    address, text, _ = late.receive()
    assert (address, text.startswith("the page has not sent the list")) == ("refused", True)
    with pytest.raises(ConnectionClosed):
        late.socket.recv(timeout=TIMEOUT)
    late.close()
    assert watched.runner.state.phase == "idle"


def test_a_copy_that_the_disk_was_too_full_for_goes_on_where_it_was(sender, served, watched, folders, monkeypatch):
    def full(path, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    sender.offer("My Drums", ("a.wav", 3, NOON), ("b.wav", 3, NOON))
    assert sender.file(0, b"aaa") == ["taken"]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        address, text, _ = sender.file(1, b"bbb")
    assert (address, text.endswith("choose the folder again, and only what is missing is copied")) == ("refused", True)
    assert watched.wait_phase("failed").message == text
    assert [path.name for path in (folders.copies / "My Drums").iterdir()] == ["a.wav"]
    again = Sender(served.page_server.port)
    assert again.offer("My Drums", ("a.wav", 3, NOON), ("b.wav", 3, NOON)) == ["wanted", [1]]
    assert again.file(1, b"bbb") == ["taken"]
    again.text("end")
    assert again.receive() == ["started"]
    again.close()


def test_hostile_libraries_are_refused_and_written_nowhere_else(served, watched, folders, tmp_path, caplog):
    fuzz = PageFuzz(7, served.page_server.port)
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(folders.copies)}
    for _ in range(60):
        one = Sender(served.page_server.port, close_timeout=0.1)
        with suppress(ConnectionClosed, TimeoutError):
            for message in fuzz.library():
                one.socket.send(message if isinstance(message, bytes) else message.encode("utf-8", "replace").decode())
                one.socket.recv(timeout=0.1)
        one.close()
    watched.runner.cancel()
    assert [record for record in caplog.records if record.exc_info] == []
    made = {path for path in tmp_path.rglob("*") if not path.is_relative_to(folders.copies)} - before
    assert {path.name for path in made} <= {"data", "cache", "first", "samples"}, made
    assert all(path.name.isprintable() for path in folders.copies.rglob("*"))
