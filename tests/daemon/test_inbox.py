"""The inbox, looked at as often as a test wants, with a clock of its own; and once in a daemon."""

import os
import threading

import numpy as np
import pytest
import soundfile

from latentpad.daemon.daemon import Daemon
from latentpad.daemon.inbox import FAILED_SECONDS, SETTLED_SECONDS, Inbox
from latentpad.daemon.options import DaemonOptions
from latentpad.errors import OwnSoundError
from latentpad.osc.protocol import reply
from latentpad.player.player import Player
from latentpad.request import Located
from latentpad.samples.folder import Folder

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has neither pipes nor links for every user")

SETTLED = SETTLED_SECONDS + 0.01
PLACE = Located(0.25, 0.5, "kick", 0.75, 1.5, ())


class Sent:
    """Stands for the outgoing side."""

    def __init__(self):
        self.messages = []

    def announce(self, verb, *values):
        self.messages.append((verb, *values))


class Watched:
    """An inbox whose time passes when told, and whose files are located unless they begin with ``bad``."""

    def __init__(self, folder):
        self.folder, self.sent, self.now, self.read = folder, Sent(), 0.0, []
        self.inbox = Inbox(folder, self.locate, self.sent, lambda: self.now)
        self.inbox.look()

    def locate(self, content, name):
        self.read.append(name)
        if content.startswith(b"bad"):
            raise OwnSoundError(f"{name} cannot be read")
        return PLACE

    def look(self, seconds=SETTLED):
        """Let time pass, look, and return what is sent."""
        self.now += seconds
        self.inbox.look()
        messages, self.sent.messages = self.sent.messages, []
        return messages

    def names(self, seconds=SETTLED):
        return sorted(message[2].rpartition("/")[2] for message in self.look(seconds) if message[0] == "located")


@pytest.fixture
def watched(tmp_path):
    (tmp_path / "inbox").mkdir()
    return Watched(tmp_path / "inbox")


def test_a_new_file_is_located_when_it_has_not_changed_for_a_while(watched):
    (watched.folder / "a.wav").write_bytes(b"one")
    assert watched.look() == []
    assert watched.look(SETTLED / 2) == []
    path = (watched.folder / "a.wav").as_posix()
    assert watched.look(SETTLED / 2) == [("located", -1, path, 0.25, 0.5, "kick", 0.75, 1.5)]
    assert watched.look() == watched.look(100) == []


def test_files_that_are_renamed_while_the_folder_is_read_do_not_hide_the_others(watched, monkeypatch):
    for name in ("a.wav", "b.wav", "c.wav"):
        (watched.folder / name).write_bytes(b"one")

    class Entries(list):
        def __enter__(self):
            (watched.folder / "b.wav").rename(watched.folder / "d.txt")
            return self

        def __exit__(self, *_):
            (watched.folder / "d.txt").rename(watched.folder / "b.wav")

    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda folder: Entries(scan(folder)))
    watched.look()
    assert watched.names() == ["a.wav", "c.wav"]


def test_a_file_that_fails_in_a_way_that_is_not_foreseen_is_tried_once(watched, monkeypatch):
    (watched.folder / "a.wav").write_bytes(b"one")
    watched.look()
    monkeypatch.setattr(watched.sent, "announce", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        watched.look()
    assert watched.look() == watched.look(100) == []


def test_a_file_that_is_still_being_copied_is_not_read(watched):
    with (watched.folder / "a.wav").open("wb") as file:
        for _ in range(5):
            file.write(b"more")
            file.flush()
            assert watched.look() == []
    assert watched.read == []
    assert watched.names() == ["a.wav"]


def test_half_a_copy_that_pauses_is_read_again_when_it_goes_on(watched):
    (watched.folder / "a.wav").write_bytes(b"bad")
    assert watched.look() == watched.look() == []
    (watched.folder / "a.wav").write_bytes(b"whole now")
    assert watched.look() == []
    assert watched.names() == ["a.wav"]


def test_a_file_that_stays_unusable_is_reported_once(watched):
    (watched.folder / "a.wav").write_bytes(b"bad")
    watched.look()
    ((verb, id, code, text),) = watched.look(FAILED_SECONDS)
    assert (verb, id, code) == ("error", -1, "sound")
    assert str(text).endswith("a.wav cannot be read")
    assert watched.look(100) == []


def test_files_that_are_there_at_the_start_are_left_alone_until_they_change(watched):
    (watched.folder / "old.wav").write_bytes(b"old")
    watched = Watched(watched.folder)
    assert watched.look() == watched.look() == []
    (watched.folder / "old.wav").write_bytes(b"recorded anew")
    watched.look()
    assert watched.names() == ["old.wav"]


def test_many_files_at_once_are_all_located(watched):
    names = [f"{number:03}.wav" for number in range(200)]
    for name in names:
        (watched.folder / name).write_bytes(b"one")
    watched.look()
    assert watched.names() == names


def test_a_renamed_file_is_located_under_its_new_name_and_a_deleted_one_forgotten(watched):
    (watched.folder / "a.wav").write_bytes(b"one")
    watched.look()
    assert watched.names() == ["a.wav"]
    (watched.folder / "a.wav").rename(watched.folder / "b.wav")
    watched.look()
    assert watched.names() == ["b.wav"]
    (watched.folder / "b.wav").unlink()
    assert watched.look() == []
    (watched.folder / "b.wav").write_bytes(b"one")
    watched.look()
    assert watched.names() == ["b.wav"]


def test_only_audio_files_of_the_folder_itself_count(watched, tmp_path):
    for name in ("a.txt", ".b.wav", "c.wav.tmp", "d.WAV", "e.aiff", "f.flac", "g.ogg", "h.mp3"):
        (watched.folder / name).write_bytes(b"one")
    (watched.folder / "sub.wav").mkdir()
    (tmp_path / "elsewhere.wav").write_bytes(b"one")
    (watched.folder / "link.wav").symlink_to(tmp_path / "elsewhere.wav")
    watched.look()
    assert watched.names() == ["d.WAV", "e.aiff", "f.flac", "g.ogg", "h.mp3"]


@posix
def test_a_pipe_is_not_waited_for(watched):
    os.mkfifo(watched.folder / "pipe.wav")
    watched.look()
    assert watched.look(FAILED_SECONDS) == []


@posix
def test_a_link_that_takes_the_place_of_a_file_is_not_followed(watched, tmp_path):
    (tmp_path / "mine.wav").write_bytes(b"one")
    (watched.folder / "a.wav").write_bytes(b"one")
    watched.look()
    files = watched.inbox._files()
    (watched.folder / "a.wav").unlink()
    (watched.folder / "a.wav").symlink_to(tmp_path / "mine.wav")
    watched.inbox._files = lambda: files  # as they were a moment ago
    ((verb, _, _, text),) = watched.look(FAILED_SECONDS)
    assert verb == "error"
    assert "a.wav cannot be read (it is a symbolic link)" in str(text)
    assert watched.read == []


@posix
def test_an_inbox_that_is_replaced_by_a_link_is_not_looked_at(watched, tmp_path):
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "mine.wav").write_bytes(b"one")
    watched.folder.rename(tmp_path / "moved")
    watched.folder.symlink_to(tmp_path / "private")
    watched.look()
    assert watched.look() == []
    assert watched.read == []


@posix
def test_a_link_that_the_user_names_as_the_inbox_is_followed(tmp_path):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "inbox")
    watched = Watched(tmp_path / "link")
    (tmp_path / "inbox" / "a.wav").write_bytes(b"one")
    watched.look()
    ((_, _, path, *_),) = watched.look()
    assert path == (tmp_path / "link" / "a.wav").as_posix()


@posix
def test_a_name_that_is_no_text_costs_no_other_file(watched):
    for name in (b"caf\xe9.wav", b"a.wav", b"z.wav", b"\x1b[2J.wav"):
        with open(os.path.join(os.fsencode(watched.folder), name), "wb") as file:
            file.write(b"one")
    watched.look()
    messages = watched.look()
    assert [message[0] for message in messages] == ["located"] * 4
    assert all(reply(*message).encode() for message in messages)  # they can be sent


def test_a_file_that_is_too_large_is_reported_without_being_read(watched):
    with (watched.folder / "hour.wav").open("wb") as file:
        file.truncate(600_000_000)
    watched.look()
    ((_, _, _, text),) = watched.look(FAILED_SECONDS)
    assert "hour.wav has 600 MB" in str(text)
    assert watched.read == []


def test_a_folder_that_is_gone_for_a_while_costs_nothing(watched):
    (watched.folder / "a.wav").write_bytes(b"one")
    watched.look()
    watched.folder.rename(watched.folder.with_name("away"))
    assert watched.look() == []
    watched.folder.with_name("away").rename(watched.folder)
    assert watched.names() == ["a.wav"]
    watched.folder.rename(watched.folder.with_name("away"))
    assert watched.look() == []
    watched.folder.with_name("away").rename(watched.folder)
    assert watched.look() == watched.look() == []


@pytest.fixture
def toy_daemon(bundle, drop, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    daemon = Daemon(Player(bundle, Folder(drop), inbox=folder), DaemonOptions(port=0))
    daemon.start()
    yield daemon
    daemon.stop()


def test_a_wav_in_the_inbox_is_located_for_every_subscriber(toy_daemon, connect, tmp_path):
    clients = [connect(toy_daemon.port) for _ in range(2)]
    for client in clients:
        client.send("hello")
        client.receive_until("bundle")
    signal = np.sin(2 * np.pi * 500 * np.arange(640) / 8000)
    soundfile.write(tmp_path / "in" / "own.wav", 0.5 * signal, 8000)
    for client in clients:
        *_, (verb, id, path, x, y, kind, *_) = client.receive_until("located")
        assert (verb, id, path, kind) == ("located", -1, (tmp_path / "in" / "own.wav").as_posix(), "kick")
        assert (x, y) == pytest.approx((0.125, 0.125), abs=0.02)


def test_an_inbox_that_does_not_answer_holds_up_neither_osc_nor_the_end(player, connect, tmp_path, monkeypatch):
    player.inbox, answer, asked = tmp_path, threading.Event(), threading.Event()

    def scan(_folder):
        asked.set()
        answer.wait(10)
        raise OSError

    monkeypatch.setattr("latentpad.daemon.inbox.os.scandir", scan)
    monkeypatch.setattr("latentpad.daemon.inbox.STOP_SECONDS", 0.05)
    daemon = Daemon(player, DaemonOptions(port=0))
    daemon.start()
    assert asked.wait(5)
    client = connect(daemon.port)
    client.send("generate", 7)
    assert client.receive_until("done")[-1][1] == 7
    daemon.stop()
    answer.set()
