"""The window, put together from the list, the connection, the speaker, the mouse and the keys."""

import logging
import tkinter
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType

from latentpad.printable import printable
from latentpad.shelf.content import ShelfContent
from latentpad.shelf.dragging import missing_text
from latentpad.shelf.entry import Entry
from latentpad.shelf.link import Event, Link, Received
from latentpad.shelf.overview import MISSING, Overview, Overviews
from latentpad.shelf.speaker import Speaker
from latentpad.shelf.window.appearance import Appearance
from latentpad.shelf.window.commands import Actions, bind_keys, bind_menu, colour_menu, make_menu
from latentpad.shelf.window.gestures import Gestures, Reactions
from latentpad.shelf.window.root import open_root
from latentpad.shelf.window.row_list import RowList
from latentpad.shelf.window.style import Style

logger = logging.getLogger(__name__)

POLL_MS = 40
"""Between two looks at what other threads have to say: Tk is for one thread."""

TITLE = "latentpad shelf"


class ShelfWindow:
    """The shelf.

    Parameters
    ----------
    port : int
        Of the page.
    settings : Path
        The file with what is remembered.
    """

    def __init__(self, port: int, settings: Path) -> None:
        self._root = open_root()
        self._root.title(TITLE)
        self._failure: BaseException | None = None
        self._root.report_callback_exception = self._report  # that of tkinter prints it and goes on
        self._told: SimpleQueue[str] = SimpleQueue()
        self._is_stale = True
        self._link = Link(port)
        self._content = ShelfContent(self._link.send, f"http://127.0.0.1:{port}", self._raise)
        self._overviews = Overviews(self._mark_stale)
        self._speaker = Speaker(self._told.put)
        self._appearance = Appearance(self._root, settings, self._restyle)
        self._status = tkinter.Label(self._root, anchor="w", justify="left", takefocus=False)
        self._status.pack(side="bottom", fill="x")
        self._rows = RowList(self._root, self._content, self._overview, self._appearance.style)
        self._gestures = Gestures(
            self._rows, self._content, Reactions(self._play, self._content.keep, self._tell, self._mark_stale)
        )
        self._bind()
        self._restyle(self._appearance.style)

    def run(self) -> None:
        """Show the window until it is closed (raises KeyboardInterrupt after a signal)."""
        self._link.start()
        self._poll()
        try:
            self._root.mainloop()
        finally:
            self._link.stop()
        if self._failure:
            raise self._failure

    def _bind(self) -> None:
        actions = Actions(
            play=self._play_cursor,
            stop=self._speaker.stop,
            keep=self._content.keep,
            show_folder=self._content.show_folder,
            copy_paths=self._copy_paths,
            select_all=self._content.selection.all,
            step=self._step,
            page=self._rows.page_rows,
            changed=self._mark_stale,
            close=self._close,
        )
        bind_keys(self._root, actions, self._appearance)
        canvas = self._rows.canvas
        self._menu = make_menu(self._root, actions, self._appearance)
        bind_menu(self._root, canvas, self._menu, self._gestures.select_for_menu)
        self._root.bind("<FocusIn>", lambda _: self._look_again(), add=True)
        canvas.bind("<Configure>", lambda _: self._mark_stale())
        self._root.protocol("WM_DELETE_WINDOW", self._close)
        canvas.focus_set()

    def _poll(self) -> None:
        """Take what other threads have to say, and draw what that changes; again and again."""
        try:
            for event in self._link.events():
                self._content.take(event)
                self._forget(event)
                self._mark_stale()
            while not self._told.empty():
                self._tell(self._told.get())
            if self._is_stale:
                self._is_stale = False
                self._rows.draw()
                self._show_status()
        finally:
            self._root.after(POLL_MS, self._poll)

    def _forget(self, event: Event) -> None:
        """Read the file of a new sample, even if one of its name has been there before."""
        match event:
            case Received("/latentpad/done", (_, str() as path, *_)):
                self._overviews.forget(Path(path))

    def _show_status(self) -> None:
        """Show how it is with the daemon or, if there is nothing to say of that, what has happened last."""
        theme, text = self._appearance.style.theme, self._content.state or self._content.told
        colour = theme.bad if self._content.state and not self._content.is_connected else theme.quiet
        width = self._root.winfo_width() - self._appearance.style.pixels(20)
        self._status.configure(text=text, foreground=colour, wraplength=max(1, width))

    def _restyle(self, style: Style) -> None:
        margin = style.pixels(10), style.pixels(6)
        self._root.configure(background=style.theme.back)
        self._status.configure(background=style.theme.raised, font=style.detail, padx=margin[0], pady=margin[1])
        self._rows.set_style(style)
        colour_menu(self._menu, style)
        self._mark_stale()

    def _overview(self, entry: Entry) -> Overview | None:
        return self._overviews.find(entry.file)

    def _play(self, entry: Entry) -> None:
        """Play a sample, or say that it is gone."""
        path = entry.file
        self._overviews.forget(path)
        if path.is_file():
            self._speaker.play(path)
        else:
            self._tell(missing_text([path]))

    def _play_cursor(self) -> None:
        entry = self._content.entry(self._content.selection.cursor or "")
        if entry:
            self._play(entry)

    def _step(self, rows: int, is_extending: bool) -> None:
        """Move the selection; what it moves to is played."""
        name = self._content.selection.step(rows, is_extending)
        if name is not None:
            self._rows.see(name)
            if not is_extending:
                self._play_cursor()

    def _copy_paths(self) -> None:
        paths = [str(path) for path in self._content.files()]
        if paths:
            self._root.clipboard_clear()
            self._root.clipboard_append("\n".join(paths))
            self._tell("Path copied." if len(paths) == 1 else f"{len(paths)} paths copied.")

    def _look_again(self) -> None:
        """Look for files that were gone, and follow the system's theme."""
        for entry in (row for row in self._content.rows if isinstance(row, Entry)):
            if self._overview(entry) is MISSING:
                self._overviews.forget(entry.file)
        self._appearance.refresh()
        self._mark_stale()

    def _tell(self, text: str) -> None:
        self._content.told = printable(text)
        self._mark_stale()

    def _mark_stale(self) -> None:
        """Have everything drawn soon; from any thread."""
        self._is_stale = True

    def _raise(self) -> None:
        """Bring the window to the front: somebody has asked for the shelf, which is open."""
        self._root.deiconify()
        self._root.lift()
        self._root.focus_force()

    def _close(self) -> None:
        self._appearance.save()
        self._root.destroy()

    def _report(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """End the window after a signal; log a fault, after which it goes on."""
        if isinstance(error, Exception):
            logger.error("The shelf has a fault", exc_info=error)
        else:
            self._failure = error
            self._root.quit()
