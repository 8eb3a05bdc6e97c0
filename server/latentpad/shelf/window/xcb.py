"""The few calls to the X server that Tk has no words for, on a connection of their own.

libxcb comes with libX11, which Tk needs. Unlike that, it does not end the process if another program's window is gone.
"""

import ctypes
import struct
from typing import Any

SELECTION_REQUEST, SELECTION_NOTIFY, CLIENT_MESSAGE = 30, 31, 33
"""Codes of events; of those that other programs have sent, 128 more."""

ATOM, REPLACE, INPUT_ONLY, EVENT_SIZE = 4, 0, 2, 32
"""The type of lists of names, how a property is changed, a window that shows nothing, and the bytes of an event."""

NOTIFY = struct.Struct("=BxHIIIII8x")
"""Code, sequence number, time, requestor, selection, target and property."""

POINTER, NUMBER, SHORT, SMALL = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint16, ctypes.c_uint8


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _AtomReply(ctypes.Structure):
    _fields_ = (("type", SMALL), ("pad", SMALL), ("sequence", SHORT), ("length", NUMBER), ("atom", NUMBER))


class _Screens(ctypes.Structure):
    _fields_ = (("screen", ctypes.POINTER(NUMBER)), ("rest", ctypes.c_int), ("index", ctypes.c_int))
    """The first number of a screen is that of its root window."""


class XConnection:
    """A connection to the display that DISPLAY names (raises OSError)."""

    def __init__(self) -> None:
        self._xcb = _load()
        self._connection = self._xcb.xcb_connect(None, None)
        if self._xcb.xcb_connection_has_error(self._connection):
            raise OSError("the display does not answer")

    def atom(self, name: str) -> int:
        """Return the number of a name; everything that was sent before has arrived by then."""
        xcb, encoded = self._xcb, name.encode()
        cookie = xcb.xcb_intern_atom(self._connection, 0, len(encoded), encoded)
        reply = xcb.xcb_intern_atom_reply(self._connection, cookie, None)
        if not reply:
            raise OSError("the display does not answer")
        atom: int = reply.contents.atom
        _free(reply)
        return atom

    def create_window(self) -> int:
        """Create a window that nobody sees, and return its number."""
        xcb, place = self._xcb, (0, 0, 1, 1, 0)
        screen = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(self._connection)).screen
        window: int = xcb.xcb_generate_id(self._connection)
        xcb.xcb_create_window(self._connection, 0, window, screen.contents.value, *place, INPUT_ONLY, 0, 0, None)
        xcb.xcb_flush(self._connection)
        return window

    def own(self, selection: int, window: int) -> None:
        """Have requests for a selection sent to a window, or to none (0), from when this returns."""
        self._xcb.xcb_set_selection_owner(self._connection, window, selection, 0)
        self.atom("ATOM")

    def set_property(self, window: int, property: int, kind: int, bits: int, content: bytes) -> None:
        """Write a property of a window: elements of 8 or 32 bits."""
        n_elements = len(content) * 8 // bits
        self._xcb.xcb_change_property(self._connection, REPLACE, window, property, kind, bits, n_elements, content)

    def send(self, window: int, event: bytes) -> None:
        """Send an event to a window."""
        self._xcb.xcb_send_event(self._connection, 0, window, 0, event)
        self._xcb.xcb_flush(self._connection)

    def next_event(self) -> bytes:
        """Wait for an event (raises OSError if the display is gone)."""
        event = self._xcb.xcb_wait_for_event(self._connection)
        if not event:
            raise OSError("the display is gone")
        content = ctypes.string_at(event, EVENT_SIZE)
        _free(event)
        return content


def _load() -> Any:
    """Load libxcb (raises OSError)."""
    xcb = ctypes.CDLL("libxcb.so.1")
    four = (ctypes.c_int16, ctypes.c_int16, SHORT, SHORT)
    calls: dict[str, tuple[Any, tuple[Any, ...]]] = {
        "connect": (POINTER, (ctypes.c_char_p, POINTER)),
        "connection_has_error": (ctypes.c_int, (POINTER,)),
        "generate_id": (NUMBER, (POINTER,)),
        "get_setup": (POINTER, (POINTER,)),
        "setup_roots_iterator": (_Screens, (POINTER,)),
        "flush": (ctypes.c_int, (POINTER,)),
        "wait_for_event": (POINTER, (POINTER,)),
        "intern_atom": (_Cookie, (POINTER, SMALL, SHORT, ctypes.c_char_p)),
        "intern_atom_reply": (ctypes.POINTER(_AtomReply), (POINTER, _Cookie, POINTER)),
        "create_window": (_Cookie, (POINTER, SMALL, NUMBER, NUMBER, *four, SHORT, SHORT, NUMBER, NUMBER, POINTER)),
        "set_selection_owner": (_Cookie, (POINTER, NUMBER, NUMBER, NUMBER)),
        "change_property": (_Cookie, (POINTER, SMALL, NUMBER, NUMBER, NUMBER, SMALL, NUMBER, ctypes.c_char_p)),
        "send_event": (_Cookie, (POINTER, SMALL, NUMBER, NUMBER, ctypes.c_char_p)),
    }
    for name, (result, arguments) in calls.items():
        function = getattr(xcb, f"xcb_{name}")
        function.restype, function.argtypes = result, arguments
    return xcb


def _free(pointer: Any) -> None:
    """Free what libxcb has allocated."""
    free = ctypes.CDLL(None).free
    free.argtypes = (POINTER,)
    free(pointer)
