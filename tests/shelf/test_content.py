from pathlib import Path

import pytest

from latentpad.shelf.content import FIRST_ID, NOT_RUNNING, STARTING, ShelfContent
from latentpad.shelf.link import Connected, Disconnected, Received

DROP = Path("/drop")


class Shelf:
    """The content with a daemon that records what it is sent."""

    def __init__(self):
        self.sent, self.raised, self.is_there = [], [], True
        self.content = ShelfContent(self.send, "http://page", lambda: self.raised.append(True))
        self.content.take(Connected())

    def send(self, *message):
        self.sent += [message] if self.is_there else []
        return self.is_there

    def receive(self, address, *args):
        self.content.take(Received(address, args))

    def done(self, sample, milliseconds=5.0):
        self.receive("/latentpad/done", 1, sample["path"], 0.5, 0.5, 0, 44_100, 4410, 1.0, milliseconds, 0, sample)

    def names(self):
        return [name for row in self.content.rows for name in getattr(row, "names", ())]


@pytest.fixture
def shelf():
    return Shelf()


def test_it_says_how_it_is_with_the_daemon(shelf):
    assert (shelf.content.state, shelf.sent) == (STARTING, [("/page/shelf",)])
    shelf.receive("/page/ready")
    assert shelf.content.state == ""
    assert shelf.content.empty_text == "No samples yet.\nClick the map at http://page to make one."
    shelf.content.take(Disconnected(""))
    assert (shelf.content.state, shelf.content.is_connected, shelf.content.empty_text) == (NOT_RUNNING, False, "")
    shelf.content.take(Disconnected("32 pages are open\x1b"))
    assert shelf.content.state == "32 pages are open\\x1b. Trying again …"


def test_it_shows_the_daemons_samples_and_new_ones(shelf, describe):
    shelf.receive("/page/samples", [describe(DROP / "a.wav"), describe(DROP / "b.wav")])
    shelf.done(describe(DROP / "c.wav"))
    assert shelf.names() == ["c.wav", "b.wav", "a.wav"]
    shelf.receive("/page/samples", [describe(DROP / "a.wav")])
    assert shelf.names() == ["a.wav"]


def test_samples_stay_while_the_daemon_is_away(shelf, describe):
    shelf.receive("/page/samples", [describe(DROP / "a.wav")])
    shelf.content.take(Disconnected(""))
    assert shelf.names() == ["a.wav"]


def test_samples_of_kits_stay_where_they_were_when_the_others_are_read_again(shelf, describe):
    a, b = describe(DROP / "a.wav"), describe(DROP / "b.wav")
    shelf.done(a)
    shelf.done(describe(DROP / "kits" / "K" / "01 Kick.wav", name="K/01 Kick.wav", kit="K"))
    shelf.done(b)
    shelf.receive("/page/samples", [a, b])
    assert shelf.names() == ["b.wav", "K/01 Kick.wav", "a.wav"]
    shelf.receive("/page/samples", [b])
    assert shelf.names() == ["K/01 Kick.wav", "b.wav"]
    shelf.receive("/page/samples", [])
    assert shelf.names() == ["K/01 Kick.wav"]


def test_after_an_undo_it_asks_which_samples_are_undone(shelf, describe):
    shelf.done(describe(DROP / "a.wav"))
    shelf.done(describe(DROP / "b.wav"), milliseconds=0)
    assert (shelf.names(), shelf.sent[-1]) == (["a.wav"], ("/page/samples",))


def test_what_is_selected_is_kept_unless_it_is_or_is_in_a_kit(shelf, describe):
    kit = {"name": "K/01 Kick.wav", "kit": "K"}
    shelf.receive("/page/samples", [describe(DROP / "a.wav"), describe(DROP / "b.wav", kept="/drop/kept/b.wav")])
    shelf.done(describe(DROP / "kits" / "K" / "01 Kick.wav", **kit))
    shelf.content.selection.all()
    shelf.content.keep()
    assert shelf.sent[1:] == [("/latentpad/keep", FIRST_ID + 1, "a.wav")]
    shelf.receive("/latentpad/kept", FIRST_ID + 1, "/drop/kept/a.wav")
    assert (shelf.content.told, shelf.sent[-1]) == ("Kept as a.wav.", ("/page/samples",))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (None, "Nothing is selected."),
        ("b.wav", "Already kept."),
        ("K/1.wav", "Samples of kits stay in the kit's folder."),
    ],
)
def test_it_says_why_nothing_is_kept(shelf, describe, name, told):
    shelf.receive("/page/samples", [describe(DROP / "b.wav", kept="/drop/kept/b.wav")])
    shelf.done(describe(DROP / "1.wav", name="K/1.wav", kit="K"))
    if name:
        shelf.content.selection.only(name)
    shelf.content.keep()
    assert shelf.content.told == told


def test_errors_of_its_own_commands_are_shown_and_those_of_others_are_not(shelf, describe):
    shelf.done(describe(DROP / "a.wav"))
    shelf.content.selection.all()
    shelf.content.keep()
    shelf.receive("/latentpad/error", 7, "folder", "not ours")
    assert shelf.content.told == ""
    shelf.receive("/latentpad/error", FIRST_ID + 1, "folder", "the disk is full\n")
    assert shelf.content.told == "the disk is full\\n"
    shelf.receive("/page/wrong", "no file manager found")
    assert shelf.content.told == "no file manager found"


def test_without_the_daemon_it_says_where_the_file_is(shelf, describe):
    shelf.done(describe(DROP / "a.wav"))
    shelf.content.selection.all()
    shelf.content.show_folder()
    assert shelf.sent[-1] == ("/page/show", "a.wav")
    shelf.is_there = False
    shelf.content.show_folder()
    assert shelf.content.told == f"latentpad is not running. The file is {DROP / 'a.wav'}"
    shelf.content.keep()
    assert shelf.content.told == NOT_RUNNING


def test_the_daemon_can_ask_for_the_window(shelf):
    shelf.receive("/page/raise")
    assert shelf.raised == [True]


@pytest.mark.parametrize(
    "message",
    [
        ("/page/samples",),
        ("/page/samples", 7),
        ("/latentpad/done", 1),
        ("/latentpad/done", *range(10), {"name": 7}),
        ("/latentpad/error", "x", 1, 2),
        ("/latentpad/welcome", 1),
        ("/latentpad/kept", 1, 2),
        ("/page/unknown", [[[]]]),
    ],
)
def test_damaged_messages_change_nothing(shelf, message):
    shelf.receive(*message)
    assert (shelf.names(), shelf.content.told, shelf.content.folder) == ([], "", "")
