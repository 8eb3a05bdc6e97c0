"""Control characters of messages and names reach neither the log, nor errors, nor the monitor."""

import io
import logging
import struct

import pytest

from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.errors import FolderError
from latentpad.osc.wire import encode
from latentpad.printable import PrintableFormatter

EVIL = "\x1b]0;pwned\x07\x1b[2J\u202e\nReady"
ESCAPED = r"\x1b]0;pwned\x07\x1b[2J\u202e\nReady"

MESSAGES = {
    "name": encode("/latentpad/hello", EVIL),
    "argument": encode("/latentpad/set", "tune", EVIL),
    "key": encode("/latentpad/get", EVIL),
    "key in the address": b"/latentpad/set/\x1b[2J\0\0,i\0\0" + struct.pack(">i", 1),
    "kind": encode("/latentpad/random", 1, EVIL),
    "path": encode("/latentpad/keep", 1, EVIL),
    "path of a sound": encode("/latentpad/again", 1, EVIL),
    "bundle": encode("/latentpad/bundle", EVIL),
    "foreign address": b"/\x1b[2J\0\0\0,\0\0\0",
    "type tag": b"/a\0\0,\x1b\0\0",
}


def is_clean(text):
    return not any(ord(letter) < 32 or letter in "\x7f\u202e" for letter in text)


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG, "latentpad")
    return caplog


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_message_leaves_no_control_characters_anywhere(client, daemon, player, log, message):
    player.error = FolderError(f"{EVIL} is full")
    client.send_raw(message)
    client.send("generate", 7)
    texts = [text for reply in client.receive_until("error") if reply[0] == "error" for text in reply[1:]]
    daemon.stop()
    assert log.messages
    assert [text for text in log.messages if not is_clean(text)] == []
    assert [text for text in texts if not is_clean(str(text))] == []
    entries = daemon._monitor.after(0)
    assert [entry for entry in entries if not is_clean("".join(map(str, (entry.address, *entry.args))))] == []


def test_a_fault_is_quoted_without_control_characters(client, player):
    player.error = ValueError(EVIL)
    client.send("generate", 7)
    assert client.receive_until("error")[-1][3] == f"ValueError: {ESCAPED} (see the log)"


def test_names_of_bundles_and_folders_are_escaped_in_the_log(player, listener, log, monkeypatch):
    player.bundle_name = EVIL
    player.inbox = player.folder = player.folder / EVIL
    daemon = Daemon(player, DaemonOptions(port=0, reply_port=listener.port))
    monkeypatch.setattr("latentpad.daemon.daemon.stop_signals", NoSignals)
    daemon.run()
    assert f"Playing {ESCAPED} (3 sounds)" in log.messages
    assert [text for text in log.messages if not is_clean(text)] == []


class NoSignals:
    """Ends at once."""

    def __init__(self, should_stop):
        assert not should_stop()

    def __enter__(self):
        return lambda: None

    def __exit__(self, *_):
        pass


def test_the_log_of_serve_has_no_control_characters_even_in_tracebacks():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PrintableFormatter("%(message)s"))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.warning("%s is gone", EVIL)
    try:
        raise ValueError(EVIL)
    except ValueError:
        logger.exception("It failed")
    first, second, *traceback = stream.getvalue().splitlines()
    assert (first, second) == (f"{ESCAPED} is gone", "It failed")
    assert traceback[0] == "Traceback (most recent call last):"
    assert traceback[-2:] == [r"ValueError: \x1b]0;pwned\x07\x1b[2J\u202e", "Ready"]
    assert all(map(is_clean, traceback))
