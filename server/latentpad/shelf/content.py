"""What the shelf shows, without a window: the daemon's messages in, rows, selection and a line of text out."""

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any

from latentpad.printable import printable
from latentpad.shelf.entry import Entry, read_entries, read_entry
from latentpad.shelf.link import Connected, Disconnected, Event, Received
from latentpad.shelf.rows import Row, arrange
from latentpad.shelf.selection import Selection

EMPTY = "No samples yet.\nClick the map at {page} to make one."
CONNECTING = "Connecting to latentpad …"
NOT_RUNNING = "latentpad is not running. Waiting for it …"
STARTING = "latentpad is starting …"

Send = Callable[..., bool]
"""Sends an address and values to the daemon; returns whether it is there."""

FIRST_ID = 700_000_000
"""Ids of the shelf's own commands begin here, so that no page takes the answers for its own."""


class ShelfContent:
    """The samples, which of them are selected, and what is said below them; for one thread.

    Parameters
    ----------
    send : callable
        Sends a message to the daemon.
    page : str, optional
        Where the page is.
    on_raise : callable, optional
        Called when the daemon asks for the window: another one is not to be opened.
    """

    def __init__(self, send: Send, page: str = "", on_raise: Callable[[], None] = lambda: None) -> None:
        self._send, self._page, self._on_raise = send, page, on_raise
        self._entries: dict[str, Entry] = {}
        self._last_id = FIRST_ID
        self.rows: list[Row] = []
        self.selection = Selection()
        self.state, self.is_connected = CONNECTING, False
        """How it is with the daemon; empty where there is nothing to say."""
        self.told = ""
        """What has happened last."""
        self.folder = ""
        """The drop folder, once it is known."""

    @property
    def empty_text(self) -> str:
        """What is said in place of the list while there is no sample."""
        return "" if self.state else EMPTY.format(page=self._page)

    def entry(self, name: str) -> Entry | None:
        """Look up a sample."""
        return self._entries.get(name)

    def selected(self) -> list[Entry]:
        """Return the samples that are selected, from top to bottom."""
        return [self._entries[name] for name in self.selection.names]

    def files(self) -> list[Path]:
        """Return the files of the samples that are selected, as `Entry.file`."""
        return [entry.file for entry in self.selected()]

    def take(self, event: Event) -> None:
        """Note what has happened at the connection."""
        match event:
            case Connected():
                self.state, self.is_connected = STARTING, True
                self._send("/page/shelf")
            case Disconnected(reason):
                self.state = f"{printable(reason)[:200]}. Trying again …" if reason else NOT_RUNNING
                self.is_connected = False
            case Received(address, args):
                self._receive(address, args)

    def keep(self) -> None:
        """Have the daemon keep what is selected, and is not kept yet."""
        unkept = [entry for entry in self.selected() if not entry.kept and not entry.kit]
        if not unkept:
            self.told = self._why_not_kept()
        for entry in unkept:
            self._command("/latentpad/keep", entry.name)

    def show_folder(self) -> None:
        """Have the daemon show the sample at the keyboard's place in the file manager."""
        name = self.selection.cursor
        if name is not None and not self._send("/page/show", name):
            self.told = f"latentpad is not running. The file is {printable(str(self._entries[name].file))}"

    def _why_not_kept(self) -> str:
        if any(entry.kit for entry in self.selected()):
            return "Samples of kits stay in the kit's folder."
        return "Already kept." if self.selected() else "Nothing is selected."

    def _command(self, address: str, *values: Any) -> None:
        self._last_id += 1
        if not self._send(address, self._last_id, *values):
            self.told = NOT_RUNNING

    def _receive(self, address: str, args: tuple[Any, ...]) -> None:
        match address, args:
            case "/page/ready", ():
                self.state = ""
            case "/latentpad/welcome", (_, _, str() as folder, *_):
                self.folder = printable(folder)
            case "/page/samples", (samples,):
                self._replace(read_entries(samples))
            case "/page/kits", (samples,):
                known = self._entries
                self._entries = {**known, **{one.name: one for one in read_entries(samples) if one.name not in known}}
                self._arrange()
            case "/latentpad/done", (*_, milliseconds, _, dict() as sample):
                self._add(sample, is_undo=milliseconds == 0)
            case "/latentpad/kept", (_, str() as path, *_):
                self.told = f"Kept as {printable(PurePath(path).name)}."
                self._send("/page/samples")
            case "/latentpad/error", (int() as id, _, str() as text, *_) if FIRST_ID < id <= self._last_id:
                self.told = printable(text)
            case "/page/wrong", (str() as text,):
                self.told = printable(text)
            case "/page/raise", ():
                self._on_raise()

    def _replace(self, entries: list[Entry]) -> None:
        """Take the daemon's samples; it does not list those of kits, which stay where they were between them.

        Where they were is not known if they came first; then they are the newest.
        """
        following, last = dict[str, list[Entry]](), ""
        for old in self._entries.values():
            if old.kit:
                following.setdefault(last, []).append(old)
            else:
                last = old.name
        ordered = following.pop("", []) if last else []
        for entry in entries:
            ordered += [entry, *following.pop(entry.name, [])]
        ordered += [entry for rest in following.values() for entry in rest]
        self._entries = {entry.name: entry for entry in ordered}
        self._arrange()

    def _add(self, sample: dict[str, Any], is_undo: bool) -> None:
        """Add a sample, the newest of all; after an undo, ask which ones are undone."""
        entry = read_entry(sample)
        if is_undo:
            self._send("/page/samples")
        elif entry is not None:
            self._entries.pop(entry.name, None)
            self._entries[entry.name] = entry
            self._arrange()

    def _arrange(self) -> None:
        self.rows = arrange(self._entries.values())
        self.selection.set_order([row.name for row in self.rows if isinstance(row, Entry)])
