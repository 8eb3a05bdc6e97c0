"""The selection of a drag as strict programs read it: its type, the list of types, and what is refused."""

import ctypes
import struct

import pytest

pytestmark = pytest.mark.clients

URLS = ("file:///new%20sounds%20%C3%A9/a.wav", "file:///b.wav")


class Reader:
    """Another program, which asks for the selection."""

    def __init__(self):
        from latentpad.shelf.window.xcb import NUMBER, POINTER, SMALL, XConnection

        self.x = XConnection()
        self.window = self.x.create_window()
        self._xcb, self._connection = self.x._xcb, self.x._connection
        self._xcb.xcb_convert_selection.argtypes = (POINTER, *[NUMBER] * 5)
        self._xcb.xcb_get_property.argtypes = (POINTER, SMALL, *[NUMBER] * 5)
        self._xcb.xcb_get_property.restype = self._xcb.xcb_intern_atom.restype
        self._xcb.xcb_get_property_reply.argtypes = (POINTER, self._xcb.xcb_intern_atom.restype, POINTER)
        self._xcb.xcb_get_property_reply.restype = POINTER
        self._xcb.xcb_get_property_value.argtypes = (POINTER,)
        self._xcb.xcb_get_property_value.restype = POINTER
        self._xcb.xcb_get_property_value_length.argtypes = (POINTER,)

    def ask(self, target):
        """Return type, bits and content of the selection as a target; None if it is refused."""
        selection, kind, place = (self.x.atom(name) for name in ("XdndSelection", target, "PLACE"))
        self._xcb.xcb_convert_selection(self._connection, self.window, selection, kind, place, 0)
        self._xcb.xcb_flush(self._connection)
        event = self.x.next_event()
        assert event[0] & 0x7F == 31  # SelectionNotify
        if struct.unpack_from("=I", event, 20)[0] == 0:
            return None
        cookie = self._xcb.xcb_get_property(self._connection, 0, self.window, place, 0, 0, 10_000)
        reply = self._xcb.xcb_get_property_reply(self._connection, cookie, None)
        (found,) = struct.unpack_from("=I", ctypes.string_at(reply, 12), 8)
        content = ctypes.string_at(
            self._xcb.xcb_get_property_value(reply), self._xcb.xcb_get_property_value_length(reply)
        )
        return found, ctypes.string_at(reply, 2)[1], content


@pytest.fixture(autouse=True)
def use_display(display, monkeypatch):
    monkeypatch.setenv("DISPLAY", display)


def test_files_are_a_list_of_urls_of_the_right_type():
    from latentpad.shelf.window.x_drag import FileSelection

    files, reader = FileSelection(1), Reader()
    files.own(URLS)
    uri_list, targets, atom = (reader.x.atom(name) for name in ("text/uri-list", "TARGETS", "ATOM"))
    assert reader.ask("text/uri-list") == (uri_list, 8, f"{URLS[0]}\r\n{URLS[1]}\r\n".encode())
    assert reader.ask("TARGETS") == (atom, 32, struct.pack("=II", targets, uri_list))
    assert reader.ask("image/png") is None
    files.own(URLS[:1])
    assert reader.ask("text/uri-list")[2] == f"{URLS[0]}\r\n".encode()
    files.disown()
    assert reader.ask("text/uri-list") is None


def test_what_the_owner_is_told_is_passed_on_to_the_window_that_is_dragged_from():
    from latentpad.shelf.window.x_drag import FileSelection

    source = Reader()
    files, other = FileSelection(source.window), Reader()
    finished = other.x.atom("XdndFinished")
    other.x.send(files._window, struct.pack("=BBHII20s", 33, 32, 0, files._window, finished, b"\1" * 20))
    event = source.x.next_event()
    assert event[0] & 0x7F == 33  # ClientMessage
    assert struct.unpack_from("=II20s", event, 4) == (source.window, finished, b"\1" * 20)


def test_without_a_display_there_is_no_selection(monkeypatch):
    from latentpad.shelf.window.xcb import XConnection

    monkeypatch.setenv("DISPLAY", ":4999")
    with pytest.raises(OSError, match="the display does not answer"):
        XConnection()
