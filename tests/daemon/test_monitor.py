import logging

from latentpad.daemon.monitor import MAX_ARGUMENTS, MAX_CHARACTERS, MAX_ENTRIES, Monitor


def test_each_entry_is_returned_once_and_the_last_ones_are_kept():
    monitor = Monitor()
    assert monitor.after(0) == []
    for number in range(MAX_ENTRIES + 50):
        monitor.record(True, "127.0.0.1 port 5", "/latentpad/x", (number,))
    entries = monitor.after(0)
    assert [entry.args[0] for entry in entries] == list(range(50, MAX_ENTRIES + 50))
    assert monitor.after(entries[-1].number) == []
    monitor.record(False, "127.0.0.1 port 5", "/latentpad/pong", (1,))
    (entry,) = monitor.after(entries[-1].number)
    assert (entry.incoming, entry.address) == (False, "/latentpad/pong")


def test_every_message_is_logged_for_debugging(caplog):
    caplog.set_level(logging.DEBUG, "latentpad")
    Monitor().record(True, "127.0.0.1 port 5", "/latentpad/x", (0.5,))
    Monitor().record(False, "127.0.0.1 port 5", "/latentpad/pong", (1,))
    assert caplog.messages == [
        "from 127.0.0.1 port 5: /latentpad/x (0.5,)",
        "to 127.0.0.1 port 5: /latentpad/pong (1,)",
    ]


def test_large_messages_are_kept_in_part_and_without_control_characters():
    monitor = Monitor()
    monitor.record(True, "127.0.0.1 port 5", "/" + "a" * 8000, ("\x1b[2J" + "b" * 8000, *range(2000)))
    (entry,) = monitor.after(0)
    assert len(entry.address) == MAX_CHARACTERS
    assert len(entry.args) == MAX_ARGUMENTS
    assert entry.args[:3] == (r"\x1b[2J" + "b" * (MAX_CHARACTERS - 4), 0, 1)


def test_a_note_has_no_peer():
    monitor = Monitor()
    monitor.note("3 datagrams were lost")
    (entry,) = monitor.after(0)
    assert (entry.peer, entry.address, entry.args) == ("", "3 datagrams were lost", ())
