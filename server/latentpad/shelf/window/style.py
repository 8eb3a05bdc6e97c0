"""Colours, fonts and sizes of the window at its scale."""

import tkinter
from dataclasses import dataclass
from tkinter.font import Font, nametofont
from typing import Literal

from latentpad.shelf.theme import Theme


@dataclass(frozen=True)
class Style:
    """How the window is drawn."""

    theme: Theme
    scale: float
    """Pixels per pixel of an ordinary screen."""

    title: Font
    detail: Font
    symbol: Font

    def pixels(self, size: float) -> int:
        """Return a size, given for an ordinary screen, in pixels."""
        return max(1, round(size * self.scale))


def make_style(root: tkinter.Misc, theme: Theme, scale: float) -> Style:
    """Return the style of a window, in the system's own typeface."""
    family = nametofont("TkDefaultFont", root).actual("family")

    def font(size: float, weight: Literal["normal", "bold"] = "normal") -> Font:
        return Font(root, family=family, size=-max(8, round(size * scale)), weight=weight)  # negative: pixels

    return Style(theme, scale, font(13, "bold"), font(11.5), font(16))
