"""The icon of the app, drawn by code: that of the page (``icon.svg``), as an image in every format that systems want.

Run as a program, it writes ``latentpad.png``, ``.ico`` and ``.icns`` into the folder that is named.
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw

SIDE, DETAIL = 512, 4
"""Pixels of a side, and how many times as many are drawn, for smooth edges."""

UNITS = 32
"""Of the drawing, per side."""

GROUND, RADIUS = "#14181d", 7.0
DOTS = ((9, 21, 3, "#e69f00"), (14, 10, 3, "#56b4e9"), (24, 24, 3, "#009e73"))
"""x, y, radius and colour."""

RING = (21, 14, 5, 2)
"""x, y, radius and width of the line, which is white."""

MARGIN = 0.08
"""Share of the side that stays empty on macOS."""


def draw() -> Image.Image:
    """Return the icon, SIDE pixels wide."""
    scale = SIDE * DETAIL / UNITS
    image = Image.new("RGBA", (SIDE * DETAIL, SIDE * DETAIL), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, SIDE * DETAIL - 1, SIDE * DETAIL - 1), RADIUS * scale, fill=GROUND)
    for x, y, radius, colour in DOTS:
        pen.ellipse(_box(x, y, radius, scale), fill=colour)
    x, y, radius, width = RING
    pen.ellipse(_box(x, y, radius + width / 2, scale), outline="white", width=round(width * scale))
    return image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def write_icons(folder: Path) -> None:
    """Write the icon for Linux, Windows and macOS (raises OSError)."""
    folder.mkdir(parents=True, exist_ok=True)
    icon = draw()
    icon.save(folder / "latentpad.png")
    icon.save(folder / "latentpad.ico", sizes=[(side, side) for side in (16, 24, 32, 48, 64, 128, 256)])
    inner = round(SIDE * (1 - 2 * MARGIN))
    framed = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    framed.paste(icon.resize((inner, inner), Image.Resampling.LANCZOS), ((SIDE - inner) // 2,) * 2)
    framed.save(folder / "latentpad.icns")


def _box(x: float, y: float, radius: float, scale: float) -> tuple[float, float, float, float]:
    """Return the corners around a circle, in pixels."""
    return (x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale


if __name__ == "__main__":
    write_icons(Path(sys.argv[1]))
