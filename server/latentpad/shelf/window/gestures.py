"""The mouse: clicks select and play, stars keep, and everything else that is pulled becomes a drag of files."""

import sys
import tkinter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tkinterdnd2 import COPY, DND_FILES

from latentpad.shelf.content import ShelfContent
from latentpad.shelf.dragging import Drag, drag_of, missing_text
from latentpad.shelf.entry import Entry
from latentpad.shelf.rows import Heading, Row
from latentpad.shelf.window.row_list import RowList
from latentpad.shelf.window.x_drag import drag_as_others_read

SHIFT, CONTROL, COMMAND = 0x1, 0x4, 0x8
"""Bits of an event's state."""

MORE = COMMAND if sys.platform == "darwin" else CONTROL
"""The key with which a click selects one more."""

REFUSE: tuple[str, ...] = ("refuse_drop",)
"""What tkdnd takes for no drag."""


@dataclass(frozen=True)
class Reactions:
    """What is done after a gesture."""

    play: Callable[[Entry], None]
    keep: Callable[[], None]
    tell: Callable[[str], None]
    changed: Callable[[], None]
    """The selection, or what is known of the files, has changed."""


class Gestures:
    """Follows the mouse on the list."""

    def __init__(self, rows: RowList, content: ShelfContent, reactions: Reactions) -> None:
        self._rows, self._content, self._reactions = rows, content, reactions
        self._pressed: Row | None = None
        self._drag: Drag | None = None
        canvas: Any = rows.canvas  # with the methods that tkinterdnd2 adds
        canvas.bind("<ButtonPress-1>", self._press)
        canvas.bind("<ButtonRelease-1>", self._release)
        canvas.drag_source_register(1, DND_FILES)
        drag_as_others_read(canvas, self._texts)
        canvas.dnd_bind("<<DragInitCmd>>", self._begin_drag)
        canvas.dnd_bind("<<DragEndCmd>>", self._end_drag)
        canvas.bind("<MouseWheel>", lambda event: rows.scroll_by(-_wheel_rows(event.delta)))
        canvas.bind("<Button-4>", lambda _: rows.scroll_by(-1))
        canvas.bind("<Button-5>", lambda _: rows.scroll_by(1))

    def select_for_menu(self, y: int) -> None:
        """Select the row at a height unless it is among those selected."""
        row = self._rows.row_at(y)
        if isinstance(row, Entry) and row.name not in self._content.selection:
            self._content.selection.only(row.name)
        self._reactions.changed()

    def _press(self, event: "tkinter.Event[tkinter.Misc]") -> None:
        self._rows.canvas.focus_set()
        selection, state = self._content.selection, int(event.state)
        row = self._pressed = self._rows.row_at(event.y)
        match row:
            case Heading(_, names):
                selection.several(names)
            case Entry() if state & SHIFT:
                selection.extend(row.name)
            case Entry() if state & MORE:
                selection.toggle(row.name)
            case Entry() if row.name not in selection:
                selection.only(row.name)
        self._reactions.changed()

    def _release(self, event: "tkinter.Event[tkinter.Misc]") -> None:
        """Play what was clicked; of several that were selected, it alone stays so."""
        row, self._pressed = self._pressed, None
        if not isinstance(row, Entry) or self._rows.row_at(event.y) != row or int(event.state) & (SHIFT | MORE):
            return
        self._content.selection.only(row.name)
        if self._rows.is_star(event.x) and not row.kit:
            self._reactions.keep()
        else:
            self._reactions.play(row)
        self._reactions.changed()

    def _begin_drag(self, _event: object) -> tuple[Any, ...]:
        """Return what is dragged: the files that are selected, to be copied; they stay where they are."""
        row, self._pressed = self._pressed, None
        drag = drag_of(self._content.files()) if row is not None else drag_of([])
        if drag.missing:
            self._reactions.tell(missing_text(drag.missing))
            self._reactions.changed()
        if not drag.files:
            return REFUSE
        self._drag = drag
        return COPY, DND_FILES, self._texts()

    def _texts(self) -> tuple[str, ...]:
        """Return the files that are dragged, as the window system takes them."""
        return self._drag.texts(self._rows.canvas.tk.call("tk", "windowingsystem")) if self._drag else ()

    def _end_drag(self, event: Any) -> None:
        drag, self._drag = self._drag, None
        if drag:
            self._reactions.tell(drag.told(str(event.action), self._content.folder))
            self._reactions.changed()


def _wheel_rows(delta: int) -> float:
    """Return how many rows a turn of the wheel is: 120 a notch on Windows; smaller numbers, often, on macOS."""
    return delta / 120 if abs(delta) >= 120 else float(delta)
