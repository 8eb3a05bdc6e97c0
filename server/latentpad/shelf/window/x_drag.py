"""Drags under X as other programs read them, where tkdnd and Tk are not enough.

* Tk gives away a selection as bytes only if its type is STRING or UTF8_STRING, and as 32-bit numbers otherwise. What
  tkdnd hands over as ``text/uri-list`` is zeros to GTK, and the drop is refused. So the selection is owned, and
  requests for it are answered, by a connection of our own.
* tkdnd announces the action ``copy`` where the protocol has ``XdndActionCopy``; GTK then knows of no action.
* tkdnd does not read that a drop was accepted, only with which action.

Reference: https://www.freedesktop.org/wiki/Specifications/XDND/, version 5.
"""

import logging
import struct
import threading
import tkinter
from collections.abc import Callable, Sequence

from latentpad.shelf.window.xcb import ATOM, CLIENT_MESSAGE, NOTIFY, SELECTION_NOTIFY, SELECTION_REQUEST, XConnection

logger = logging.getLogger(__name__)

REQUEST = struct.Struct("=BxHIIIIII")
"""Code, sequence number, time, owner, requestor, selection, target and property."""

FINISHED = "::tkdnd::xdnd::_HandleXdndFinished"

HOOKS = """
proc ::tkdnd::xdnd::selection {what args} {
  switch -- $what {
    own {latentpad_own_files}
    clear {latentpad_disown_files}
    handle {}
    default {::selection $what {*}$args}
  }
}
proc ::tkdnd::xdnd::_announce_action_list {source actions descriptions} {
  set names [lmap action $actions {string cat XdndAction [string totitle $action]}]
  ::_announce_action_list $source $names $descriptions
}
rename ::tkdnd::xdnd::_HandleXdndFinished ::tkdnd::xdnd::_finish_drag
proc ::tkdnd::xdnd::_HandleXdndFinished {event} {
  if {[dict exists $event action] && [dict get $event action] ne "refuse_drop"} {dict set event accept 1}
  _finish_drag $event
}
"""


class FileSelection:
    """The files of a drag, for the programs that ask for them; a connection of its own (raises OSError).

    Parameters
    ----------
    source : int
        The window that the drag begins in. What other programs tell the owner of the selection is passed on to it.
    """

    def __init__(self, source: int) -> None:
        self._x = XConnection()
        names = ("XdndSelection", "TARGETS", "text/uri-list")
        self._selection, self._targets, self._uri_list = (self._x.atom(name) for name in names)
        self._source, self._window, self._content = source, self._x.create_window(), b""
        threading.Thread(target=self._run, name="latentpad-shelf-drag", daemon=True).start()

    def own(self, texts: Sequence[str]) -> None:
        """Answer requests with these URLs from now on."""
        self._content = "".join(f"{text}\r\n" for text in texts).encode()
        self._x.own(self._selection, self._window)

    def disown(self) -> None:
        """Answer no requests any more."""
        self._x.own(self._selection, 0)

    def _run(self) -> None:
        try:
            while True:
                event = self._x.next_event()
                code = event[0] & 0x7F
                if code == SELECTION_REQUEST:
                    self._answer(event)
                elif code == CLIENT_MESSAGE:
                    self._x.send(self._source, event[:4] + struct.pack("=I", self._source) + event[8:])
        except OSError:
            logger.debug("The display is gone")

    def _answer(self, event: bytes) -> None:
        """Write the property that a window has asked for, and tell it so."""
        _, _, time, _, requestor, selection, target, property = REQUEST.unpack_from(event)
        place = property or target  # as of old programs
        if target == self._uri_list:
            self._x.set_property(requestor, place, self._uri_list, 8, self._content)
        elif target == self._targets:
            self._x.set_property(requestor, place, ATOM, 32, struct.pack("=II", self._targets, self._uri_list))
        else:
            place = 0
        self._x.send(requestor, NOTIFY.pack(SELECTION_NOTIFY, 0, time, requestor, selection, target, place))


def drag_as_others_read(widget: tkinter.Misc, texts: Callable[[], Sequence[str]]) -> None:
    """Have tkdnd's drags from a widget be understood by GTK, too; other systems than X do not need that.

    Parameters
    ----------
    widget : tkinter.Misc
        Its window has been created.
    texts : callable
        Returns the URLs of the files that are dragged.
    """
    tk = widget.tk
    is_x = tk.call("tk", "windowingsystem") == "x11"
    if not (is_x and tk.eval("info commands ::_announce_action_list") and tk.eval(f"info procs {FINISHED}")):
        return
    try:
        files = FileSelection(widget.winfo_id())
    except (OSError, AttributeError) as error:  # no libxcb
        logger.warning("Some programs will take no drops (%s)", error)
        return
    tk.createcommand("latentpad_own_files", lambda: files.own(texts()))
    tk.createcommand("latentpad_disown_files", files.disown)
    tk.eval(HOOKS)
