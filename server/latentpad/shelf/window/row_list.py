"""The list: a canvas on which only the rows in sight are drawn."""

import tkinter
from collections.abc import Callable
from itertools import accumulate
from tkinter import ttk
from tkinter.font import Font

from latentpad.shelf.content import ShelfContent
from latentpad.shelf.entry import Entry
from latentpad.shelf.overview import MISSING, Overview
from latentpad.shelf.row_text import detail_text, fitted
from latentpad.shelf.rows import Heading, Row
from latentpad.shelf.theme import Theme
from latentpad.shelf.window.style import Style

ROW, HEADING, MARGIN, STAR = 46, 26, 10, 34
"""Heights of a row and a heading, the margin at the sides, and the width of the star, at scale 1."""

WAVE_SHARE = 0.42
"""Of the width."""

FindOverview = Callable[[Entry], Overview | None]
"""Returns the overview of a sample; None if it is not known yet."""


class RowList:
    """Draws the rows of the content, and finds the one at a place."""

    def __init__(self, master: tkinter.Misc, content: ShelfContent, overview: FindOverview, style: Style) -> None:
        self._content, self._overview, self._style = content, overview, style
        self.canvas = tkinter.Canvas(master, highlightthickness=0, borderwidth=0, takefocus=True)
        self._bar = ttk.Scrollbar(master, orient="vertical", command=self._scroll)
        self._bar.pack(side="right", fill="y")
        self.canvas.pack(side="left", fill="both", expand=True)
        self._top = 0

    def set_style(self, style: Style) -> None:
        """Draw in another style."""
        self._style = style
        if self.canvas.tk.call("tk", "windowingsystem") != "aqua":  # which has its own, in its own theme
            self._colour_bar(style.theme)
        self.draw()

    def draw(self) -> None:
        """Draw what is in sight."""
        canvas, tops, height = self.canvas, self._tops(), self.canvas.winfo_height()
        self._top = max(0, min(self._top, tops[-1] - height))
        self._bar.set(self._top / max(tops[-1], 1), min(1.0, (self._top + height) / max(tops[-1], 1)))
        canvas.delete("all")
        canvas.configure(background=self._style.theme.back)
        if not self._content.rows:
            self._draw_empty()
        for row, top, end in zip(self._content.rows, tops[:-1], tops[1:], strict=True):
            if end > self._top and top < self._top + height:
                self._draw_row(row, top - self._top, end - self._top)

    def row_at(self, y: int) -> Row | None:
        """Return the row at a height of the canvas."""
        rows = zip(self._content.rows, self._tops()[1:], strict=True)
        return next((row for row, end in rows if y + self._top < end), None)

    def is_star(self, x: int) -> bool:
        """Whether a place of a row is its star."""
        return x >= self.canvas.winfo_width() - self._style.pixels(STAR)

    def scroll_by(self, rows: float) -> None:
        """Scroll by so many rows."""
        self._top += round(rows * self._style.pixels(ROW))
        self.draw()

    def page_rows(self) -> int:
        """Return how many rows a page has."""
        return max(1, self.canvas.winfo_height() // self._style.pixels(ROW) - 1)

    def see(self, name: str) -> None:
        """Scroll until a sample is in sight, with its heading where it is the first."""
        tops, rows = self._tops(), self._content.rows
        for index, row in enumerate(rows):
            if isinstance(row, Entry) and row.name == name:
                first = index - 1 if index and isinstance(rows[index - 1], Heading) else index
                self._top = max(tops[index + 1] - self.canvas.winfo_height(), min(self._top, tops[first]))
        self.draw()

    def _tops(self) -> list[int]:
        """Return where each row begins, and where the last one ends."""
        row, heading = self._style.pixels(ROW), self._style.pixels(HEADING)
        heights = (row if isinstance(one, Entry) else heading for one in self._content.rows)
        return [*accumulate(heights, initial=0)]

    def _scroll(self, how: str, number: str, what: str = "") -> None:
        """Do what the scroll bar asks for."""
        if how == "moveto":
            self._top = round(float(number) * self._tops()[-1])
            self.draw()
        else:
            self.scroll_by(float(number) * (self.page_rows() if what == "pages" else 1))

    def _colour_bar(self, theme: Theme) -> None:
        bar = ttk.Style(self.canvas)
        bar.theme_use("clam")
        colours = {"background": theme.line, "troughcolor": theme.back, "arrowcolor": theme.quiet}
        edges = dict.fromkeys(("bordercolor", "lightcolor", "darkcolor"), theme.line)
        bar.configure("Vertical.TScrollbar", gripcount=0, **colours, **edges)
        bar.map("Vertical.TScrollbar", background=[("disabled", theme.back), ("active", theme.quiet)])

    def _draw_empty(self) -> None:
        width, margin = self.canvas.winfo_width(), self._style.pixels(MARGIN)
        self.canvas.create_text(
            width // 2,
            self.canvas.winfo_height() // 2,
            text=self._content.empty_text,
            width=max(1, width - 2 * margin),
            justify="center",
            fill=self._style.theme.quiet,
            font=self._style.detail,
        )

    def _draw_row(self, row: Row, top: int, end: int) -> None:
        if isinstance(row, Entry):
            self._draw_entry(row, top, end)
        else:
            self._draw_heading(row, top, end)

    def _draw_heading(self, row: Heading, top: int, end: int) -> None:
        theme, width = self._style.theme, self.canvas.winfo_width()
        self.canvas.create_rectangle(0, top, width, end, fill=theme.raised, width=0)
        text = f"{row.text} ({len(row.names)})"
        self._write(text, (self._style.pixels(MARGIN), (top + end) // 2), theme.quiet, self._style.detail, width)

    def _draw_entry(self, entry: Entry, top: int, end: int) -> None:
        theme, width, pixels = self._style.theme, self.canvas.winfo_width(), self._style.pixels
        selection, overview, middle = self._content.selection, self._overview(entry), (top + end) // 2
        back = theme.selected if entry.name in selection else theme.back
        self.canvas.create_rectangle(0, top, width, end, fill=back, width=0)
        self.canvas.create_line(0, end - 1, width, end - 1, fill=theme.line)
        if entry.name == selection.cursor:
            self.canvas.create_rectangle(0, top, pixels(3), end, fill=theme.accent, width=0)
        wave_end = round(width * WAVE_SHARE)
        if overview is not None and overview is not MISSING:
            self._draw_wave(overview, pixels(MARGIN), wave_end, middle, (end - top) // 2 - pixels(6))
        left, right = wave_end + pixels(MARGIN), width - pixels(STAR)
        colour = theme.quiet if overview is MISSING else theme.text
        self._write(entry.title, (left, middle - pixels(9)), colour, self._style.title, right)
        text = detail_text(entry, overview)
        self._write(text, (left, middle + pixels(9)), theme.quiet, self._style.detail, right)
        if not entry.kit:
            colour, symbol = (theme.accent, "★") if entry.kept else (theme.quiet, "☆")
            place = width - pixels(STAR) // 2, middle
            self.canvas.create_text(*place, text=symbol, fill=colour, font=self._style.symbol)

    def _draw_wave(self, overview: Overview, left: int, end: int, middle: int, half: int) -> None:
        step = (end - left) / len(overview.highs)
        upper = [(left + index * step, middle - half * float(high)) for index, high in enumerate(overview.highs)]
        lower = [(left + index * step, middle - half * float(low)) for index, low in enumerate(overview.lows)]
        colour = self._style.theme.wave
        self.canvas.create_polygon(*upper, *lower[::-1], fill=colour, outline=colour)

    def _write(self, text: str, place: tuple[int, int], colour: str, font: Font, end: int) -> None:
        """Write a line, cut off at the end."""
        text = fitted(text, end - place[0], font.measure)
        self.canvas.create_text(*place, text=text, fill=colour, font=font, anchor="w")
