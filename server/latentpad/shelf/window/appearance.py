"""How the window looks and where it is: both are remembered while it is open, lest a crash forget them."""

import tkinter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from latentpad.shelf.settings import (
    HEIGHT,
    MAX_ZOOM,
    MIN_HEIGHT,
    MIN_WIDTH,
    MIN_ZOOM,
    THEMES,
    WIDTH,
    Place,
    ShelfSettings,
    load_settings,
    save_settings,
)
from latentpad.shelf.system import desktop_dpi, system_scale
from latentpad.shelf.theme import theme_of
from latentpad.shelf.window.style import Style, make_style

MARGIN = 60
"""Between the first place of the window and the corner of the screen, in pixels at scale 1."""

POINTS = 72.0
"""Per inch."""

QUIET_MS = 500
"""From the last change of a place to its being saved."""


class Appearance:
    """The window's place, theme, zoom and whether it stays on top.

    Parameters
    ----------
    root : tkinter.Tk
    path : Path
        The file with the settings.
    on_style : callable
        Called with another style.
    """

    def __init__(self, root: tkinter.Tk, path: Path, on_style: Callable[[Style], None]) -> None:
        self._root, self._path, self._on_style = root, path, on_style
        self._system_scale = _scale_of(root)
        self._settings = load_settings(path)
        self._saving: str | None = None
        self.style = self._make_style()
        self.is_on_top = tkinter.BooleanVar(root, self._settings.is_on_top)
        root.minsize(MIN_WIDTH, MIN_HEIGHT)
        root.geometry(self._first_geometry())
        self._set_on_top()
        root.bind("<Configure>", self._save_later, add=True)

    @property
    def settings(self) -> ShelfSettings:
        """What is remembered."""
        return self._settings

    def choose_theme(self, theme: str) -> None:
        """Choose one of the themes."""
        self._change(replace(self._settings, theme=theme))

    def next_theme(self) -> str:
        """Choose the next theme and return its name."""
        self.choose_theme(THEMES[(THEMES.index(self._settings.theme) + 1) % len(THEMES)])
        return self._settings.theme

    def zoom(self, percent: int) -> None:
        """Make everything larger or smaller; by 0, as large as the system asks for."""
        zoom = min(MAX_ZOOM, max(MIN_ZOOM, self._settings.zoom + percent)) if percent else 100
        self._change(replace(self._settings, zoom=zoom))

    def toggle_on_top(self) -> None:
        """Keep the window above others, or stop doing so."""
        self._change(replace(self._settings, is_on_top=not self._settings.is_on_top))
        self._set_on_top()

    def refresh(self) -> None:
        """Follow the system's theme, which may have changed."""
        style = self._make_style()
        if style.theme != self.style.theme:
            self.style = style
            self._on_style(style)

    def save(self) -> None:
        """Save place and appearance."""
        self._saving = None
        self._settings = replace(self._settings, place=self._place())
        save_settings(self._path, self._settings)

    def _change(self, settings: ShelfSettings) -> None:
        self._settings = settings
        self.style = self._make_style()
        self._on_style(self.style)
        self.save()

    def _make_style(self) -> Style:
        return make_style(self._root, theme_of(self._settings.theme), self._system_scale * self._settings.zoom / 100)

    def _first_geometry(self) -> str:
        """Return the remembered place, if it can still be seen; else one at the right of the screen."""
        place, root = self._settings.place, self._root
        screen = Place(
            min(0, root.winfo_vrootx()),
            min(0, root.winfo_vrooty()),
            max(root.winfo_screenwidth(), root.winfo_vrootwidth()),
            max(root.winfo_screenheight(), root.winfo_vrootheight()),
        )
        if place is None or not place.is_visible(screen):
            width, height, margin = (round(size * self._system_scale) for size in (WIDTH, HEIGHT, MARGIN))
            place = Place(max(0, root.winfo_screenwidth() - width - margin), margin, width, height)
        return place.geometry()

    def _place(self) -> Place | None:
        """Return where the window is; the place before if it is hidden or fills the screen."""
        if self._root.state() != "normal":
            return self._settings.place
        size, x, y = self._root.geometry().replace("+-", "+\0").replace("+", " ").replace("\0", "-").split()
        width, height = size.split("x")
        return Place(int(x), int(y), int(width), int(height))

    def _set_on_top(self) -> None:
        self._root.attributes("-topmost", self._settings.is_on_top)
        self.is_on_top.set(self._settings.is_on_top)

    def _save_later(self, _event: object) -> None:
        if self._saving:
            self._root.after_cancel(self._saving)
        self._saving = self._root.after(QUIET_MS, self.save)


def _scale_of(root: tkinter.Tk) -> float:
    """Return the scale of the system; under X, have Tk convert sizes of fonts as Xft converts them back."""
    windowing_system: str = root.tk.call("tk", "windowingsystem")
    if windowing_system != "x11":
        return system_scale(windowing_system, root.winfo_fpixels("1i"))
    dpi = desktop_dpi()
    if dpi:
        root.tk.call("tk", "scaling", dpi / POINTS)
    return system_scale(windowing_system, dpi)
